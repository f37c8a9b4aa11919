import ArgumentParser
import Kernels
import Simulation

/// The options that describe a network at its start.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The input's width, then each layer's, separated by commas.", valueName: "n,n,…"))
  var widths: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The width of the input and of every layer.", valueName: "n"))
  var width: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many layers of that width.", valueName: "n"))
  var depth: Int?

  @Option(help: ArgumentHelp("The activation; see below.", valueName: "name"))
  var activation: String

  @Option(name: .customLong("init"), help: ArgumentHelp("The start; see below.", valueName: "name"))
  var initializer: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The variance of the biases.", valueName: "v"))
  var biasVariance = 0.0

  @Option(help: "Normalise every layer's pre-activations: batch or layer.")
  var normalization: Normalization?

  @Option(help: "Skip connections: plain is x + F(x), scaled is x + F(x)/√L.")
  var residual: Residual?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many inputs go through each network.", valueName: "n"))
  var batch = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The mean square of an input's entries.", valueName: "q"))
  var inputSecondMoment = 1.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The correlation of a batch's inputs, 0 … 1.", valueName: "c"))
  var inputCorrelation = 0.0

  func widthList() throws -> [Int] {
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

  func activationValue() throws -> any Activation {
    do {
      return try ActivationCatalog.activation(named: activation)
    } catch { throw ValidationError("--activation: \(error)") }
  }

  func initializerValue() throws -> any WeightInitializer {
    do {
      return try InitializerCatalog.initializer(named: initializer)
    } catch { throw ValidationError("--init: \(error)") }
  }
}
