/// A face on disk, as found by fontconfig.
public struct FontFile: Equatable, Hashable, Sendable {
  /// Where the file is.
  public let path: String
  /// The face within a collection; the upper 16 bits name an instance of a variable font.
  public let index: Int
  /// The name of its family.
  public let family: String
  /// The face is upright but an italic one was wanted: slant it.
  public let needsSlant: Bool

  /// Makes a reference to a face.
  public init(path: String, index: Int = 0, family: String, needsSlant: Bool = false) {
    self.path = path
    self.index = index
    self.family = family
    self.needsSlant = needsSlant
  }
}
