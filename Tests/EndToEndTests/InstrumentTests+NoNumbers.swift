import Foundation
import Testing

extension InstrumentTests {
  /// JSON of a command, which holds null and a word where a number is not finite, and no “NaN” or “Infinity”.
  private func json(_ arguments: [String]) throws -> [String: Any] {
    let scratch = try Scratch()
    let run = try Command.run(arguments + ["--json"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    for word in ["NaN", "nan", "Infinity", "inf\""] {
      #expect(!run.output.contains("\"\(word)"), "\(run.output)")
    }
    return try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  private func words(_ object: [String: Any]) throws -> [String: String] {
    try #require(object["status"] as? [String: String])
  }

  /// A function that is 0 needs infinite weights; one that is not has a gain for everything.
  @Test func gainsThatDoNotExistAreNull() throws {
    let gain = try json(["gain", "--activation", "0 * x"])
    #expect(
      try words(gain) == [
        "forwardGain": "infinite", "backwardGain": "infinite", "standardDeviationGain": "infinite",
      ])
    for key in ["forwardGain", "backwardGain", "standardDeviationGain"] {
      #expect(gain[key] is NSNull, "\(key)")
    }
    #expect(gain["secondMoment"] as? Double == 0)
    #expect(try words(try json(["gain", "--activation", "tanh"])).isEmpty)
  }

  /// ReLU at σ_w² = 3 has lengths without a bound; at its edge the scale of depth is infinite.
  @Test func theoryWithoutAPlaceIsNull() throws {
    let exploding = try json(["theory", "--activation", "relu", "--weight-variance", "3"])
    #expect(
      try words(exploding) == [
        "qStar": "infinite", "cStar": "undefined", "depthScale": "undefined",
        "lengthDepthScale": "undefined",
      ])
    #expect(exploding["qStar"] is NSNull && exploding["cStar"] is NSNull)
    let edge = try json(["theory", "--activation", "tanh", "--weight-variance", "1"])
    #expect(edge["gradientDepthScale"] is NSNull)
    #expect(try words(edge)["gradientDepthScale"] == "infinite")
    let zero = try json(["theory", "--activation", "0 * x", "--critical"])
    #expect(zero["criticalWeightVariance"] is NSNull)
    #expect(try words(zero)["criticalWeightVariance"] == "infinite")
  }

  /// A kernel of nothing has no correlation; χ₁ᴸ leaves the range of double precision.
  @Test func kernelsBeyondNumbersAreNull() throws {
    let nothing = try json([
      "kernel", "--activation", "tanh", "--weight-variance", "0", "--width", "4", "--depth", "2",
      "--trials", "3",
    ])
    let layers = try #require(nothing["layers"] as? [[String: Any]])
    #expect(layers.count == 3)
    for layer in layers {
      #expect(layer["ntkCorrelation"] is NSNull)
      #expect(try words(layer) == ["ntkCorrelation": "undefined"])
    }
    let large = try json([
      "kernel", "--activation", "tanh", "--weight-variance", "1000", "--width", "4", "--depth",
      "300", "--trials", "3",
    ])
    let last = try #require((large["layers"] as? [[String: Any]])?.last)
    #expect(last["ntk"] is NSNull && last["nngp"] is Double)
    #expect(try words(last)["ntk"] == "overflow")
    let measured = try #require(large["measured"] as? [String: Any])
    #expect(
      measured.keys.sorted() == ["nngp", "nngpProduct", "ntk", "ntkProduct", "trials", "width"])
  }

  /// sin(1000x) makes thousands of turns within a deviation: Tests/References/sine.json.
  @Test func fastSinesHaveClosedForms() throws {
    let gain = try json(["gain", "--activation", "sine-1000", "--q", "1000000"])
    #expect(gain["secondMoment"] as? Double == 0.5)
    #expect(gain["slopeSecondMoment"] as? Double == 500_000)
    let kernel = try json([
      "kernel", "--activation", "sine-1000", "--weight-variance", "2", "--width", "8", "--depth",
      "2", "--trials", "3",
    ])
    let last = try #require((kernel["layers"] as? [[String: Any]])?.last)
    #expect(last["nngp"] as? Double == 1)
    // e^(−10⁶(1 − c)): nothing is left of a correlation.
    #expect(last["nngpCorrelation"] as? Double == 0)
    let written = try json(["gain", "--activation", "sin(1000 x)", "--q", "1000000"])
    #expect(written["secondMoment"] as? Double == 0.5)
    let scratch = try Scratch()
    let formula = try Command.run(
      ["gain", "--activation", "x + cos(1000 x)", "--q", "1000000"], in: scratch.url)
    #expect(formula.status == 1 && formula.errors.contains("oscillates"))
  }

  @Test func startsBeyondNumbersSaySo() throws {
    let squared = try json(["start", "--activation", "squared-relu"])
    let rows = try #require(squared["starts"] as? [[String: Any]])
    for row in rows {
      #expect(row["signalFactor"] is NSNull)
      #expect(try words(row)["signalFactor"] == "overflow")
    }
  }
}
