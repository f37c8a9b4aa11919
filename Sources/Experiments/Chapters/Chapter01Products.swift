import Study

extension Chapter {
  /// The factor per step decides everything.
  static let products = Chapter(
    number: 1, id: "products", experiments: [RepeatedFactor(), GaussianProduct(), ProductLogNorm()])
}
