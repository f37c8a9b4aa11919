import Foundation
import Simulation
import Testing
import WeightFiles

@testable import Diagnosis

@Suite("What a diagnosis prints")
struct OutputTests {
  private func report() async throws -> (FileDiagnosis, DiagnosisReport, String) {
    var checkpoint = Checkpoint()
    for layer in 0..<4 {
      checkpoint.add("layers.\(layer).weight", [64, 64], seed: UInt64(layer), Draw.normal(0.6))
      checkpoint.add("layers.\(layer).bias", [64], constant: 0)
    }
    // What is not finite is sent nowhere: the chain is that of the weights before.
    let chain = try await ChainPropagation(try await FileDiagnosis(try checkpoint.file()))
    checkpoint.change("layers.2.weight") { $0[3] = .nan }
    let file = try await FileDiagnosis(try checkpoint.file("a, b: 100%.safetensors"))
    let findings = Finding.all(in: file, propagation: chain)
    let report = DiagnosisReport(
      file, propagation: chain, noChain: nil, findings: findings, exitCode: 2)
    let text = DiagnosisText(
      file, propagation: chain, noChain: nil, findings: findings, exitCode: 2, isVerbose: false
    ).text
    return (file, report, text)
  }

  private func object(_ value: some Encodable) throws -> [String: Any] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try #require(
      try JSONSerialization.jsonObject(with: encoder.encode(value)) as? [String: Any])
  }

  @Test("the schema lists every key that is printed, and asks for none that is not")
  func schema() async throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(DiagnosisSchema.text.utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    func check(_ object: [String: Any], _ schema: [String: Any], _ name: String) {
      let known = (schema["properties"] as? [String: Any]).map { Set($0.keys) } ?? []
      let required = Set(schema["required"] as? [String] ?? [])
      #expect(
        Set(object.keys).isSubset(of: known), "\(name): \(Set(object.keys).subtracting(known))")
      #expect(required.isSubset(of: object.keys), "\(name): \(required.subtracting(object.keys))")
    }
    let root = try object(try await report().1)
    check(root, schema, "report")
    for tensor in root["tensors"] as? [[String: Any]] ?? [] {
      check(tensor, try #require(definitions["tensor"]), "tensor")
    }
    let findings = root["findings"] as? [[String: Any]] ?? []
    #expect(!findings.isEmpty)
    for finding in findings { check(finding, try #require(definitions["finding"]), "finding") }
    check(
      try #require(root["chain"] as? [String: Any]), try #require(definitions["chain"]), "chain")
  }

  @Test("code scanning and annotations")
  func annotations() async throws {
    let (_, report, _) = try await report()
    let sarif = try object(SARIF([report]))
    #expect(sarif["version"] as? String == "2.1.0")
    let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == report.findings.count)
    #expect(
      results[0]["ruleId"] as? String == "not-finite" && results[0]["level"] as? String == "error")
    let lines = GitHubAnnotations.text(report).split(separator: "\n")
    #expect(lines.count == report.findings.count)
    #expect(
      lines[0].hasPrefix(
        "::error file=a%2C b%3A 100%25.safetensors,title=not-finite::layers.2.weight: 1 NaN"))
  }

  @Test("the text names laws, findings with their mending, and the way of the signal")
  func text() async throws {
    let text = try await report().2
    for words in [
      "layers.*.weight", "× 4", "normal-0.6", "4 × zero", "error  not-finite   layers.2.weight",
      "change: load the last checkpoint", "signal and gradient with these weights", "Exit code 2.",
    ] { #expect(text.contains(words), "\(words) in \(text)") }
  }

  @Test("one file gives the same bytes on any number of threads")
  func threads() async throws {
    var checkpoint = Checkpoint()
    for layer in 0..<9 {
      checkpoint.add("layers.\(layer).weight", [40, 40], seed: UInt64(layer), Draw.cut(0.05))
    }
    var texts: Set<String> = []
    for jobs in [1, 2, 7] {
      var options = FileDiagnosis.Options()
      options.jobs = jobs
      let file = try await FileDiagnosis(try checkpoint.file(), options: options)
      let text = DiagnosisText(
        file, propagation: nil, noChain: nil, findings: Finding.all(in: file), exitCode: 0,
        isVerbose: true
      ).text
      texts.insert(text)
    }
    #expect(texts.count == 1)
  }

  @Test("characters that steer are written out, all else stays")
  func visible() {
    #expect("layers.0.weight µ 日本 \u{301}".visible == "layers.0.weight µ 日本 \u{301}")
    #expect("a\r\nb\tc\0".visible == #"a\r\nb\tc\u{0}"#)
    #expect("\u{1B}[2J\u{7F}\u{9B}".visible == #"\u{1B}[2J\u{7F}\u{9B}"#)
    #expect("\u{2028}\u{2029}\u{202E}\u{2066}".visible == #"\u{2028}\u{2029}\u{202E}\u{2066}"#)
    #expect("a\n\u{1B}\n".visibleLines == "a\n\\u{1B}\n")
  }

  @Test("numbers as text")
  func digits() {
    #expect(Digits.significant(0.02, 3) == "0.02")
    #expect(Digits.significant(0.0070710678, 3) == "0.00707")
    #expect(Digits.significant(1234567, 3) == "1230000")
    #expect(Digits.significant(99999, 3) == "100000")
    #expect(
      Digits.significant(3.05e-7, 2) == "3.1e-07" || Digits.significant(3.05e-7, 2) == "3e-07")
    #expect(Digits.significant(-1.5, 3) == "−1.5")
    #expect(Digits.significant(2.5e38, 2) == "2.5e38")
    #expect(Digits.significant(0, 3) == "0" && Digits.significant(.nan, 3) == "NaN")
    #expect(Digits.grouped(1_234_567) == "1 234 567" && Digits.grouped(12) == "12")
  }
}
