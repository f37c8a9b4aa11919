import WeightFiles

/// The laws of a diagnosis as the lines of an expectation file: what `--freeze` writes and `--expect` reads.
public struct FrozenLaws: Sendable {
  /// A line: a pattern of names, the law, and a remark.
  struct Line: Equatable, Sendable {
    let pattern: String
    let law: String
    let remark: String?
  }

  let lines: [Line]

  /// Freezes what was found; a pattern for the layers of a stack where all follow one law.
  public init(_ file: FileDiagnosis) {
    let laws = file.tensors.map(Self.law)
    let wanted = file.tensors.indices.filter {
      file.tensors[$0].type.isFloatingPoint && file.tensors[$0].role != .statistic
    }
    var groups: [(pattern: String, members: [Int])] = []
    for index in wanted {
      let pattern = TensorName(file.tensors[index].name).pattern
      if let place = groups.firstIndex(where: { $0.pattern == pattern }) {
        groups[place].members.append(index)
      } else {
        groups.append((pattern, [index]))
      }
    }
    var lines: [Line] = []
    for group in groups {
      let first = laws[group.members[0]]
      if group.members.allSatisfy({ laws[$0].law == first.law }) {
        let pattern =
          group.members.count == 1
          ? Self.literal(file.tensors[group.members[0]].name)
          : Self.literal(group.pattern, keepsStars: true)
        lines.append(Line(pattern: pattern, law: first.law, remark: first.remark))
      } else {
        lines += group.members.map {
          Line(
            pattern: Self.literal(file.tensors[$0].name), law: laws[$0].law, remark: laws[$0].remark
          )
        }
      }
    }
    // Names before patterns, longer patterns before shorter: the first match must be the tensor's own.
    let order = lines.indices.sorted {
      let (a, b) = (lines[$0], lines[$1])
      let (x, y) = (a.pattern.contains("*"), b.pattern.contains("*"))
      return x != y
        ? !x : a.pattern.count != b.pattern.count ? a.pattern.count > b.pattern.count : $0 < $1
    }
    lines = order.map { lines[$0] }
    let patterns = lines.map { NamePattern($0.pattern) }
    var own: [Line] = []
    for index in wanted {
      let name = file.tensors[index].name
      let place = patterns.firstIndex { $0?.matches(name) == true }
      if place.map({ lines[$0].law != laws[index].law }) ?? true {
        own.append(
          Line(pattern: Self.literal(name), law: laws[index].law, remark: laws[index].remark))
      }
    }
    self.lines = own + lines
  }

  /// The file's text.
  ///
  /// - Parameter source: the file that was frozen, for the first line.
  public func text(source: String) -> String {
    let width = min(60, lines.map { $0.pattern.count }.max() ?? 0)
    return """
      # The laws of \(source.visible). The first pattern that matches a tensor's name gives its law:
      #   report diagnose step0.safetensors --expect THIS_FILE
      laws:

      """
        + lines.map { line in
          let name = "'\(line.pattern.replacing("'", with: "''"))':"
          let padding = String(repeating: " ", count: max(1, width + 4 - name.count))
          return "  \(name)\(padding)\(line.law)\(line.remark.map { "  # \($0)" } ?? "")\n"
        }.joined()
  }

  /// A name as a pattern that matches it; what would break a line of the file is any character there.
  private static func literal(_ name: String, keepsStars: Bool = false) -> String {
    String(
      name.map { character in
        let isSpecial =
          "{}".contains(character) || character == "*" && !keepsStars
          || String(character).visible != String(character)
        return isSpecial ? "?" : character
      })
  }

  private static func law(_ tensor: TensorDiagnosis) -> (law: String, remark: String?) {
    switch tensor.measurement.kind {
    case .exact(.constant(let c)):
      return (c == 0 ? "zero" : c == 1 ? "one" : "constant-\(c)", nil)
    case .exact(.identity(let c)):
      return c == 1 ? ("identity", nil) : ("free", tensor.law.phrase)
    case .gates(let gates):
      return ("gates-" + gates.values.map { "\($0)" }.joined(separator: ","), nil)
    case .orthogonal(let found):
      return ("orthogonal-\(Digits.significant(found.gain, 4))", nil)
    case .sample:
      guard tensor.law.word != .noLaw, let best = tensor.law.best, !best.names.isEmpty,
        tensor.shift == nil, tensor.sparsity == nil, tensor.outliers == 0
      else {
        return (
          "free",
          "\(tensor.law.word == .noLaw ? "no law" : tensor.law.phrase): write the law that it should have, or use --against"
        )
      }
      if best.mistake != nil {
        return ("free", "\(tensor.law.phrase), with a mistake: \(best.mistake ?? "")")
      }
      return (best.names[0], nil)
    default: return ("free", tensor.law.phrase)
    }
  }
}
