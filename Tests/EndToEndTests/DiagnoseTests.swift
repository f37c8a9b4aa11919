import Foundation
import Testing

/// `report diagnose` as CI runs it: texts, formats, exit codes.
@Suite("Diagnose") struct DiagnoseTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private func checkpoint(_ name: String) -> String {
    Self.tests.appending(path: "DiagnosisTests/Fixtures/\(name)").path
  }

  private func run(_ arguments: String..., in scratch: Scratch? = nil) throws -> Command.Outcome {
    let folder = try scratch ?? Scratch()
    return try Command.run(["diagnose"] + arguments, in: folder.url)
  }

  @Test("text, and exit code 2 only for findings at --fail-on")
  func text() throws {
    let good = try run(checkpoint("mlp-torch-default/model.safetensors"))
    #expect(good.status == 0 && good.errors.isEmpty)
    #expect(good.output.contains("Start: FRESH.") && good.output.contains("torch-default"))
    let strict = try run(
      checkpoint("mlp-torch-default/model.safetensors"), "--fail-on", "warning")
    #expect(strict.status == 2)
    let broken = try run(checkpoint("broken/broken.safetensors"))
    #expect(broken.status == 2 && broken.output.contains("error  not-finite   0.weight"))
    #expect(try run(checkpoint("broken/broken.safetensors"), "--fail-on", "never").status == 0)
  }

  @Test("a rule, a frozen file, another file")
  func expectations() throws {
    let scratch = try Scratch()
    let file = checkpoint("mlp-torch-default/model.safetensors")
    #expect(try run(file, "--expect", "torch-default").status == 0)
    let wrong = try run(file, "--expect", "he-normal")
    #expect(wrong.status == 2)
    #expect(wrong.output.contains("expected-law") && wrong.output.contains("left in place"))
    let frozen = try run(file, "--freeze", "init.yml", in: scratch)
    #expect(frozen.status == 0 && frozen.errors == "Wrote init.yml\n")
    #expect(try run(file, "--expect", "init.yml", in: scratch).status == 0)
    #expect(try run(file, "--against", file).status == 0)
    let trained = checkpoint("trained-digits/step600.safetensors")
    let start = checkpoint("trained-digits/step0.safetensors")
    #expect(try run(trained, "--against", start).status == 2)
  }

  @Test("formats for programs")
  func formats() throws {
    let file = checkpoint("broken/broken.safetensors")
    let json = try run(file, "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(json.status == 2 && report["exitCode"] as? Int == 2)
    #expect((report["tensors"] as? [Any])?.count == 11)
    let csv = try run(file, "--csv").output.split(separator: "\n")
    #expect(csv.count == 12 && csv[0].hasPrefix("file,tensor,shape,type,role,layout"))
    let sarif = try run(file, "--sarif")
    #expect(try JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) is [String: Any])
    #expect(try run(file, "--github").output.contains("::error file="))
    #expect(try run(file, "--json", "--csv").status == 64)
    let scratch = try Scratch()
    let schema = try Command.run(["schema", "diagnose"], in: scratch.url)
    #expect(try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) is [String: Any])
    let threads = try ["1", "2", "7"].map { try run(file, "--json", "--jobs", $0).output }
    #expect(Set(threads).count == 1)
  }

  @Test("a chart")
  func chart() throws {
    let scratch = try Scratch()
    let run = try run(
      checkpoint("mlp-torch-default/model.safetensors"), "--chart", "c.svg", in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let svg = try String(contentsOf: scratch.url.appending(path: "c.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<?xml") && svg.contains("<svg") && svg.utf8.count > 10_000)
  }

  @Test("what cannot be read or asked is one sentence")
  func faults() throws {
    let scratch = try Scratch()
    let evil = Self.tests.appending(path: "WeightFilesTests/Fixtures/hostile/evil.pt").path
    let hostile = try run(evil, in: scratch)
    #expect(hostile.status == 1 && hostile.output.isEmpty)
    #expect(hostile.errors.contains("posix.system"))
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "x").path))
    #expect(try run("missing.safetensors", in: scratch).status == 1)
    #expect(try run(".", in: scratch).status == 1)
    let file = checkpoint("mlp-torch-default/model.safetensors")
    let unknown = try run(file, "--expect", "he-normla")
    #expect(unknown.status == 64 && unknown.errors.contains("he-normal"))
    #expect(try run(file, "--false-alarm", "2").status == 64)
    #expect(try run(file, "--only", "{a").status == 64)
    #expect(try run(file, "--activation", "rleu").status == 64)
    for (text, place) in [
      ("laws:\n  '*.bias': zreo\n", ":2:"), ("law:\n  a: zero\n", ":1:1:"),
      ("laws:\n  'layers.*': zero\n", "matches none of its 8 tensors"), ("", "is empty"),
      ("laws: [a]\n", "should hold lines"),
    ] {
      try Data(text.utf8).write(to: scratch.url.appending(path: "e.yml"))
      let run = try run(file, "--expect", "e.yml", in: scratch)
      #expect(run.status == 1 && run.errors.contains(place), "\(run.errors)")
    }
  }
}
