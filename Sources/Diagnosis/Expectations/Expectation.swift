import Kernels

/// The laws that a file's tensors should follow: one rule for all matrices, or patterns of names.
public struct Expectation: Sendable {
  /// A pattern with the law of the names that it matches.
  public struct Entry: Sendable {
    /// The names.
    public let pattern: NamePattern
    /// The law, as it was written.
    public let name: String
    /// The law.
    public let law: ExpectedLaw

    /// An entry.
    public init(pattern: NamePattern, name: String, law: ExpectedLaw) {
      (self.pattern, self.name, self.law) = (pattern, name, law)
    }
  }

  /// What cannot be asked of a file.
  public struct Unusable: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  private let entries: [Entry]
  private let rule: (name: String, law: ExpectedLaw)?

  /// Patterns in order; the first that matches a name gives its law.
  public init(_ entries: [Entry]) { (self.entries, rule) = (entries, nil) }

  /// One law for every weight that multiplies; embeddings, norms and biases are not asked.
  public init(_ law: ExpectedLaw, named name: String) { (entries, rule) = ([], (name, law)) }

  /// Checks a file; findings of id `expected-law`, and a warning for tensors that nothing binds.
  ///
  /// - Throws: ``Unusable`` where a pattern matches no tensor: a layer that was renamed must not pass in silence.
  public func findings(_ file: FileDiagnosis) throws(Unusable) -> [Finding] {
    var bound: [(index: Int, name: String, law: ExpectedLaw)] = []
    var (unbound, used) = ([String](), Set<Int>())
    for (index, tensor) in file.tensors.enumerated() {
      if let rule {
        if tensor.role.multiplies { bound.append((index, rule.name, rule.law)) }
        continue
      }
      if let place = entries.firstIndex(where: { $0.pattern.matches(tensor.name) }) {
        used.insert(place)
        bound.append((index, entries[place].name, entries[place].law))
      } else if tensor.type.isFloatingPoint, tensor.role != .statistic {
        unbound.append(tensor.name)
      }
    }
    // A pattern that only names bound by earlier ones match is of use, too.
    if let idle = entries.indices.first(where: { place in
      !used.contains(place) && !file.tensors.contains { entries[place].pattern.matches($0.name) }
    }) {
      throw Unusable(
        description:
          "\(file.name): the pattern '\(entries[idle].pattern)' matches none of its \(file.tensors.count) tensors; correct it, or remove it"
      )
    }
    if rule != nil, bound.isEmpty {
      throw Unusable(description: "\(file.name) has no weight that multiplies, so that --expect binds nothing; give a file of patterns")
    }
    let drawn = bound.count { if case .drawn = $0.law { true } else if case .rule = $0.law { true } else { false } }
    let limit =
      file.options.falseAlarm / Double(max(1, drawn * GuaranteedTests.perTensor))
    let checks = bound.map { one in
      LawCheck(
        one.index, file.tensors[one.index], one.law, named: one.name, depth: file.depth,
        limit: limit)
    }
    var found = Self.grouped(checks.filter { $0.failure != nil }, file)
    if !unbound.isEmpty {
      found.append(
        Finding(
          "unbound", .warning, unbound,
          "\(unbound.count) tensor\(unbound.count == 1 ? " is" : "s are") bound by no pattern.",
          change: "add a pattern, or '*': free"))
    }
    return found
  }

  /// One finding for the tensors of one pattern of names and one law.
  private static func grouped(_ failed: [LawCheck], _ file: FileDiagnosis) -> [Finding] {
    var groups: [(key: String, checks: [LawCheck])] = []
    for check in failed {
      let reason = check.explanations.first?.text ?? ""
      let key = "\(TensorName(file.tensors[check.tensor].name).pattern)\n\(check.law)\n\(reason)"
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].checks.append(check)
      } else {
        groups.append((key, [check]))
      }
    }
    return groups.map { group in
      let first = group.checks[0]
      var message = "\(first.law) was asked for"
      if let expected = first.expected { message += " (σ = \(Digits.significant(expected, 4)))" }
      message += ", but \(first.failure ?? "")"
      if let expected = first.expected, let measured = first.measured {
        let ratio = measured.value / expected
        let error = ratio * Double.log(measured.high / measured.low) / 5.15
        message +=
          "; σ is \(Digits.significant(measured.value, 4)), \(Digits.significant(ratio, 4)) ± \(Digits.significant(error, 2)) times as large"
      }
      message += "."
      if let best = first.explanations.first {
        message += " \(Digits.significant(best.ratio, 4)) \(best.text)"
        let others = first.explanations.dropFirst().prefix(2).map(\.text)
        message += others.isEmpty ? "." : "; or \(others.joined(separator: "; or "))."
      }
      return Finding(
        "expected-law", .error, group.checks.map { file.tensors[$0.tensor].name }, message,
        measured: first.measured?.value, expected: first.expected,
        explanations: first.explanations)
    }
  }
}
