import Simulation
import Study

// Which numbers of the report have an exact theory. One number for each set of independent networks,
// the one farthest from where the signal started: layers of the same networks, and rules compared on
// the same draws, agree or miss together and would count the same accident again and again.

extension GaussianProduct {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // The second half of a run has forgotten its start to (e^λ₂/e^λ₁)⁵⁰ ≈ 10⁻⁸.
    [
      TheoryCheck(
        "growth-exponent", Fact("size", outcome.size), measured: outcome.exponent,
        theory: try LyapunovExponents(size: outcome.size).top)
    ]
  }
}

extension ProductLogNorm {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    let law = try Law(outcome)
    return [
      TheoryCheck("log-norm-mean", measured: outcome.mean, theory: law.mean),
      TheoryCheck("log-norm-variance", measured: outcome.variance, theory: law.variance),
    ]
  }
}

extension ActiveShare {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.rows.filter { $0.activation == "relu" }.flatMap { row in
      [
        TheoryCheck("relu-mean", measured: row.measured.mean, theory: row.exact.mean),
        TheoryCheck("relu-active", measured: row.measured.active, theory: 0.5),
      ]
    }
  }
}

extension MomentsByScale {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    guard let tanh = outcome.cases.first(where: { $0.activation == Tanh().name }),
      let unit = outcome.deviations.firstIndex(of: 1)
    else { return [] }
    let exact = try GaussianMoments(of: Tanh(), variance: 1)
    return [
      TheoryCheck(
        "tanh-slope", measured: tanh.measured[unit].slopeSecondMoment,
        theory: exact.slopeSecondMoment)
    ]
  }
}

extension LinearVariance {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // All gains use the same draws.
    outcome.cases.filter { $0.gain == 1 }.flatMap { one in
      [
        TheoryCheck("linear-forward", measured: one.forward.factor, theory: one.gain),
        TheoryCheck("linear-backward", measured: one.backward.factor, theory: one.gain),
      ]
    }
  }
}

extension ReLUVariance {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    try outcome.cases.filter { $0.variance == 0.02 }.map { one in
      let law = try FiniteWidthLaw(
        .relu, widths: Array(repeating: outcome.width, count: outcome.depth),
        weightVariances: Array(repeating: one.variance, count: outcome.depth))
      return TheoryCheck(
        "relu-factor", measured: one.factor,
        theory: Elementary.exp(law.logMean / Double(outcome.depth)))
    }
  }
}

extension LayerGain {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.points.map {
      TheoryCheck(
        "layer-gain-\($0.law)", Fact("width", text: String($0.width)), measured: $0.mean, theory: 1)
    }
  }
}

extension MeansByAspect {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.shapes.flatMap { shape in
      shape.rules.prefix(1).flatMap { rule in
        let layer = Fact("layer", text: "\(shape.fanIn) → \(shape.fanOut)")
        return [
          TheoryCheck("layer-forward", layer, measured: rule.forward, theory: rule.forwardTheory),
          TheoryCheck(
            "layer-backward", layer, measured: rule.backward, theory: rule.backwardTheory),
        ]
      }
    }
  }
}

extension ClaimedAgainstMeasured {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.rules.prefix(1).compactMap { rule in
      rule.layers.last.map {
        TheoryCheck(
          "hourglass", Fact("rule", names: [StartingRule.key(of: rule.rule)]),
          measured: $0.measured, theory: $0.theory)
      }
    }
  }
}

extension InterpolatedMean {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // The note's network, then the one that widens.
    zip(["note", "widening"], outcome.shapes).flatMap { key, shape in
      [
        ("forward", shape.forward.last, shape.forwardTheory.last),
        ("backward", shape.backward.last, shape.backwardTheory.last),
      ].compactMap { direction, measured, theory in
        guard let measured, let theory else { return nil }
        return TheoryCheck("\(key)-\(direction)", measured: measured, theory: theory)
      }
    }
  }
}

extension NetworkShapes {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.shapes.compactMap { shape in
      guard let rule = shape.rules.first, let measured = rule.measured.last,
        let theory = rule.theory.last
      else { return nil }
      return TheoryCheck(
        "shape-\(shape.name.lowercased())", measured: measured, theory: theory)
    }
  }
}

extension CostOfAMean {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.rules.prefix(1).flatMap { rule in
      [
        TheoryCheck(
          "cost-forward", measured: rule.forward, theory: Double(outcome.fanIn) * rule.variance),
        TheoryCheck(
          "cost-backward", measured: rule.backward, theory: Double(outcome.fanOut) * rule.variance),
      ]
    }
  }
}

extension InitComparison {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // Xavier's uniform rule has networks of its own; the Gaussian rules share theirs.
    let rules = [StartingRule.he.name, StartingRule.xavierUniform.name]
    return [("linear", outcome.linear), ("relu", outcome.relu)].flatMap { network, all in
      all.filter { rules.contains($0.rule) }.flatMap { rule in
        [
          ("forward", rule.forward.last?.mean, rule.forwardTheory.last),
          ("backward", rule.backward.first?.mean, rule.backwardTheory.first),
        ].compactMap { direction, measured, theory in
          guard let measured, let theory else { return nil }
          return TheoryCheck(
            "alternating-\(network)-\(direction)",
            Fact("rule", names: [StartingRule.key(of: rule.rule)]),
            measured: measured, theory: theory)
        }
      }
    }
  }
}

extension ConvolutionGradient {
  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.starts.prefix(1).compactMap { start in
      guard let measured = start.sizes.first?.mean, let theory = start.theory.first else {
        return nil
      }
      return TheoryCheck("convolutions", measured: measured, theory: theory)
    }
  }
}
