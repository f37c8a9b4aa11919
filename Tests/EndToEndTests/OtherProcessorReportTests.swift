import Foundation
import TestSupport
import Testing

/// A processor without AVX takes other ways through the kernels; the report's numbers do not change.
@Suite("The report on an old processor") struct OtherProcessorReportTests {
  /// Every law, activation of its own kind, remedy and sampler in a few networks.
  private static let study = """
    title: Processors
    trials: 10
    networks:
      - {name: a, widths: [16, 24, 8], activation: tanh, init: lecun}
      - {name: b, width: 16, depth: 3, activation: gelu, init: he-normal, residual: 1/√L, normalization: layer, expansion: 4}
      - {name: c, width: 16, depth: 3, activation: sigmoid, init: orthogonal, tied: true, bias-variance: 0.1}
      - {name: d, width: 16, depth: 3, activation: selu, init: xavier-uniform, normalization: batch}
    sweeps:
      - {name: s, network: a, over: activation, values: [elu, mish, softplus]}
    """

  @Test func measuresTheSame() throws {
    let qemu = URL(fileURLWithPath: "/usr/bin/qemu-x86_64")
    guard FileManager.default.isExecutableFile(atPath: qemu.path) else {
      try skip("qemu-x86_64 is not installed (Debian: qemu-user)")
    }
    #if arch(x86_64)
      let scratch = try Scratch()
      try Data(Self.study.utf8).write(to: scratch.url.appending(path: "s.yml"))
      let arguments = ["--study", "s.yml", "--output"]
      #expect(try Command.run(arguments + ["here"], in: scratch.url).status == 0)
      let old = try Command.run(
        ["-cpu", "Nehalem", Command.program.path] + arguments + ["old"], in: scratch.url,
        program: qemu)
      #expect(old.status == 0, "\(old.errors)")
      for folder in ["results", "site/data"] {
        let here = scratch.url.appending(path: "here/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: here.path)
        #expect(names.count >= 2)
        for name in names {
          let there = scratch.url.appending(path: "old/\(folder)/\(name)")
          #expect(
            try Data(contentsOf: here.appending(path: name)) == Data(contentsOf: there), "\(name)")
        }
      }
    #else
      try skip("the program was built for another processor than qemu-x86_64 runs")
    #endif
  }
}
