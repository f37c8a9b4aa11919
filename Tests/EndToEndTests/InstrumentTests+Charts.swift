import Foundation
import Testing

extension InstrumentTests {
  /// A picture beside the answer, in every format and on both papers; a bad file is one sentence.
  @Test(arguments: [
    ["gain", "--activation", "tanh"], ["gain"], ["gain", "--activation", "relu", "--q", "1e-90"],
    ["theory", "--activation", "tanh", "--weight-variance", "3", "--bias-variance", "0.05"],
    ["theory", "--activation", "relu", "--weight-variance", "3"],
    ["theory", "--activation", "tanh", "--weight-variance", "0.5"],
    ["theory", "--activation", "erf", "--critical"],
    ["product", "--size", "2", "--steps", "5", "--trials", "50"],
    ["product", "--size", "1", "--steps", "1", "--trials", "2"],
    ["spectrum", "--rows", "20", "--columns", "10"], ["spectrum", "--rows", "1", "--columns", "1"],
    ["spectrum", "--rows", "12", "--columns", "12", "--init", "orthogonal"],
    ["spectrum", "--rows", "12", "--columns", "30", "--init", "constant-0.1"],
    ["theory", "--activation", "tanh", "--weight-variance", "3", "--correlation", "-0.5"],
    [
      "correlate", "--activation", "tanh", "--weight-variance", "2", "--width", "20", "--depth",
      "5",
    ],
    [
      "correlate", "--activation", "relu", "--weight-variance", "2", "--width", "2", "--depth", "1",
    ],
    ["kernel", "--activation", "relu", "--weight-variance", "2", "--width", "20", "--depth", "4"],
    ["jacobian", "--width", "12", "--depth", "3", "--activation", "relu", "--init", "he-normal"],
    [
      "jacobian", "--width", "8", "--depth", "2", "--activation", "identity", "--init",
      "orthogonal",
    ],
    ["dead", "--width", "3", "--depth", "6", "--trials", "200"],
    ["dead", "--width", "3", "--depth", "1", "--inputs", "ray", "--trials", "200"],
    ["spread", "--widths", "8,8,8", "--activation", "relu", "--trials", "100"],
    [
      "spread", "--widths", "8,4", "--activation", "tanh", "--init", "orthogonal", "--trials", "50",
    ],
  ])
  func chartsAreDrawn(_ question: [String]) throws {
    let scratch = try Scratch()
    let signatures = ["svg": "<?xml", "pdf": "%PDF", "png": "\u{89}PNG"]
    for (format, signature) in signatures.sorted(by: { $0.key < $1.key }) {
      let plain = try Command.run(question, in: scratch.url)
      let run = try Command.run(question + ["--chart", "c.\(format)", "--dark"], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output == plain.output)
      #expect(run.errors == "Wrote c.\(format)\n")
      let bytes = try Data(contentsOf: scratch.url.appending(path: "c.\(format)"))
      #expect(bytes.starts(with: signature.unicodeScalars.map { UInt8($0.value) }))
    }
    let unwritable = try Command.run(question + ["--chart", "no/folder/c.svg"], in: scratch.url)
    #expect(unwritable.status == 1)
    #expect(unwritable.errors.contains("no/folder/c.svg"))
    #expect(!unwritable.errors.contains("--output"))
    let odd = try Command.run(question + ["--chart", "c.bmp"], in: scratch.url)
    #expect(odd.status == 64)
    #expect(odd.errors.contains("c.bmp") && odd.errors.contains(".svg, .png or .pdf"))
    #expect(!odd.errors.contains("--output"))
  }
}
