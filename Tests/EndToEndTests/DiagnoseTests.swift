import Foundation
import TestSupport
import Testing

/// `report diagnose` as CI runs it: texts, formats, exit codes.
@Suite("Diagnose") struct DiagnoseTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  func checkpoint(_ name: String) -> String {
    Self.tests.appending(path: "DiagnosisTests/Fixtures/\(name)").path
  }

  func run(_ arguments: String..., in scratch: Scratch? = nil) throws -> ProgramRun {
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

  @Test("a report page with its charts")
  func page() throws {
    let scratch = try Scratch()
    let run = try run(
      checkpoint("trained-digits/step600.safetensors"), "--output", "page", "--jobs", "2",
      in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let html = try String(
      contentsOf: scratch.url.appending(path: "page/report.html"), encoding: .utf8)
    #expect(html.contains("spectral-outliers") && html.contains("step600.safetensors"))
    for chart in ["scale", "signal", "laws", "spectra", "rows"] {
      let path = scratch.url.appending(path: "page/site/charts/diagnosis-\(chart).svg").path
      #expect(FileManager.default.fileExists(atPath: path), "\(chart)")
    }
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

  /// Files of which the sentence ends with places that differ by the library that wrote them.
  private static let hostile: [String: String] = {
    let file = tests.appending(path: "WeightFilesTests/Fixtures/hostile.json")
    return (try? JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))) ?? [:]
  }()

  @Test("each hostile file is one sentence and exit code 1, and nothing of it runs")
  func hostile() throws {
    #expect(Self.hostile.count >= 50)
    let scratch = try Scratch()
    for (name, sentence) in Self.hostile.sorted(by: { $0.key < $1.key }) {
      let path = Self.tests.appending(path: "WeightFilesTests/Fixtures/hostile/\(name)").path
      let run = try run(path, in: scratch)
      #expect(run.status == 1 && run.output.isEmpty, "\(name): \(run.output)")
      #expect(run.errors.contains(path + sentence), "\(name): \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(name): \(run.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).isEmpty)
  }

  @Test("the chapter's ten lines of NumPy, broken and diagnosed as it says")
  func chapterCase() throws {
    let scratch = try Scratch()
    guard try Command.shell("python3 -c 'import numpy'", in: scratch.url).status == 0 else {
      try Test.cancel("NumPy is not installed: the chapter's checkpoint cannot be made")
    }
    let chapter = try String(
      contentsOf: Self.tests.deletingLastPathComponent().appending(
        path: "templates/chapters/13-diagnosis.md"), encoding: .utf8)
    let code = String(
      try #require(chapter.split(separator: "```python\n").last?.split(separator: "```").first))
    func make(_ code: String) throws {
      try Data(code.utf8).write(to: scratch.url.appending(path: "make.py"))
      let run = try Command.shell("python3 make.py", in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    try make(String(code))
    let right = try run("step0.safetensors", in: scratch)
    #expect(right.status == 0 && right.output.contains("he-normal"), "\(right.output)")
    #expect(try run("step0.safetensors", "--freeze", "i.yml", in: scratch).status == 0)
    #expect(try run("step0.safetensors", "--expect", "i.yml", in: scratch).status == 0)
    try make(code.replacing("default_rng(1)", with: "default_rng(2)"))
    #expect(try run("step0.safetensors", "--expect", "i.yml", in: scratch).status == 0)
    try make(code.replacing("2 / 64", with: "1 / 64"))
    let gain = try run("step0.safetensors", "--expect", "i.yml", in: scratch)
    #expect(gain.status == 2 && gain.output.contains("the gain √2 of ReLU is missing"))
    try make(
      code.replacing(
        "rng.normal(0, (2 / 64) ** 0.5, (64, 64))", with: "rng.uniform(-1 / 8, 1 / 8, (64, 64))"))
    let standard = try run("step0.safetensors", "--expect", "i.yml", in: scratch)
    #expect(standard.status == 2 && standard.output.contains("default"), "\(standard.output)")
    #expect(try run("step0.safetensors", in: scratch).output.contains("default-in-deep-relu"))
  }

  @Test("CHGNet 0.3.0 as published has a module that no gradient reached")
  func published() throws {
    let scratch = try Scratch()
    let fetched = try Command.shell(
      """
      timeout 60 python3 -m pip download -q --no-deps --only-binary :all: --python-version 3.11 \
        --dest . chgnet==0.4.2 && python3 -m zipfile -e chgnet-*.whl . && mv chgnet/pretrained/0.3.0/*.tar m.tar
      """, in: scratch.url)
    guard fetched.status == 0 else {
      try Test.cancel("the wheel of CHGNet cannot be fetched here: \(fetched.errors.prefix(200))")
    }
    let run = try run("m.tar", "--fail-on", "warning", in: scratch)
    #expect(run.status == 2 && run.output.contains("Start: MIXED"), "\(run.output)")
    #expect(run.output.contains("angle_layers.2.twoBody_bond (8 tensors"), "\(run.output)")
    #expect(run.output.contains("8 % of the weights"))
  }
}
