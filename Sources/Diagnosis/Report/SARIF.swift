import WeightFiles

/// Findings as SARIF 2.1.0 (OASIS 2020): what code scanning reads.
public struct SARIF: Encodable, Sendable {
  private let reports: [DiagnosisReport]

  /// The findings of some reports.
  public init(_ reports: [DiagnosisReport]) { self.reports = reports }

  private enum Key: String, CodingKey {
    case schema = "$schema"
    case version, runs, tool, driver, name, informationUri, rules, id, results, ruleId, level
    case message, text, locations, physicalLocation, artifactLocation, uri, logicalLocations
    case fullyQualifiedName, kind, shortDescription
  }

  /// Written by hand: the structure is deep, and each level has one or two fields.
  public func encode(to encoder: any Encoder) throws {
    var root = encoder.container(keyedBy: Key.self)
    try root.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: .schema)
    try root.encode("2.1.0", forKey: .version)
    var runs = root.nestedUnkeyedContainer(forKey: .runs)
    var run = runs.nestedContainer(keyedBy: Key.self)
    var tool = run.nestedContainer(keyedBy: Key.self, forKey: .tool)
    var driver = tool.nestedContainer(keyedBy: Key.self, forKey: .driver)
    try driver.encode("report diagnose", forKey: .name)
    var rules = driver.nestedUnkeyedContainer(forKey: .rules)
    var ids: [String] = []
    for finding in reports.flatMap(\.findings) where !ids.contains(finding.id) {
      ids.append(finding.id)
    }
    for id in ids.sorted() {
      var rule = rules.nestedContainer(keyedBy: Key.self)
      try rule.encode(id, forKey: .id)
    }
    var results = run.nestedUnkeyedContainer(forKey: .results)
    for report in reports {
      for finding in report.findings {
        var result = results.nestedContainer(keyedBy: Key.self)
        try result.encode(finding.id, forKey: .ruleId)
        try result.encode(finding.severity.rawValue, forKey: .level)
        var message = result.nestedContainer(keyedBy: Key.self, forKey: .message)
        try message.encode(
          finding.message + (finding.change.map { " Change: \($0)" } ?? ""), forKey: .text)
        var locations = result.nestedUnkeyedContainer(forKey: .locations)
        var location = locations.nestedContainer(keyedBy: Key.self)
        var physical = location.nestedContainer(keyedBy: Key.self, forKey: .physicalLocation)
        var artifact = physical.nestedContainer(keyedBy: Key.self, forKey: .artifactLocation)
        try artifact.encode(report.file, forKey: .uri)
        var logical = location.nestedUnkeyedContainer(forKey: .logicalLocations)
        for tensor in finding.tensors.prefix(100) {
          var place = logical.nestedContainer(keyedBy: Key.self)
          try place.encode(tensor, forKey: .fullyQualifiedName)
          try place.encode("variable", forKey: .kind)
        }
      }
    }
  }
}

/// Findings as commands of GitHub Actions, which shows them beside the run.
public enum GitHubAnnotations {
  /// One line for each finding of a report.
  public static func text(_ report: DiagnosisReport) -> String {
    report.findings.map { finding in
      let level = finding.severity == .note ? "notice" : finding.severity.rawValue
      let names = DiagnosisText.folded(finding.tensors)
      let words =
        (names.isEmpty ? "" : names + ": ") + finding.message
        + (finding.change.map { " Change: \($0)" } ?? "")
      return
        "::\(level) file=\(property(report.file)),title=\(property(finding.id))::\(data(words))\n"
    }.joined()
  }

  /// What the runner's command syntax escapes in a message; line breaks and controls are written out before.
  private static func data(_ text: String) -> String {
    escaped(text, ["%": "%25"])
  }

  /// The same in a property, where commas and colons end it.
  private static func property(_ text: String) -> String {
    escaped(text, ["%": "%25", ":": "%3A", ",": "%2C"])
  }

  /// Scalar by scalar, as the runner reads: a comma with an accent is one character and ends a property all the same.
  private static func escaped(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
    var result = ""
    for scalar in text.visible.unicodeScalars {
      if let escape = escapes[scalar] {
        result += escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
