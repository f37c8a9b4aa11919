import Engine
import Experiments
import Foundation
import Simulation
import Study
import StudyFiles
import WeightFiles

@testable import Diagnosis
@testable import Publishing
@testable import TeXMath

/// The parsers of what users write and of the checkpoints that they name.
///
/// Whatever bytes come, each answers with a value or an error; a trap, an overflow, an endless loop or
/// memory without bound is what libFuzzer looks for.
private enum Target: String {
  case study, network, formula, template, tex, csv
  /// Checkpoints, by the reader that the seeds reach first: each opens by content, so every one may.
  case safetensors, torch, hdf5, onnx
  /// A checkpoint with all that is said of it, and what a start is expected to be.
  case diagnose, expect

  /// The one that the environment names.
  static let chosen: Target = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = Target(rawValue: name) else {
      fatalError("set FUZZ_TARGET to the name of a corpus")
    }
    return target
  }()

  func parse(_ bytes: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .safetensors, .torch, .hdf5, .onnx: Self.weights([UInt8](bytes))
    case .diagnose: Self.diagnose([UInt8](bytes))
    case .expect: _ = try? ExpectationFile.parse(text)
    case .study: _ = try? StudyFile.parse(text)
    case .network: _ = try? NetworkFile.parse(text)
    case .formula: _ = try? FormulaActivation(text).value(at: 0.5)
    case .template: Self.template(text)
    case .tex:
      _ = try? MathFormula(tex: text, isDisplay: false)
      _ = try? MathFormula(tex: text, isDisplay: true)
    case .csv:
      _ = try? LearningTask(csv: text, name: "x", seed: SeedTree(seed: 1))
    }
  }

  /// The diagnosis of a small checkpoint, printed and frozen.
  private static func diagnose(_ bytes: [UInt8]) {
    guard let file = try? WeightFile(bytes: bytes, name: "x"),
      file.tensors.allSatisfy({ $0.count <= 1 << 16 }),
      let diagnosis = try? FileDiagnosis(sequentially: file)
    else { return }
    // The network that its names and shapes make; sending signals through it reads no more of the file.
    _ = try? WeightNetwork(
      diagnosis, WeightNetwork.Request(keras: file.kerasConfiguration))
    let findings = Finding.all(in: diagnosis, propagation: nil)
    _ =
      DiagnosisText(
        diagnosis, propagation: nil, noChain: nil, findings: findings, exitCode: 0,
        isVerbose: true
      ).text
    _ = try? ExpectationFile.parse(FrozenLaws(diagnosis).text(source: "x"))
    _ = LawComparison(diagnosis, with: diagnosis)
  }

  /// Every tensor's first numbers.
  private static func weights(_ bytes: [UInt8]) {
    do throws(WeightFileError) {
      for tensor in try WeightFile(bytes: bytes, name: "x").tensors.prefix(64) {
        var runs = 0
        do throws(WeightFileError) {
          try tensor.withChunks { _ throws(WeightFileError) in
            runs += 1
            if runs == 4 { throw WeightFileError("enough", .empty) }
          }
        } catch { _ = error.description }
      }
    } catch { _ = error.description }
  }

  /// The way of a chapter: front matter, placeholders, Markdown, HTML.
  private static func template(_ text: String) {
    var names = ProseNames(facts: [
      Fact("seed", text: "7"), Fact("own-network-count", 3),
      Fact("own-a-forward", Estimate(value: 1, low: 0, high: 2, samples: 9), .powerOfTen(2)),
    ])
    names.figures["a"] = "![a](charts/a.svg)"
    names.tables["t"] = "| a | b |\n| :--- | ---: |\n| 1 | 2 |"
    var prose = Prose(names: names)
    let chapter = Chapter(label: "A", id: "a", experiments: [], template: "a.md")
    _ = try? WordBlock.blocks(in: text, path: "a.md")
    let body =
      (try? ChapterTemplate(text, path: "a.md").render(chapter, with: &prose).body)
      ?? (try? prose.render(text, path: "a.md")) ?? text
    guard let safe = try? SafeMarkdown.normalize(body, file: "a.md") else { return }
    _ = try? ChapterHTML(safe, file: "a.md", prefix: "a") { _ in "<p>figure</p>" }
  }
}

private func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  Target.chosen.parse(bytes)
  return 0
}

private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// libFuzzer's driver: mutates inputs and calls back with each.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The main function, under the name that SwiftPM gives to those of executables.
@_cdecl("fuzz_main")
func fuzzMain(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments, testOneInput)
}
