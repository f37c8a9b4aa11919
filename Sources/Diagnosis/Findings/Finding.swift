/// Something that a reader of a diagnosis should know, with what mends it.
public struct Finding: Equatable, Sendable, Codable {
  /// How bad it is.
  public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case note, warning, error

    /// Note is less than warning is less than error.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
  }

  /// What kind of finding, as "dead-rows".
  public let id: String
  /// How bad.
  public let severity: Severity
  /// The tensors that it is about, in the file's order.
  public let tensors: [String]
  /// What was found, in sentences.
  public let message: String
  /// What to change, where that can be said.
  public let change: String?
  /// Where it is discussed.
  public let reference: String?
  /// The number that was measured.
  public let measured: Double?
  /// The one that was expected.
  public let expected: Double?
  /// Mistakes that would make just this difference.
  public let explanations: [Explanation]

  /// A finding.
  init(
    _ id: String, _ severity: Severity, _ tensors: [String], _ message: String,
    change: String? = nil, reference: String? = nil, measured: Double? = nil,
    expected: Double? = nil, explanations: [Explanation] = []
  ) {
    (self.id, self.severity, self.tensors, self.message) = (id, severity, tensors, message)
    (self.change, self.reference) = (change, reference)
    (self.measured, self.expected, self.explanations) = (measured, expected, explanations)
  }

  /// All findings of a file: the worst first, then in the order of the list.
  public static func all(
    in file: FileDiagnosis, propagation: ChainPropagation? = nil
  ) -> [Finding] {
    let found = [
      notFinite(file), foreignCode(file), garbage(file), loraIsNotIdentity(file),
      depthFactor(file), deadLines(file), repeatedRows(file), equalTensors(file),
      wrongAxes(file), packedScale(file), defaultInDeepReLU(file, propagation), untouched(file),
      oddOnes(file), defaultLeft(file), symmetricUnits(file), spectralOutliers(file),
      outlierEntries(file), signal(propagation, start: file.start), cutUncorrected(file),
      equalByMistake(file),
      noKnownRule(file), subnormal(file),
      skipped(file), assumedLayout(file),
    ].flatMap { $0 }
    return sorted(found)
  }

  /// The worst first; of one severity in their order.
  public static func sorted(_ findings: [Finding]) -> [Finding] {
    Severity.allCases.reversed().flatMap { severity in
      findings.filter { $0.severity == severity }
    }
  }

  /// "row 5", "rows 3, 4 and 9", "rows 0 … 95 (96 of them)".
  static func lines(_ numbers: [Int], _ word: String) -> String {
    guard numbers.count > 1 else { return "\(word) \(numbers.first ?? 0)" }
    if numbers.count > 4 {
      let isRun = numbers[numbers.count - 1] - numbers[0] == numbers.count - 1
      return isRun
        ? "\(word)s \(numbers[0]) … \(numbers[numbers.count - 1])"
        : "\(numbers.count) \(word)s (\(numbers.prefix(3).map(String.init).joined(separator: ", ")), …)"
    }
    return "\(word)s " + numbers.dropLast().map(String.init).joined(separator: ", ")
      + " and \(numbers[numbers.count - 1])"
  }
}
