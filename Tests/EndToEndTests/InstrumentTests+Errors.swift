import Foundation
import Testing

/// What cannot be answered, and what is asked wrongly.
extension InstrumentTests {
  /// One sentence for what cannot be answered, with the way out.
  @Test(
    arguments: [
      (["dead", "--width", "3", "--depth", "2", "--inputs", "circle"], "ray", 64),
      (["dead", "--width", "0", "--depth", "2"], "width", 64),
      (["spread", "--widths", "8,x", "--activation", "relu"], "whole number", 64),
      (["spread", "--widths", "8", "--activation", "relu"], "2 to 10000", 64),
      (
        ["theory", "--activation", "tanh", "--weight-variance", "2", "--depth", "3"],
        "--correlation", 64
      ),
      (
        [
          "correlate", "--activation", "relu", "--weight-variance", "9", "--width", "8", "--depth",
          "900",
        ],
        "below 1e100", 1
      ),
      (
        [
          "kernel", "--activation", "nope", "--weight-variance", "2", "--width", "8", "--depth",
          "2",
        ],
        "nope", 64
      ),
      (
        [
          "jacobian", "--width", "1", "--depth", "2", "--activation", "relu", "--init", "he-normal",
        ],
        "--width", 64
      ),
    ] as [([String], String, Int32)])
  func badQuestionsGetOneSentence(_ arguments: [String], _ words: String, _ status: Int32) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    ["gain", "--activation", "gelu", "--q", "-1"], ["gain", "--activation", "gelu", "--q", "nan"],
    ["gain", "--json", "--csv"],
    ["theory", "--activation", "tanh"],
    ["theory", "--activation", "tanh", "--weight-variance", "-1"],
    ["theory", "--activation", "tanh", "--weight-variance", "1", "--critical"],
    ["product", "--size", "0"], ["product", "--size", "1000000000000"],
    ["product", "--trials", "1"],
    ["product", "--steps", "1,2"], ["product", "--entry-deviation", "nan"],
    ["spectrum", "--rows", "0", "--columns", "3"], ["spectrum", "--rows", "3"],
    [
      "spectrum", "--rows", "100000", "--columns", "100000", "--init", "xavier-uniform",
    ],
    ["backprop", "--learning-rate", "inf"],
    ["gain", "--activation", "gellu"],
    ["spectrum", "--rows", "3", "--columns", "3", "--init", "x"],
  ])
  func wrongUsageExits64(arguments: [String]) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 64)
    #expect(!run.errors.isEmpty)
    #expect(run.output.isEmpty)
  }

  /// The sentence names the value as it was written and the way out.
  @Test(arguments: [
    (["product", "--size", "0"], "The matrix size is 0; it must be from 1 to 512."),
    (["gain", "--q", "0"], "--q 0 is out of range; give a number from 1e-100 to 1e100."),
    (
      ["theory", "--activation", "tanh", "--weight-variance=-1"],
      "--weight-variance -1 is out of range; give a number from 0 to 1000000."
    ),
    (["gain", "--activation", "xyzzy"], "no activation 'xyzzy'; the names are: identity,"),
    (["gain", "--activation", "gellu"], "'gellu'; did you mean 'gelu'? The names are: identity,"),
    (["gain", "--activation", "leaky-relu-99"], "must be from -10 to 10"),
    (
      ["spectrum", "--rows", "3", "--columns", "3", "--init", "normal--1"],
      "the number at the end of the initialiser 'normal--1' must be from 0 to 1000000"
    ),
    (["spectrum", "--rows", "3", "--columns", "3", "--init", "normal-nan"], "must be from 0 to"),
  ])
  func sentencesAreWhole(_ arguments: [String], _ sentence: String) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 64)
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }

  @Test func theImpossibleFailsWithASentence() throws {
    let scratch = try Scratch()
    let run = try Command.run(
      ["theory", "--activation", "relu", "--critical", "--bias-variance", "0.1"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("relu"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: ["gain", "theory", "product", "spectrum", "backprop"])
  func helpTeaches(command: String) throws {
    let scratch = try Scratch()
    let run = try Command.run([command, "--help"], in: scratch.url)
    #expect(run.status == 0)
    #expect(run.output.contains("EXAMPLES") && run.output.contains("report \(command)"))
  }
}
