import Study

extension Chapter {
  /// One weight variance keeps the signal, another keeps the gradient.
  static let variance = Chapter(
    number: 4, id: "variance",
    experiments: [LinearVariance(), LayerGain(), ReLUVariance(), FanConflict()])
}
