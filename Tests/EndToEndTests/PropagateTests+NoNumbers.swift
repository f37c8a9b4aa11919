import Foundation
import Testing

/// What has no number: overflow, dead networks, means that nothing is known of.
extension PropagateCommandTests {
  func object(_ arguments: String) throws -> [String: Any] {
    let outcome = try run(arguments + " --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// Layer 4 of 512 linear units leaves half precision: a word, inf and null, never 0.
  @Test func overflowIsShownAsOverflow() throws {
    let network =
      "--width 512 --depth 6 --activation identity --init normal-1 --precision float16 --trials 3"
    let lines = try run(network).output.split(separator: "\n").map(String.init)
    #expect(!lines[3].prefix(40).contains("overflow") && lines[4].contains("overflow"))
    #expect(lines[6].contains("overflow"))
    let csv = try run(network + " --csv").output.split(separator: "\n")
    #expect(csv[4].hasPrefix("4,512,inf,inf,inf,inf,"))
    let document = try object(network)
    let layers = try #require(document["layers"] as? [[String: Any]])
    for layer in layers.suffix(3) {
      for key in ["activationSecondMoment", "activationVariance"] {
        let moment = try #require(layer[key] as? [String: Any])
        for name in ["value", "low", "high"] { #expect(moment[name] is NSNull, "\(key) \(name)") }
        #expect(moment["shareOverflowed"] as? Double == 1)
        #expect(moment["status"] as? String == "overflow")
        let law = try #require(moment["log10"] as? [String: Any])
        #expect(law["overflows"] as? Int == 3 && law["median"] is NSNull)
      }
    }
    // The same keys in a layer that overflowed and in one that did not.
    func keys(_ value: Any) -> [String] {
      guard let object = value as? [String: Any] else { return [] }
      return object.keys.sorted().flatMap { key in
        [key] + keys(object[key] ?? 0).map { key + "." + $0 }
      }
    }
    #expect(
      keys(layers[0]["activationSecondMoment"] ?? 0)
        == keys(layers[5]["activationSecondMoment"] ?? 0))
    #expect(Set(layers[0].keys) == Set(layers[5].keys))
  }

  /// Behind an overflow there is no gradient: none is made up, and none is said to be too small.
  @Test(arguments: ["relu", "leaky-relu", "squared-relu", "gelu"])
  func noGradientBehindAnOverflow(_ activation: String) throws {
    let network =
      "--width 256 --depth 8 --activation \(activation) --init normal-1 --precision float16 --trials 3"
    let text = try run(network).output
    #expect(!text.contains("no gradient reaches") && !text.contains("dead"))
    let layers = try #require(try object(network)["layers"] as? [[String: Any]])
    for layer in layers {
      let gradient = try #require(layer["gradientSecondMoment"] as? [String: Any])
      #expect(gradient["status"] as? String == "overflow" && gradient["value"] is NSNull)
    }
  }

  /// Layers before the overflow are drawn, and a mark says where it is.
  @Test func chartsShowWhereSignalsLeave() throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      [
        "propagate", "--width", "256", "--depth", "8", "--activation", "relu", "--init", "normal-1",
        "--precision", "float16", "--trials", "4", "--chart", "x.svg",
      ], in: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let svg = try String(contentsOf: scratch.url.appending(path: "x.svg"), encoding: .utf8)
    #expect(svg.contains("Activation second moment: overflow from layer"))
  }

  /// The mark's words stay in the picture and clear of others, wherever the mark is; a chart whose words do not
  /// would say so.
  @Test(arguments: [
    "--width 256 --depth 8 --activation relu --init normal-1",
    "--width 256 --depth 12 --activation identity --init normal-1",
    "--width 256 --depth 12 --activation relu --init normal-0.01",
    "--width 256 --depth 3 --activation softplus --init normal-10",
    "--width 256 --depth 40 --activation relu --init normal-0.02",
  ])
  func marksOfDepartureFit(_ network: String) throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      ["propagate", "--precision", "float16", "--trials", "3", "--chart", "x.svg"]
        + network.split(separator: " ").map(String.init), in: scratch.url)
    #expect(outcome.status == 0 && outcome.errors == "Wrote x.svg\n", "\(outcome.errors)")
    let svg = try String(contentsOf: scratch.url.appending(path: "x.svg"), encoding: .utf8)
    #expect(svg.contains("from layer"))
  }

  /// 96 of 100 networks are dead: the median is zero, and no mean is given that few networks rule.
  @Test func deadAndUnknownMeansAreTold() throws {
    let network = "--width 4 --depth 50 --activation relu --init he-normal"
    let csv = try run(network + " --csv").output.split(separator: "\n")
    #expect(csv[50].split(separator: ",", omittingEmptySubsequences: false)[5] == "-inf")
    let text = try run(network).output
    #expect(text.contains("median 0") && text.contains("networks are dead in a layer"))
    let gelu = try run(
      "--width 128 --depth 50 --activation gelu --init he-normal --trials 400"
    ).output
    #expect(!gelu.contains("e+") && gelu.contains("mean unknown"))
    let batch = try object(
      "--width 8 --depth 3 --activation relu --init he-normal --normalization batch --batch 3")
    let layers = try #require(batch["layers"] as? [[String: Any]])
    let gradient = try #require(layers[0]["gradientSecondMoment"] as? [String: Any])
    #expect(gradient["status"] as? String == "has no mean" && gradient["value"] is NSNull)
  }
}
