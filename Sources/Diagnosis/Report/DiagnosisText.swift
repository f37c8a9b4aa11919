import WeightFiles

// Long because it is one text, written from top to bottom.

/// A diagnosis for people: a table of laws, what they mean, findings with what mends them, and the signal's way.
public struct DiagnosisText: Sendable {
  let file: FileDiagnosis
  let propagation: ChainPropagation?
  let noChain: String?
  let findings: [Finding]
  let exitCode: Int
  /// Whether every tensor has a line, with what else fits.
  let isVerbose: Bool

  /// A text of what was found.
  public init(
    _ file: FileDiagnosis, propagation: ChainPropagation?, noChain: String?, findings: [Finding],
    exitCode: Int, isVerbose: Bool
  ) {
    (self.file, self.propagation, self.noChain) = (file, propagation, noChain)
    (self.findings, self.exitCode, self.isVerbose) = (findings, exitCode, isVerbose)
  }

  /// The text, with a line break at its end.
  public var text: String {
    ([head, table, meanings] + [signal, findingsText].filter { !$0.isEmpty }).filter { !$0.isEmpty }
      .joined(separator: "\n") + "\n" + foot
  }

  private var head: String {
    let types = file.tensors.reduce(into: [String]()) {
      if $1.type.isFloatingPoint, !$0.contains($1.type.name) { $0.append($1.type.name) }
    }
    let lines = [
      "\(file.name.visible)   \(file.format.title), \(file.tensors.count) tensors, \(Digits.grouped(file.parameterCount)) numbers, \(types.joined(separator: " and "))"
        + (file.untrainedCount > 0
          ? ", and \(Digits.grouped(file.untrainedCount)) that are not trained" : "")
        + (file.configuration?.text("model_type").map { "; config.json: \($0.visible)" } ?? "")
    ]
    return lines.joined(separator: "\n") + "\n"
      + Self.wrapped("Start: " + startSentence, indent: "")
  }

  private var startSentence: String {
    let tests = "\(file.testCount) test\(file.testCount == 1 ? "" : "s")"
    let smallest = file.smallestProbability.map {
      "smallest p \(Digits.probability($0.p)) of \(tests), at \($0.tensor)"
    }
    switch file.start {
    case .fresh:
      return
        "FRESH. No tensor differs from independent draws of a law\(smallest.map { " (\($0))" } ?? "")."
    case .moved:
      let moved = file.tensors.compactMap(\.moved)
      let most = moved.map(\.share).max() ?? 0
      return
        "MOVED A LITTLE. \(moved.count) tensors were uniform starts whose bound up to \(Digits.percent(most)) of the entries have passed, by at most \(Digits.percent(moved.map(\.excess).max() ?? 0)): a few steps of training."
    case .notDraws:
      return
        "NOT DRAWS. No larger tensor is a sample of independent entries\(smallest.map { " (\($0))" } ?? ""); training does this, and it cannot be told here that nothing else did. --against the file of step 0 tells what moved."
    case .mixed:
      let judged = file.tensors.filter {
        $0.isDraw != nil && ($0.role.multiplies || $0.role == .embedding)
      }
      let not = judged.count { $0.isDraw == false }
      return
        "MIXED. \(not) of \(judged.count) weights are no samples of independent entries, the others are."
    case .cannotTell:
      return "CANNOT TELL. There are too few numbers, or none that look like draws."
    }
  }

  // MARK: - Tensors

  /// Rows that are one line of the table: of one pattern of names, shape and law.
  private struct Fold {
    var name: String
    var tensors: [TensorDiagnosis]
  }

  private var folds: [Fold] {
    var folds: [Fold] = []
    for tensor in file.tensors where isVerbose || !isPlain(tensor) {
      let pattern = isVerbose ? tensor.name : TensorName(tensor.name).pattern
      if !isVerbose,
        let place = folds.firstIndex(where: {
          $0.name == pattern && $0.tensors[0].shape == tensor.shape
            && Self.isAlike($0.tensors[0], tensor)
        })
      {
        folds[place].tensors.append(tensor)
      } else {
        folds.append(Fold(name: pattern, tensors: [tensor]))
      }
    }
    return folds
  }

  /// Whether two tensors of one pattern share a line: those of one law, and all that no rule names.
  private static func isAlike(_ a: TensorDiagnosis, _ b: TensorDiagnosis) -> Bool {
    guard (a.law.word == .noLaw) == (b.law.word == .noLaw), (a.moved == nil) == (b.moved == nil)
    else { return false }
    return a.law.phrase == b.law.phrase || isUnnamed(a) && isUnnamed(b)
  }

  /// Whether the numbers are draws of no rule, or no draws at all.
  private static func isUnnamed(_ tensor: TensorDiagnosis) -> Bool {
    tensor.law.word == .noLaw || tensor.law.best.map { $0.names.isEmpty } == true
  }

  /// The law of a line, for several tensors what they share.
  private static func lawWords(_ fold: Fold) -> String {
    let first = fold.tensors[0]
    let isOne = fold.tensors.allSatisfy { $0.law.phrase == first.law.phrase }
    if let moved = first.moved {
      return
        "\(moved.rule), moved: \(Digits.percent(moved.share)) beyond its bound, by at most \(Digits.percent(moved.excess))"
    }
    if !isOne {
      var families: [String] = []
      for tensor in fold.tensors {
        let family = tensor.law.best?.family ?? tensor.law.family
        if !families.contains(family) { families.append(family) }
      }
      let some = families.joined(separator: " or ")
      return first.law.word == .noLaw ? "nearest: \(some)" : "\(some), of no known rule"
    }
    var law =
      first.law.word == .noLaw && first.law.best != nil
      ? "nearest: \(first.law.phrase)" : first.law.phrase
    if let mistake = first.law.best?.mistake { law += " (\(mistake))" }
    if first.law.word == .fitsAsDo {
      let count = first.law.others.count
      law += count == 1 ? ", as does another" : ", as do \(count) others"
    }
    return law
  }

  /// Constants of vectors and what is not judged: one line for all.
  private func isPlain(_ tensor: TensorDiagnosis) -> Bool {
    tensor.law.family == "constant" && !tensor.role.multiplies || tensor.law.word == .notJudged
      || tensor.role == .statistic
  }

  /// What the names of weights in a training checkpoint all begin with: it is said once.
  private var prefix: String {
    let names = file.tensors.filter { $0.role != .statistic && $0.role != .other }.map(\.name)
    guard let first = names.first, names.count > 1,
      let place = first.firstRange(of: "state_dict.")
    else { return "" }
    let prefix = String(first[..<place.upperBound])
    return names.allSatisfy { $0.hasPrefix(prefix) } ? prefix : ""
  }

  private func short(_ name: String) -> String {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  private var table: String {
    let marked = Set(findings.filter { $0.severity == .error }.flatMap(\.tensors))
    var rows = [["weight", "", "shape", "layout", "", "law", "σ ± 99 %", "√in σ", "√out σ", "p"]]
    for fold in folds {
      let first = fold.tensors[0]
      let deviations = fold.tensors.compactMap(\.deviation)
      let sigma: String =
        if deviations.isEmpty || first.law.family == "constant" || first.isGarbage {
          ""
        } else if deviations.count > 1 {
          "\(Digits.significant(deviations.map(\.value).min() ?? 0, 4)) … \(Digits.significant(deviations.map(\.value).max() ?? 0, 4))"
        } else {
          "\(Digits.significant(deviations[0].value, 4)) ± \(Digits.significant((deviations[0].high - deviations[0].low) / 2, 2))"
        }
      let p = fold.tensors.compactMap { tensor in
        ([tensor.fit?.pValue].compactMap { $0 } + (tensor.structure?.tests.map(\.p) ?? [])).min()
      }.min()
      let word: String =
        switch first.law.word {
        case .is: "is"
        case .fits: "fits"
        case .fitsAsDo: "fits"
        case .noLaw: "no law"
        case .tooFew: "few"
        case .notJudged: ""
        }
      let law = Self.lawWords(fold)
      let certainty = first.layout.map { $0.certainty == .assumed ? "\($0.axes)?" : $0.axes }
      rows.append([
        (fold.tensors.contains { marked.contains($0.name) } ? "✗ " : "  ")
          + short(fold.tensors.count > 1 ? fold.name : first.name),
        fold.tensors.count > 1 ? "× \(fold.tensors.count)" : "",
        first.shape.map(String.init).joined(separator: " × "),
        certainty ?? (first.role == .embedding ? "embedding" : first.role.rawValue), word, law,
        sigma, first.forwardFactor.map { Digits.significant($0, 3) } ?? "",
        first.backwardFactor.map { Digits.significant($0, 3) } ?? "",
        p.map(Digits.probability) ?? "",
      ])
      if isVerbose {
        for other in first.law.others.prefix(6) {
          rows.append([
            "", "", "", "", "", "or \(other.phrase)\(other.mistake.map { " (\($0))" } ?? "")",
            "\(Digits.significant(other.deviation, 4))", "", "",
            Digits.probability(other.probability),
          ])
        }
      }
    }
    let plain = isVerbose ? [] : file.tensors.filter(isPlain)
    var lines = Self.aligned(rows)
    if !prefix.isEmpty { lines = "all names begin with \(prefix.visible)\n" + lines }
    if !plain.isEmpty {
      var counts: [(String, Int)] = []
      // Single numbers of their own, as those of batch norms folded into scales, are counted together.
      let others = Set(plain.map(\.law.phrase).filter { $0.hasPrefix("constant") })
      for tensor in plain {
        let phrase =
          tensor.role == .statistic
          ? "not trained"
          : others.count > 3 && others.contains(tensor.law.phrase)
            ? "other constants" : tensor.law.phrase
        if let place = counts.firstIndex(where: { $0.0 == phrase }) {
          counts[place].1 += 1
        } else {
          counts.append((phrase, 1))
        }
      }
      lines +=
        "  biases, norms and counters: "
        + counts.map { "\($0.1) × \($0.0)" }.joined(separator: ", ") + "\n"
    }
    return lines
  }

  /// The laws of the table with their formulas, and how the framework writes them.
  private var meanings: String {
    let framework = FrameworkNames.framework(file)
    var names: [String] = []
    for tensor in file.tensors where tensor.law.word != .noLaw && tensor.law.word != .tooFew {
      let own =
        tensor.law.family == "orthogonal" ? ["orthogonal"] : Array(tensor.law.names.prefix(1))
      for name in own where !names.contains(name) { names.append(name) }
    }
    let rows = names.compactMap { name -> [String]? in
      let formula = FrameworkNames.formula(name)
      let call = FrameworkNames.call(name, framework)
      guard formula != nil || call != nil else { return nil }
      return ["  " + name, formula ?? "", call ?? ""]
    }
    guard !rows.isEmpty else { return "" }
    return "what the laws are\n" + Self.aligned(rows, separated: false)
  }

  // MARK: - Signal

  private var signal: String {
    guard let propagation else {
      return noChain.map { reason in
        let way =
          reason.contains("--chain") || reason.contains("not finite")
          ? "" : " --chain 'a relu b' tells the order, or --chain with a network file."
        let own = prefix.isEmpty ? reason : reason.replacing(prefix, with: "")
        return Self.wrapped("signal and gradient: not computed; \(own).\(way)", indent: "")
      } ?? ""
    }
    var rows = [
      [
        "  layer", "units", "rms of z", "theory ± band", "rms of ∂ℓ/∂z", "theory ± band", "largest",
        "off",
      ]
    ]
    let layers = propagation.layers
    let shown =
      isVerbose || layers.count <= 12
      ? Array(layers.indices)
      : Array(layers.indices.prefix(3))
        + stride(from: 3, to: layers.count - 3, by: max(1, (layers.count - 6) / 5)).map { $0 }
        + Array(layers.indices.suffix(3))
    func theory(_ value: Double?, _ band: Double?) -> String {
      value.map {
        "\(Digits.significant($0, 3))\(band.map { " ×÷ \(Digits.significant($0, 3))" } ?? "")"
      } ?? "–"
    }
    for index in shown {
      let layer = layers[index]
      rows.append([
        "  " + layer.weight, "\(layer.width)", Digits.significant(layer.signal, 3),
        theory(layer.signalTheory, layer.signalBand), Digits.significant(layer.gradient, 3),
        theory(layer.gradientTheory, layer.gradientBand), Digits.significant(layer.largest, 3),
        layer.off > 0 ? Digits.percent(layer.off) : "0",
      ])
    }
    let half = layers.contains { $0.beyondHalf > 0 } ? "left" : "never left"
    return
      "signal and gradient with these weights   \(propagation.source.visible); \(propagation.inputWords)\n"
      + Self.aligned(rows)
      + (layers.contains { $0.signalTheory != nil || $0.gradientTheory != nil }
        ? "  theory and band: \(propagation.bandSource)\n" : "")
      + "  float16 is \(half) forward; "
      + (propagation.lossScale.map {
        $0 == 0
          ? "no loss scale is needed"
          : "a loss scale of 2^\($0) keeps 99 % of every layer's gradients"
      }
        ?? "no loss scale keeps 99 % of every layer's gradients") + ".\n"
  }

  // MARK: - Findings

  private var findingsText: String {
    findings.map { finding in
      let names = Self.folded(finding.tensors.map(short)).visible
      var text =
        "\(finding.severity.rawValue)  \(finding.id)\(names.isEmpty ? "" : "   \(names)")\n"
      text += Self.wrapped(
        prefix.isEmpty ? finding.message : finding.message.replacing(prefix, with: ""),
        indent: "    ")
      if let change = finding.change { text += "    change: \(change.visible)\n" }
      if let reference = finding.reference { text += "    see: \(reference.visible)\n" }
      return text
    }.joined()
  }

  private var foot: String {
    func count(_ severity: Finding.Severity) -> Int { findings.count { $0.severity == severity } }
    func words(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    return
      "\(words(count(.error), "error")), \(words(count(.warning), "warning")), \(words(count(.note), "note")). Exit code \(exitCode).\n"
  }

  /// Names with the layers of a stack as one pattern.
  static func folded(_ names: [String]) -> String {
    var patterns: [(String, Int, String)] = []
    for name in names {
      let pattern = TensorName(name).pattern
      if let place = patterns.firstIndex(where: { $0.0 == pattern }) {
        patterns[place].1 += 1
      } else {
        patterns.append((pattern, 1, name))
      }
    }
    let shown = patterns.prefix(4).map { $0.1 > 1 ? "\($0.0) × \($0.1)" : $0.2 }
    return shown.joined(separator: ", ")
      + (patterns.count > 4 ? ", … (\(names.count) tensors)" : "")
  }

  /// Columns side by side, the first line a heading; no spaces at the ends.
  static func aligned(_ rows: [[String]], separated: Bool = true) -> String {
    let rows = rows.map { $0.map(\.visible) }
    guard let columns = rows.first?.count else { return "" }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for column in 0..<columns where widths[column] > 0 {
        line += row[column] + String(repeating: " ", count: widths[column] - row[column].count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static func wrapped(_ text: String, indent: String) -> String {
    var (lines, line) = ([String](), "")
    for word in text.visible.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > 100 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.map { indent + $0 + "\n" }.joined()
  }
}

extension WeightFormat {
  /// What people call it.
  fileprivate var title: String {
    switch self {
    case .torchZip: "PyTorch zip"
    case .torchScript: "TorchScript"
    case .torchLegacy: "PyTorch before 1.6"
    case .numpyZip: "NumPy .npz"
    default: rawValue
    }
  }
}
