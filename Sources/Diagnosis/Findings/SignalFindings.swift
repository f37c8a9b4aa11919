extension Finding {
  /// What signal and gradient do on their way through the chain.
  static func signal(_ propagation: ChainPropagation?, start: FileDiagnosis.Start) -> [Finding] {
    propagation?.findings(start: start) ?? []
  }
}
