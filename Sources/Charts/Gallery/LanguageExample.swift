extension Gallery {
  /// Words of another script: title and labels in Chinese, or in English where the renderer has no
  /// face for them.
  ///
  /// - Parameters:
  ///   - language: what the fonts can show, "zh" or anything else for English.
  public static func labels(in language: String) -> Chart {
    let isChinese = language == "zh"
    func text(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }
    let layers = Array(1...20)
    let chart = Chart("labels-in-\(isChinese ? "chinese" : "english")") {
      for (name, chinese, rate) in [("Xavier", "Xavier 初始化", -0.15), ("He", "He 初始化", 0.0)] {
        LineMark(
          x: .value(text("层", "Layer"), layers),
          y: .log10(text("梯度均方根", "Gradient rms"), layers.map { rate * Double($0) }),
          series: .value(text("初始化", "Start"), name)
        ).endLabel(text(chinese, name), detail: text("每层 ", "") + (rate < 0 ? "×0.71" : "×1.00"))
      }
    }
    .chartYScale(type: .log).chartPlotHeight(200)
    .chartTitle(
      text(
        "在二十层的 ReLU 网络中，只有 He 初始化能让梯度保持原来的大小，而 Xavier 初始化使它缩小一千倍",
        "In twenty ReLU layers only He’s start keeps the gradient as it is; Xavier’s loses a thousandfold"
      )
    )
    .chartSubtitle(text("每一层的梯度均方根，对数坐标。", "Gradient rms at each layer, log axis."))
    .chartCaption(text("**数据：**合成数据，仅作示例。", "**Data.** Synthetic."))
    return styled(chart)
  }
}
