import Networks

extension PassBuilder {
  /// A map of m inputs to the columns of all blocks.
  ///
  /// `seesData` says that the stage lets rules that look at data settle.
  func map(
    inputs: Int, blocks: [ColumnBlock], use: MapUse, isStandardized: Bool = false,
    seesData: Bool = false
  ) throws(NetworkError) -> any LinearMap<Real> {
    for block in blocks where block.tensor.rule is any DataDependentInitializer && !seesData {
      throw .parameter(
        stage: name, name: "rule", value: block.tensor.rule.name,
        reason: "looks at what a layer makes of data, which only dense layers let it do")
    }
    let outputs = blocks.reduce(0) { $0 + $1.columns }
    let seed = stream()
    let obstacle =
      isStandardized
      ? "standardised weights depend on each other"
      : exactObstacle(inputs: inputs, outputs: outputs, blocks: blocks, use: use)
    func dense() -> any LinearMap<Real> {
      keep(
        DenseMap(
          self, inputs: inputs, blocks: blocks, isReused: use.isTied, stream: seed,
          isStandardized: isStandardized))
    }
    if isTrained { return dense() }
    switch source {
    case .exact:
      if let obstacle { throw .notExact(stage: name, reason: obstacle) }
    case .automatic:
      let rows = use.rightRows + (use.isTied ? use.leftRows : 0)
      let isCheaper =
        rows == 1
        || (blocks[0].tensor.rule.law == .orthogonal ? 4 : 10) * rows <= min(inputs, outputs)
      if obstacle != nil || !isCheaper {
        return dense()
      }
    case .dense:
      return dense()
    case .stored(let weights):
      return try storedMap(weights, inputs: inputs, outputs: outputs)
    }
    if blocks[0].tensor.rule.law == .orthogonal {
      return keep(
        HaarMap(
          self, inputs: inputs, outputs: outputs, tensor: blocks[0].tensor, use: use, stream: seed))
    }
    return keep(GaussianMap(self, inputs: inputs, blocks: blocks, use: use, stream: seed))
  }

  private func exactObstacle(
    inputs: Int, outputs: Int, blocks: [ColumnBlock], use: MapUse
  ) -> String? {
    if !arithmetic.hasFreeExponent {
      return "weights in \(arithmetic.rawValue) are rounded one by one"
    }
    let laws = blocks.map(\.tensor.rule.law)
    if laws.allSatisfy({ $0 == .gaussian }) { return nil }
    if laws == [.orthogonal] {
      return use.rightRows + use.leftRows <= max(inputs, outputs)
        ? nil : "more rows meet the orthogonal matrix than it has"
    }
    return "only normal weights and one orthogonal matrix have one, not "
      + blocks[0].tensor.rule.name
  }
}
