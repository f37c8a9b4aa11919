extension Finding {
  /// What signal and gradient do on their way through the chain.
  static func signal(_ propagation: ChainPropagation?) -> [Finding] {
    propagation.map { $0.findings } ?? []
  }
}
