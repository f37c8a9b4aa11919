import ArgumentParser
import Experiments
import Kernels
import Simulation
import Study
import StudyFiles

/// The options that describe a network at its start; their words are those of study files' entries.
struct NetworkOptions: ParsableArguments {
  @Option(help: NetworkEntry.widths.argumentHelp("n,n,…"))
  var widths: String?

  @Option(parsing: .unconditional, help: NetworkEntry.width.argumentHelp("n"))
  var width: Int?

  @Option(parsing: .unconditional, help: NetworkEntry.depth.argumentHelp("n"))
  var depth: Int?

  @Option(
    help: NetworkEntry.activation.argumentHelp("name"),
    completion: .list(NetworkEntry.activation.completions))
  var activation: String?

  @Option(
    name: .customLong("init"), help: NetworkEntry.initializer.argumentHelp("name"),
    completion: .list(NetworkEntry.initializer.completions))
  var initializer: String?

  @Option(parsing: .unconditional, help: NetworkEntry.gain.argumentHelp("g"))
  var gain = 1.0

  @Option(parsing: .unconditional, help: NetworkEntry.biasVariance.argumentHelp("v"))
  var biasVariance: Double?

  @Option(
    help: NetworkEntry.normalization.argumentHelp("name"),
    completion: .list(NetworkEntry.normalization.completions))
  var normalization: String?

  @Option(
    help: NetworkEntry.residual.argumentHelp("name"),
    completion: .list(NetworkEntry.residual.completions))
  var residual: String?

  @Option(parsing: .unconditional, help: NetworkEntry.expansion.argumentHelp("k"))
  var expansion: Int?

  @Flag(help: ArgumentHelp(NetworkEntry.tied.help))
  var tied = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dropout after every activation: the share that is set to zero. The table is then that of networks of "
        + "stages.", valueName: "p"))
  var dropout: Double?

  @Option(parsing: .unconditional, help: NetworkEntry.batch.argumentHelp("n"))
  var batch: Int?

  @Option(parsing: .unconditional, help: NetworkEntry.inputSecondMoment.argumentHelp("q"))
  var inputSecondMoment: Double?

  @Option(parsing: .unconditional, help: NetworkEntry.inputCorrelation.argumentHelp("c"))
  var inputCorrelation: Double?

  @Option(
    help: NetworkEntry.precision.argumentHelp("name"),
    completion: .list(NetworkEntry.precision.completions))
  var precision: String?

  /// The network as a study file would describe it.
  func plan() throws -> NetworkPlan {
    guard let activation else {
      throw ValidationError(
        "Missing expected argument '--activation <name>'; or name a whole network with --network FILE.yml or "
          + "--preset NAME.")
    }
    guard let initializer else {
      throw ValidationError("Missing expected argument '--init <name>'")
    }
    try check(.gain, gain)
    try check(.biasVariance, biasVariance)
    var plan = NetworkPlan(
      name: "network", widths: try widthList(),
      activation: try NetworkEntry.activation.option(activation),
      initializer: try NetworkEntry.initializer.option(initializer), gain: gain)
    if let biasVariance { plan.setBiases(biasVariance) }
    plan.residual = try residual.flatMap {
      Residual(studyName: try NetworkEntry.residual.option($0))
    }
    plan.normalization = try normalization.flatMap {
      Normalization(rawValue: try NetworkEntry.normalization.option($0))
    }
    plan.precision = try precision.flatMap {
      Precision(rawValue: try NetworkEntry.precision.option($0))
    }
    plan.expansion = expansion
    plan.tiesWeights = tied
    plan.batch = batch ?? 1
    plan.setInputs(secondMoment: inputSecondMoment, correlation: inputCorrelation)
    if let (_, problem) = StudyFile.problem(with: plan) { throw ValidationError(problem) }
    return plan
  }

  /// The options that describe a chain of layers and were given: a network file says these things itself.
  var givenForChain: [String] {
    let all: [(String, Bool)] = [
      ("widths", widths != nil), ("width", width != nil), ("depth", depth != nil),
      ("activation", activation != nil), ("init", initializer != nil), ("gain", gain != 1),
      ("bias-variance", biasVariance != nil), ("normalization", normalization != nil),
      ("residual", residual != nil), ("expansion", expansion != nil), ("tied", tied),
      ("dropout", dropout != nil),
      ("input-second-moment", inputSecondMoment != nil),
      ("input-correlation", inputCorrelation != nil),
    ]
    return all.filter(\.1).map { "--" + $0.0 }
  }

  private func check(_ entry: NetworkEntry, _ value: Double?) throws {
    guard let value, case .number(let range) = entry.values else { return }
    try requireOption(entry.rawValue, value, in: range)
  }

  private func widthList() throws -> [Int] {
    switch (widths, width, depth) {
    case (let list?, nil, nil):
      let parts = list.split(separator: ",", omittingEmptySubsequences: false)
      return try parts.map { part in
        guard let width = Int(part.trimmingPrefix(" ")) else {
          throw ValidationError(
            "--widths \(list): '\(part)' is not a whole number; write 64,128,64.")
        }
        return width
      }
    case (nil, let width?, let depth?):
      guard 1...PropagationLimits.depth ~= depth else {
        throw ValidationError(
          "--depth \(depth) is out of range; give 1 to \(PropagationLimits.depth).")
      }
      return Array(repeating: width, count: depth + 1)
    default:
      throw ValidationError("Give either --widths 64,128,64 or --width 64 with --depth 2.")
    }
  }
}

extension NetworkEntry {
  /// The value of the option of this name as the catalogue spells it.
  ///
  /// - Throws: `ValidationError` that names the option.
  func option(_ text: String) throws -> String {
    do {
      return try canonical(text)
    } catch {
      throw ValidationError("--\(rawValue): \(error)")
    }
  }

  /// The entry's words as the help of an option.
  func argumentHelp(_ valueName: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: help).named(valueName)
  }
}

extension ArgumentHelp {
  /// The same help with a name for the value.
  fileprivate func named(_ name: String) -> ArgumentHelp {
    var copy = self
    copy.valueName = name
    return copy
  }
}

/// The names that the catalogues read, for the help of instruments.
enum CatalogHelp {
  /// Names, those with numbers, and the other spellings.
  static func text(_ names: [String], _ spellings: CatalogSpellings) -> String {
    // A name that is a family's too has its other spellings twice.
    var others: [String] = []
    for (alias, _) in spellings.aliases where !(names + others).contains(alias) {
      others.append(alias)
    }
    return names.joined(separator: ", ") + ". With a number of your own: "
      + spellings.families.map { "\($0.form) (\($0.meaning))" }.joined(separator: ", ")
      + ". Also understood: " + others.joined(separator: ", ")
      + "; capitals and underscores as you like, LeakyReLU(0.2) or kaiming_normal."
  }

  static let activations = text(ActivationCatalog.names, ActivationCatalog.spellings)
  static let initializers = text(InitializerCatalog.names, InitializerCatalog.spellings)
}
