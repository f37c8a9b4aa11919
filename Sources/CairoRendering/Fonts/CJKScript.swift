/// The languages whose thousands of characters need a face of their own.
public enum CJKScript: String, Equatable, Hashable, Sendable, CaseIterable {
  case chinese = "zh"
  case japanese = "ja"
  case korean = "ko"

  /// The language in a sentence.
  var name: String {
    switch self {
    case .chinese: "Chinese"
    case .japanese: "Japanese"
    case .korean: "Korean"
    }
  }

  /// Characters that every face for the language has.
  var sample: String {
    switch self {
    case .chinese: "深度网络的梯度"
    case .japanese: "深層学習の勾配"
    case .korean: "기울기"
    }
  }

  /// The name by which fontconfig prefers faces drawn for the language: Chinese and Japanese write
  /// some characters differently.
  var fontconfigName: String { self == .chinese ? "zh-cn" : rawValue }

  /// Debian packages with a face, the first preferred.
  var packages: String {
    self == .chinese ? "fonts-noto-cjk or fonts-wqy-microhei" : "fonts-noto-cjk"
  }
}
