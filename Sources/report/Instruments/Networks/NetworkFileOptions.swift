import ArgumentParser
import Engine
import Networks
import StudyFiles

/// The options of `report propagate` for networks of stages.
struct NetworkFileOptions: ParsableArguments {
  @OptionGroup var source: NetworkSourceOptions

  @OptionGroup var misplaced: MisplacedNetwork

  @Option(help: ArgumentHelp("A factor on all widths, such as 1/8.", valueName: "s"))
  var scale: String?

  @Option(help: ArgumentHelp("How many tokens or steps a sample has.", valueName: "n"))
  var tokens: Int?

  @Option(
    help: ArgumentHelp(
      "Whose defaults hold where the file says nothing, in place of its own.", valueName: "name"),
    completion: .list(Framework.allCases.map(\.rawValue)))
  var framework: Framework?

  @Option(
    help: ArgumentHelp(
      "A power of two that gradients are multiplied by while they go back.", valueName: "2^k"))
  var lossScale: Double?

  @Flag(name: .customLong("all"), help: "Show every stage instead of a line for each block.")
  var showsAll = false

  @Option(
    help: ArgumentHelp(
      "Refuse, before it starts, what needs more memory than this (default: half of the machine's).",
      valueName: "4GB"))
  var maxMemory: ByteSize?

  /// Whether a network of stages is asked for.
  var isGiven: Bool { source.isGiven }

  /// Refuses options that mean nothing without a network of stages.
  func refuseAlone() throws {
    let given: [(String, Bool)] = [
      ("scale", scale != nil), ("tokens", tokens != nil), ("framework", framework != nil),
      ("set", !source.settings.isEmpty), ("loss-scale", lossScale != nil), ("all", showsAll),
      ("max-memory", maxMemory != nil),
    ]
    if let first = given.first(where: \.1) {
      throw ValidationError("--\(first.0) is for networks of stages; add --network or --preset.")
    }
  }

  /// The network.
  func network() throws -> NetworkFile { try source.network(options()) }

  /// What is changed of the file.
  func options() throws -> NetworkFile.Options {
    var options = try source.options()
    options.framework = framework
    if let tokens {
      guard 1...1_000_000 ~= tokens else {
        throw ValidationError("--tokens \(tokens) is out of range; give 1 to 1000000.")
      }
      options.tokens = tokens
    }
    if let scale {
      guard let number = try? NumberFormula(scale, variables: []).value([]), number > 0,
        number <= 16
      else { throw ValidationError("--scale \(scale) is no factor such as 1/8, up to 16.") }
      options.scale = number
    }
    return options
  }

  /// k of the loss scale 2ᵏ.
  func lossScaleExponent() throws -> Int {
    guard let lossScale else { return 0 }
    guard lossScale > 0, lossScale.isFinite, lossScale.significand == 1,
      abs(lossScale.exponent) <= 1000
    else {
      throw ValidationError("--loss-scale \(lossScale) is no power of two, such as 1024.")
    }
    return Int(lossScale.exponent)
  }
}

extension Framework: ExpressibleByArgument {}
