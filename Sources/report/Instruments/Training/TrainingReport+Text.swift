extension TrainingReport {
  /// A line for each test: losses, and by name what each layer and stage did.
  var csv: String {
    func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
    func spread(_ spread: Spread?) -> [String] {
      guard let raw = spread?.raw else { return ["", "", ""] }
      return [raw.low, raw.median, raw.high].map { $0.isNaN ? "" : "\($0)" }
    }
    // One statement each: as one sum of lists these took the compiler eight seconds.
    var names = ["step", "networks"]
    for name in ["loss", "held_out_loss", "accuracy"] {
      names += ["\(name)_10", "\(name)_50", "\(name)_90"]
    }
    for layer in tests.first?.layers ?? [] { names.append("moved.\(layer.name)") }
    for stage in tests.first?.stages ?? [] {
      for name in ["output", "gradient", "weight_gradient", "saturated", "zero"] {
        names.append("\(name).\(stage.name)")
      }
    }
    let lines = tests.map { test -> String in
      let own = losses.first { $0.step == test.step }
      var cells = ["\(test.step)", "\(test.networks)"]
      cells += spread(own)
      cells += spread(test.loss)
      cells += spread(test.accuracy)
      for layer in test.layers { cells.append(text(layer.movement)) }
      for stage in test.stages {
        cells += [text(stage.output), text(stage.gradient), text(stage.weightGradient)]
        cells += [text(stage.saturated), text(stage.zero)]
      }
      return cells.joined(separator: ",")
    }
    return ([names.map(TextTable.quoted).joined(separator: ",")] + lines).joined(separator: "\n")
      + "\n"
  }

  /// Two tables, one of the tests and one of the layers, and what they amount to.
  var text: String {
    let lines =
      TextTable.aligned(testRows, names: 0) + [""] + TextTable.aligned(layerRows, names: 1) + [""]
      + sentences
    return lines.map { $0 + "\n" }.joined()
  }

  private var testRows: [[String]] {
    let hasAccuracy = tests.contains { $0.accuracy != nil }
    return [
      ["step", "loss", "held-out", "10 %", "90 %"] + (hasAccuracy ? ["correct"] : [])
        + ["networks"]
    ]
      + tests.map { test in
        let own = losses.first { $0.step == test.step }
        return ["\(test.step)", Self.number(own?.raw.median)]
          + [test.loss.raw.median, test.loss.raw.low, test.loss.raw.high].map(Self.number)
          + (hasAccuracy ? [Self.percent(test.accuracy?.median)] : []) + ["\(test.networks)"]
      }
  }

  /// What each stage with weights or an activation did, at the first and at the last test.
  private var layerRows: [[String]] {
    guard let first = tests.first, let last = tests.last else { return [] }
    let moved = last.layers
    var rows = [
      ["layer", "moved", "gradient before", "after", "saturated before", "after", "zero after"]
    ]
    for (index, stage) in last.stages.enumerated() {
      let own = moved.filter { $0.name == stage.name || $0.name.hasPrefix(stage.name + ".") }
      guard !own.isEmpty || stage.kind == "activation" else { continue }
      let before = first.stages[index]
      rows.append([
        stage.name, own.isEmpty ? "" : Self.number(own.compactMap(\.movement).max()),
        Self.number(before.gradient), Self.number(stage.gradient),
        Self.percent(before.saturated), Self.percent(stage.saturated), Self.percent(stage.zero),
      ])
    }
    return rows
  }

  private var sentences: [String] {
    let seconds = (seconds * 1000).rounded() / 1000
    var result = [
      "\(network), \(parameters) parameters, on \(task.name): \(task.training) samples to learn from, \(task.test) "
        + "held out; \(optimizer.name), learning rate \(Self.number(optimizer.learningRate))\(warmUp), batch \(batch)"
        + clipping + ", \(precision.rawValue)"
        + (lossScale == 1 ? "" : ", loss scale \(Self.number(lossScale))")
        + "; \(networks) network\(networks == 1 ? "" : "s"), seed \(seed), \(seconds) s "
        + "(\(Int(stepsPerSecond)) steps/s)",
      "Always giving the same answer costs \(Self.number(task.constantLoss)); learned means a held-out loss of "
        + "\(Self.number(targetLoss)).",
    ]
    let count = learnedAt.count { $0.wrappedValue != nil }
    var learnedWords = "\(count) of \(networks) networks learned"
    if let learningTime {
      learnedWords +=
        learningTime.value.map { ", in \(Self.number($0)) steps (median" }
        ?? ", the median network not in \(steps) steps ("
      let ends = [learningTime.low, learningTime.high].map {
        $0.map { Self.number($0) } ?? "later"
      }
      learnedWords +=
        learningTime.value == nil
        ? "95 % interval from \(ends[0]) on)" : ", 95 % interval \(ends[0]) to \(ends[1]))"
    } else if count > 0 {
      let times = learnedAt.compactMap(\.wrappedValue).sorted()
      learnedWords += ", the first after \(times[0]) steps"
    }
    result.append(learnedWords + ".")
    let diverged = divergedAt.compactMap(\.wrappedValue).sorted()
    if let earliest = diverged.first {
      result.append(
        "\(diverged.count) of \(networks) networks diverged, the first at step \(earliest): a smaller "
          + "--learning-rate or --clip-norm 1 may keep them.")
    }
    if skippedSteps > 0 {
      result.append(
        "\(skippedSteps) of \(steps * networks) steps were skipped, because a gradient times the loss scale left the range of "
          + "\(precision.rawValue): a smaller --loss-scale keeps them.")
    }
    return result
  }

  private var warmUp: String {
    optimizer.warmUp == 0
      ? ""
      : " after a warm-up of \(optimizer.warmUp) step\(optimizer.warmUp == 1 ? "" : "s")"
  }

  private var clipping: String {
    optimizer.clipNorm.map { ", gradient norm at most \(Self.number($0))" }
      ?? optimizer.clipValue.map { ", gradient entries at most \(Self.number($0))" } ?? ""
  }

  private static func number(_ x: Double?) -> String {
    guard let x, !x.isNaN else { return "" }
    return x.isInfinite ? "∞" : x == 0 ? "0" : PropagationText.number(x, 4)
  }

  private static func percent(_ share: Double?) -> String {
    share.map { $0 == 0 ? "0" : PropagationText.number(100 * $0, 3) + " %" } ?? ""
  }
}
