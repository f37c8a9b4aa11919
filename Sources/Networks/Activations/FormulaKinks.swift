extension FormulaExpression {
  /// The points where a `max`, `min`, `abs`, `relu`, `step` or `sign` changes sides, increasing.
  ///
  /// Each is a root of an expression, looked for between −64 and 64 on a grid of 1/64 (which holds whole
  /// numbers, halves and quarters exactly) and by bisection to the last bit between its points. Expressions
  /// that change their sign twice within 1/64 are not seen; of more than 256, those nearest to the origin count.
  var kinks: [Double] {
    var found: [Double] = []
    for expression in switches {
      let program = FormulaProgram(expression.folded)
      let grid = (-4096...4096).map { Double($0) / 64 }
      let values = Self.values(program, grid)
      for i in grid.indices {
        if values[i] == 0 {
          // Zero over a stretch is no kink within it.
          let before = i > 0 ? values[i - 1] : -1
          let after = i + 1 < values.count ? values[i + 1] : 1
          if before != 0 || after != 0 { found.append(grid[i]) }
        } else if i > 0, values[i - 1] != 0, (values[i - 1] < 0) != (values[i] < 0),
          values[i].isFinite, values[i - 1].isFinite
        {
          found.append(Self.root(program, grid[i - 1], grid[i], isRising: values[i] > 0))
        }
      }
    }
    let nearest = Set(found).sorted { (abs($0), $0) < (abs($1), $1) }.prefix(256)
    return nearest.sorted()
  }

  private static func values(_ program: FormulaProgram, _ grid: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: grid.count) { buffer, count in
      count = grid.count
      guard let base = buffer.baseAddress else { return }
      program.run(grid, values: base, slopes: nil, count: grid.count)
    }
  }

  private static func root(
    _ program: FormulaProgram, _ low: Double, _ high: Double, isRising: Bool
  ) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      let value = program.value(at: middle)
      if value == 0 { return middle }
      if (value > 0) == isRising { high = middle } else { low = middle }
    }
  }
}
