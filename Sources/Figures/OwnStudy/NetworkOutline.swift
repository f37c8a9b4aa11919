import Engine
import Simulation

/// A network as pictures show it: lines of boxes, blocks folded, branches with their way around.
struct NetworkOutline: Equatable {
  /// A box, or what it stands for.
  indirect enum Part: Equatable {
    /// A stage: its kind and what else is said of it.
    case stage(kind: String, detail: String)
    /// Stages under one name, so many times.
    case block(name: String, count: Int, parts: [Part])
    /// A sum of what comes in and of a branch, which the skip may have stages for too.
    case residual(branch: [Part], shortcut: [Part])
  }

  /// What goes in.
  var input: String
  /// The stages.
  var parts: [Part]

  init(_ network: Network) {
    input = network.input.shape.text
    if case .tokens = network.input.law {
      input = network.input.shape.positions.map(String.init).joined(separator: " × ")
    }
    parts = Self.parts(network.stages, network.input.shape)
  }

  private static func parts(_ stages: [NamedStage], _ input: Shape) -> [Part] {
    var parts: [Part] = []
    var shape = input
    for named in stages {
      var part = part(named, shape)
      // The same block written down again is one more of it.
      if case .block(let name, let count, let own) = part,
        case .block(let last, let before, let same)? = parts.last, same == own
      {
        parts.removeLast()
        part = .block(name: last.isEmpty ? name : last, count: before + count, parts: own)
      }
      parts.append(part)
      shape = (try? named.stage.output(for: shape)) ?? shape
    }
    return parts
  }

  private static func part(_ named: NamedStage, _ shape: Shape) -> Part {
    switch named.stage {
    case let stage as Repeat:
      .block(name: named.name ?? "", count: stage.count, parts: parts(stage.stages, shape))
    case let stage as Sequence:
      .block(name: named.name ?? "", count: 1, parts: parts(stage.stages, shape))
    case let stage as ResidualStage:
      .residual(branch: parts(stage.branch, shape), shortcut: parts(stage.shortcut, shape))
    default: .stage(kind: type(of: named.stage).kind, detail: named.stage.detail(for: shape))
    }
  }
}

extension NetworkOutline {
  /// Networks that look alike together, in the order of their first ones: a picture serves all of them.
  static func alike(
    _ networks: [(name: String, network: Network)]
  ) -> [(names: [String], network: Network)] {
    var groups: [(outline: NetworkOutline, names: [String], network: Network)] = []
    for (name, network) in networks {
      let outline = NetworkOutline(network)
      if let place = groups.firstIndex(where: { $0.outline == outline }) {
        groups[place].names.append(name)
      } else {
        groups.append((outline, [name], network))
      }
    }
    return groups.map { ($0.names, $0.network) }
  }
}

extension NetworkOutline.Part {
  /// What two blocks have in common that are shown as one: kinds, but no sizes.
  var pattern: String {
    switch self {
    case .stage(let kind, _): kind
    case .block(_, _, let parts): "[" + parts.map(\.pattern).joined(separator: " ") + "]"
    case .residual(let branch, let shortcut):
      "(" + branch.map(\.pattern).joined(separator: " ") + "|"
        + shortcut.map(\.pattern).joined(separator: " ") + ")"
    }
  }
}
