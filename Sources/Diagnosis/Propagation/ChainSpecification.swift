import Engine
import Kernels
import Simulation
import WeightFiles

/// A chain that is told: prefixes of names and activations, `fc1 relu fc2 relu fc3`.
///
/// `{0..11}` stands for the numbers, and `*` for every prefix of the file that fits, in natural order.
public struct ChainSpecification: Sendable, Equatable {
  /// A word that cannot be read, with its column.
  public struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The column of the word, from 1.
    public let column: Int
    /// What is wrong with it, as a clause.
    public let reason: String
    public var description: String { "column \(column): \(reason)" }
  }

  /// A prefix or an activation.
  enum Step: Sendable, Equatable {
    case weight(String)
    case activation(String)
  }

  let steps: [Step]

  /// Reads a chain.
  ///
  /// - Throws: ``Fault`` for a range that is none, and where no weight is named.
  public init(_ text: String) throws(Fault) {
    var steps: [Step] = []
    var word = ""
    var column = 0
    func close(_ end: Int) throws(Fault) {
      guard !word.isEmpty else { return }
      let start = end - word.count
      if (try? ActivationCatalog.activation(named: word)) != nil {
        steps.append(.activation(word))
      } else {
        for name in try Self.expanded(word, column: start) { steps.append(.weight(name)) }
      }
      word = ""
    }
    for character in text {
      column += 1
      if character == " " || character == "," && !word.contains("{") {
        try close(column)
      } else {
        word.append(character)
      }
    }
    try close(column + 1)
    guard steps.contains(where: { if case .weight = $0 { true } else { false } }) else {
      throw Fault(column: 1, reason: "names no weight; write 'fc1 relu fc2'")
    }
    self.steps = steps
  }

  /// `h.{0..3}.fc` as four names.
  private static func expanded(_ word: String, column: Int) throws(Fault) -> [String] {
    guard let open = word.firstIndex(of: "{") else { return [word] }
    guard let close = word[open...].firstIndex(of: "}") else {
      throw Fault(column: column, reason: "“\(word)” has no closing brace")
    }
    let inner = word[word.index(after: open)..<close]
    let ends = inner.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
    guard inner.contains(".."), ends.count == 2, let first = ends[0], let last = ends[1],
      first <= last, last - first < 10_000
    else {
      throw Fault(column: column, reason: "“{\(inner)}” is no range of numbers such as {0..11}")
    }
    let rest = String(word[word.index(after: close)...])
    var names: [String] = []
    for number in first...last {
      for tail in try expanded(rest, column: column) {
        names.append(word[..<open] + "\(number)" + tail)
      }
    }
    return names
  }

  private static let ends = ["", ".weight", "/kernel", ".kernel", "/kernel:0", ".w", "/vars/0"]

  /// What a chain calls a weight: its name without the last word of a framework.
  private static func stem(_ name: String) -> String {
    let end = ends.first { !$0.isEmpty && name.hasSuffix($0) && name.count > $0.count } ?? ""
    return String(name.dropLast(end.count))
  }

  /// The weight of a prefix: itself, or with one of the frameworks' last words.
  private static func weights(_ prefix: String, _ shelf: WeightShelf) -> [String] {
    if !prefix.contains("*") {
      return ends.map { prefix + $0 }.filter { shelf.has($0) }.prefix(1).map(\.self)
    }
    let patterns = ends.compactMap { NamePattern(prefix + $0) }
    return shelf.file.weightsInOrder.map(\.name).filter { name in
      patterns.contains { $0.matches(name) }
    }
  }

  func network(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork {
    var writer = NetworkWriter(shelf)
    var stages: [NamedStage] = []
    var width: Int?
    for step in steps {
      switch step {
      case .activation(let name):
        guard let f = try? ActivationCatalog.activation(named: name) else { continue }
        stages.append(NamedStage(ActivationStage(f), name: "\(stages.count) \(f.name)"))
      case .weight(let prefix):
        let names = Self.weights(prefix, shelf)
        guard !names.isEmpty else {
          let stems = shelf.file.weightsInOrder.map { Self.stem($0.name) }
          throw WeightChain.Absence(
            isAsked: true,
            reason:
              "--chain names '\(prefix)', and the file has no such weight; \(NearestNames(to: prefix, among: stems).words)"
          )
        }
        for name in names {
          let part = try writer.part(name)
          if let width, width != part.inputs {
            throw WeightChain.Absence(
              isAsked: true,
              reason: "--chain gives '\(name)' \(width) numbers, and it takes \(part.inputs)")
          }
          width = part.outputs
          stages.append(
            try writer.dense(
              name, [part], biases: [WeightChain.biasName(of: name, shelf, part.outputs)]))
          writer.show(name)
        }
      }
    }
    let names = steps.compactMap { if case .activation(let name) = $0 { name } else { nil } }
    let inputs = stages.lazy.compactMap { stage in
      stage.name.flatMap { name in try? writer.part(name) }?.inputs
    }.first
    return WeightNetwork(
      writer, name: "chain", input: NetworkInput(Shape(channels: inputs ?? 1)), stages: stages,
      activation: names.first ?? "identity", source: "chain from --chain", certainty: .known,
      samples: 64)
  }
}
