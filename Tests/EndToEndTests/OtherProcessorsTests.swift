import Foundation
import TestSupport
import Testing

/// The same bits on processors that this machine does not have, under emulation.
@Suite("Other processors") struct OtherProcessorsTests {
  /// The first of some programs that is installed.
  private static func installed(_ names: String...) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static let emulator = installed("qemu-x86_64-static", "qemu-x86_64")
  private static let python = installed("python3")
  private static let compiler = installed("clang")

  /// Questions whose answers go through every kind of kernel: matrices of each storage, both samplers,
  /// spectra with and without a matrix, products, quadrature.
  static let questions: [[String]] = [
    [
      "propagate", "--widths", "64,70,33", "--activation", "gelu", "--init", "xavier-uniform",
      "--batch", "9", "--sampler", "dense", "--trials", "8", "--csv",
    ],
    [
      "propagate", "--widths", "50,60", "--activation", "mish", "--init", "orthogonal", "--trials",
      "20", "--precision", "float64", "--csv",
    ],
    [
      "propagate", "--width", "40", "--depth", "30", "--activation", "tanh", "--init", "he-normal",
      "--batch", "4", "--normalization", "batch", "--trials", "5", "--csv",
    ],
    ["spectrum", "--rows", "100", "--columns", "66", "--init", "xavier-uniform", "--csv"],
    ["spectrum", "--rows", "40", "--columns", "40", "--init", "sparse", "--csv"],
    ["spectrum", "--rows", "90", "--columns", "60", "--csv"],
    ["product", "--size", "4", "--trials", "200", "--csv"],
    ["product", "--size", "33", "--trials", "6", "--steps", "9", "--csv"],
    ["gain", "--csv"],
    [
      "theory", "--activation", "silu", "--weight-variance", "2", "--bias-variance", "0.1", "--csv",
    ],
  ]

  #if arch(x86_64) && os(Linux)
    @Test(
      .enabled(if: emulator != nil, "needs qemu-x86_64 (package qemu-user)"),
      arguments: questions)
    func aProcessorWithoutAVXGivesTheSameBytes(_ question: [String]) throws {
      let scratch = try Scratch()
      let here = try Command.run(question, in: scratch.url)
      let there = try Command.run(
        ["-cpu", "Nehalem", Command.program.path] + question, in: scratch.url,
        program: URL(fileURLWithPath: try #require(Self.emulator)))
      #expect(here.status == 0, "\(here.errors)")
      #expect(there.status == 0, "\(there.errors)")
      #expect(here.output == there.output)
    }

    /// The C kernels at every vector width.
    @Test(
      .enabled(if: python != nil && compiler != nil, "needs python3 and clang"))
    func kernelsGiveTheSameBitsEverywhere() throws {
      let run = try Self.kernels.get()
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      #expect(run.output.contains("SSE2") && run.output.contains("chosen at run time"))
    }

    /// The same on arm64: skipped, with the reason, for want of a cross compiler or an emulator.
    @Test(
      .enabled(if: python != nil && compiler != nil, "needs python3 and clang"))
    func kernelsGiveTheSameBitsOnARM() throws {
      let run = try Self.kernels.get()
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      if let missing = run.output.split(separator: "\n").first(where: { $0.hasPrefix("skipped") }) {
        try skip(String(missing))
      }
      #expect(run.output.contains("\narm64 ") && run.output.contains("\narm64, SVE2 "))
    }

    /// The answer of the script that builds and runs the kernels everywhere, asked once.
    private static let kernels = Result {
      let script = Reference.folder.appending(path: "vector-widths.py")
      let scratch = try Scratch()
      return try Command.run(
        [script.path, try #require(compiler)], in: scratch.url,
        program: URL(fileURLWithPath: try #require(python)))
    }
  #endif
}
