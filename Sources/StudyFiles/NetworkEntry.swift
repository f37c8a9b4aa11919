import Experiments
import Kernels
import Simulation

/// What can be said of a network, once for all: study files read these entries, their JSON Schema lists
/// them, and `report propagate` has an option of the same name for each.
public enum NetworkEntry: String, CaseIterable, Sendable {
  case name, widths, width, depth, activation
  case initializer = "init"
  case gain
  case biasVariance = "bias-variance"
  case residual, normalization, expansion, tied, batch
  case inputSecondMoment = "input-second-moment"
  case inputCorrelation = "input-correlation"
  case precision

  /// The values of an entry.
  public enum Values: Sendable {
    case text(limit: Int)
    case integer(ClosedRange<Int>)
    case integers(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// Some names; `kind` is what they name, in a sentence.
    case choice([String], kind: String)
    /// The names that a catalogue reads, in any of their spellings.
    case catalogue(CatalogSpellings, names: [String], kind: String)
    case flag
  }

  /// The values of the entry.
  public var values: Values {
    switch self {
    case .name: .text(limit: 60)
    case .widths: .integers(StudyFile.widthRange)
    case .width: .integer(StudyFile.widthRange)
    case .depth: .integer(StudyFile.depthRange)
    case .activation:
      .catalogue(
        ActivationCatalog.spellings, names: ActivationCatalog.names, kind: "activation")
    case .initializer:
      .catalogue(
        InitializerCatalog.spellings, names: InitializerCatalog.names, kind: "initialiser")
    case .gain: .number(1e-6...1e6)
    case .biasVariance: .number(0...1e6)
    case .residual: .choice(StudyFile.residualNames, kind: "skip connection")
    case .normalization: .choice(StudyFile.normalizationNames, kind: "normalisation")
    case .expansion: .integer(StudyFile.expansionRange)
    case .tied: .flag
    case .batch: .integer(StudyFile.batchRange)
    case .inputSecondMoment: .number(0...1e20)
    case .inputCorrelation: .number(0...1)
    case .precision: .choice(Precision.allCases.map(\.rawValue), kind: "precision")
    }
  }

  /// What the entry means, as help and schema say it.
  public var help: String {
    switch self {
    case .name: "The name in charts and tables."
    case .widths: "The input's width, then each layer's."
    case .width: "The width of the input and of every layer, together with depth."
    case .depth: "How many layers of that width."
    case .activation: "The activation of every layer."
    case .initializer: "The rule for the weights of every layer."
    case .gain: "A factor on the standard deviation of every weight."
    case .biasVariance:
      "The variance of the biases, in place of those that a framework's default draws itself."
    case .residual: "Skip connections: plain is x + F(x), scaled (or 1/√L) is x + F(x)/√L."
    case .normalization: "Normalise every layer's pre-activations: batch or layer."
    case .expansion: "Blocks of two layers, so many times as wide inside; with skip connections."
    case .tied: "All layers share their weights, as the steps of a recurrent network do."
    case .batch: "How many inputs go through each network together."
    case .inputSecondMoment: "The mean square of an input's entries."
    case .inputCorrelation: "The correlation of a batch's inputs, 0 … 1."
    case .precision: "The arithmetic: float16, float32 or float64."
    }
  }

  /// Whether a study file must have the entry.
  var isRequired: Bool { self == .name || self == .activation || self == .initializer }

  /// What a shell may complete.
  public var completions: [String] {
    switch values {
    case .choice(let names, _), .catalogue(_, let names, _): names
    default: []
    }
  }
}

extension NetworkEntry {
  /// A name as the catalogue prints it, from any of its spellings; other values come back as they are.
  ///
  /// - Throws: `CatalogError` for a name that is not known.
  public func canonical(_ text: String) throws(CatalogError) -> String {
    switch self {
    case .activation: return try ActivationCatalog.activation(named: text).name
    case .initializer: return try InitializerCatalog.initializer(named: text).name
    default:
      guard case .choice(let names, let kind) = values, !names.contains(text) else { return text }
      throw CatalogError(kind: kind, name: text, known: names)
    }
  }
}
