import Foundation
import Testing

/// The instruments: one question, one command, an answer as text, JSON or CSV.
@Suite("Instruments") struct InstrumentTests {
  private func json(_ arguments: [String]) throws -> [String: Any] {
    let scratch = try Scratch()
    let run = try Command.run(arguments + ["--json"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty)
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func number(_ value: Any?) throws -> Double {
    try #require(value as? NSNumber).doubleValue
  }

  @Test func gainOfGELU() throws {
    let gain = try json(["gain", "--activation", "gelu"])
    #expect(gain["activation"] as? String == "gelu")
    // Tests/References/gaussian_moments.json.
    #expect(abs(try number(gain["secondMoment"]) - 0.42522148257029862) < 1e-12)
    #expect(abs(try number(gain["slopeSecondMoment"]) - 0.45585086564928724) < 1e-12)
    #expect(abs(try number(gain["forwardGain"]) - 1.5335304411955353) < 1e-12)
    #expect(abs(try number(gain["backwardGain"]) - 1.481114412708348) < 1e-12)
    // Tests/References/practice.json: 1/√(½ − 1/2π).
    let unit = try json(["gain", "--activation", "relu"])
    #expect(abs(try number(unit["standardDeviationGain"]) - 1.7128585504496627) < 1e-12)
    let relu = try json(["gain", "--activation", "relu", "--q", "7"])
    #expect(abs(try number(relu["forwardGain"]) - 2.0.squareRoot()) < 1e-12)
  }

  @Test func startForGELU() throws {
    let answer = try json(["start", "--activation", "gelu", "--depth", "20", "--width", "256"])
    #expect(answer["advice"] as? String == "edgeWithBiases")
    let starts = try #require(answer["starts"] as? [[String: Any]])
    #expect(starts.map { $0["start"] as? String } == ["advised", "1/m", "2/m"])
    // Tests/References/start_advice.json.
    #expect(abs(try number(starts[0]["weightVariance"]) - 1.9637705562941632) < 1e-8)
    #expect(abs(try number(starts[0]["gradientFactor"]) - 0.9869636858284002) < 1e-7)
    #expect(abs(try number(starts[0]["cosine"]) - 0.9272262500278474) < 1e-7)
    let deviation = (1.9637705562941632 / 256).squareRoot()
    #expect(abs(try number(starts[0]["deviation"]) - deviation) < 1e-9)
    let code = try #require(answer["code"] as? [String: Any])
    #expect((code["pyTorch"] as? String)?.contains("std=0.4743") == true)
    // Beyond the range of numbers there is no factor: null, and no crash.
    let squared = try json(["start", "--activation", "squared-relu"])
    let rows = try #require(squared["starts"] as? [[String: Any]])
    #expect(rows.allSatisfy { $0["signalFactor"] is NSNull && $0["lengths"] as? String == "grows" })
    let scratch = try Scratch()
    for bad in [["--depth", "1"], ["--depth", "1001"], ["--width", "0"]] {
      let run = try Command.run(["start", "--activation", "relu"] + bad, in: scratch.url)
      #expect(run.status == 64 && run.errors.contains(bad[0]), "\(run.errors)")
    }
  }

  /// Below six matrices a median has no interval: not half of one either; and readers see six digits.
  @Test func noHalfIntervalsAndNoLongNumbers() throws {
    let scratch = try Scratch()
    let spectrum = try Command.run(
      ["spectrum", "--rows", "8", "--columns", "8", "--trials", "3"], in: scratch.url)
    let line = try #require(
      spectrum.output.split(separator: "\n").first { $0.hasPrefix("conditionNumber") })
    let cells = line.split(separator: " ")
    #expect(cells[2] == "–" && cells[3] == "–" && cells[1] != "–", "\(line)")
    let kernel = try Command.run(
      [
        "kernel", "--activation", "relu", "--weight-variance", "2", "--width", "20", "--depth", "4",
        "--trials", "30",
      ], in: scratch.url)
    let notes = try #require(kernel.output.components(separatedBy: "Measured on").last)
    let digits = notes.split(whereSeparator: { !"0123456789.".contains($0) }).map { number in
      number.drop { $0 == "0" || $0 == "." }.count { $0 != "." }
    }
    #expect(notes.contains("S(x, x)") && digits.count > 10 && (digits.max() ?? 0) <= 6, "\(notes)")
  }

  @Test func theoryOfTanh() throws {
    let phase = try json([
      "theory", "--activation", "tanh", "--weight-variance", "1.5", "--bias-variance", "0.05",
    ])
    // Tests/References/mean_field.json.
    #expect(abs(try number(phase["qStar"]) - 0.41803720053347787) < 1e-9)
    #expect(abs(try number(phase["chi1"]) - 0.9386362681988512) < 1e-9)
    #expect(try number(phase["cStar"]) == 1)
    #expect(abs(try number(phase["depthScale"]) + 1 / log(0.9386362681988512)) < 1e-6)
    #expect(phase["phase"] as? String == "ordered")
    let edge = try json(["theory", "--activation", "tanh", "--critical", "--bias-variance", "0.05"])
    #expect(abs(try number(edge["criticalWeightVariance"]) - 1.760954639606739) < 1e-8)
    let exploding = try json(["theory", "--activation", "relu", "--weight-variance", "3"])
    #expect(exploding["qStar"] is NSNull)
    #expect(exploding["phase"] as? String == "chaotic")
  }

  @Test func productOfHundredMatrices() throws {
    let arguments = ["product", "--size", "4", "--steps", "100", "--trials", "2000"]
    let product = try json(arguments)
    let theory = try #require(product["theory"] as? [String: Any])
    let mean = try number(product["mean"])
    // λ₁ · 100 + ½(ψ(2) − ψ(½)), within 4.5 standard errors.
    #expect(abs(try number(theory["mean"]) - 56.98967) < 1e-4)
    #expect(abs(mean - 56.98967) < 4.5 * 3.8796 / 2000.0.squareRoot())
    let scratch = try Scratch()
    let runs = try ["1", "7"].map {
      try Command.run(arguments + ["--json", "--jobs", $0], in: scratch.url).output
    }
    #expect(runs[0] == runs[1])
    let other = try Command.run(arguments + ["--json", "--seed", "2"], in: scratch.url).output
    #expect(other != runs[0])
  }

  @Test func twoInputsLayerByLayer() throws {
    // Tests/References/chapter08_mean_field.json: erf, σ_w² = 2, σ_b² = 0.05.
    let theory = try json([
      "theory", "--activation", "erf", "--weight-variance", "2", "--bias-variance", "0.05",
      "--correlation", "0.5", "--depth", "12",
    ])
    let trajectory = try #require(theory["trajectory"] as? [[String: Any]])
    #expect(trajectory.count == 12)
    #expect(abs(try number(trajectory[0]["c"]) - 1.05 / 2.05) < 1e-12)
    let correlate = try json([
      "correlate", "--activation", "erf", "--weight-variance", "2", "--bias-variance", "0.05",
      "--width", "400", "--depth", "12",
    ])
    let layers = try #require(correlate["layers"] as? [[String: Any]])
    let kernel = try json([
      "kernel", "--activation", "erf", "--weight-variance", "2", "--bias-variance", "0.05",
      "--width", "400", "--depth", "11",
    ])
    let kernels = try #require(kernel["layers"] as? [[String: Any]])
    for index in 0..<12 {
      let c = try number(trajectory[index]["c"])
      #expect(try number(layers[index]["correlationTheory"]) == c)
      #expect(try number(kernels[index]["nngpCorrelation"]) == c)
      let measured = try #require(layers[index]["correlation"] as? [String: Any])
      #expect(abs(try number(measured["value"]) - c) < 0.1)
    }
    let measured = try #require(kernel["measured"] as? [String: Any])
    let tangent = try #require(measured["ntk"] as? [String: Any])
    let limit = try number(kernels[11]["ntk"])
    #expect(abs(try number(tangent["value"]) / limit - 1) < 0.2)
  }

  @Test func finiteNetworks() throws {
    let dead = try json(["dead", "--width", "3", "--depth", "10", "--trials", "4000"])
    // 1 − (1 − 1/8)¹⁰, and Lu et al. 2019: about 60 %.
    #expect(abs(try number(dead["oneInput"]) - 0.7369244238361716) < 1e-12)
    let share = try #require(dead["share"] as? [String: Any])
    #expect(abs(try number(share["value"]) - 0.63) < 0.05)
    let spread = try json([
      "spread", "--widths", "64,64,64,64,64", "--activation", "relu", "--trials", "400",
    ])
    let gradient = try #require(spread["gradient"] as? [String: Any])
    let theory = try #require(gradient["theory"] as? [String: Any])
    // Four layers of 64 units: 4 · Var ln χ²_K (Tests/References/finite_width.json), and 4 · 5/64.
    #expect(abs(try number(theory["logNormalVariance"]) - 0.3125) < 1e-12)
    #expect(try number(theory["variance"]) > 0.3125)
    let jacobian = try json([
      "jacobian", "--width", "60", "--depth", "3", "--activation", "identity", "--init", "lecun",
      "--trials", "6",
    ])
    let known = try #require(jacobian["theory"] as? [String: Any])
    // (L + 1)^(L+1)/L^L.
    #expect(abs(try number(known["largest"]) - 256.0 / 27) < 1e-9)
    #expect(try number(known["varianceOverMeanSquare"]) == 3)
  }

  @Test func spectrumOfALayer() throws {
    let spectrum = try json([
      "spectrum", "--rows", "256", "--columns", "64", "--init", "xavier-normal",
    ])
    let theory = try #require(spectrum["theory"] as? [String: Any])
    // √(2/320) (16 ± 8).
    #expect(abs(try number(theory["upperEdge"]) - 24 * (2.0 / 320).squareRoot()) < 1e-12)
    #expect(abs(try number(theory["lowerEdge"]) - 8 * (2.0 / 320).squareRoot()) < 1e-12)
    #expect(try number(spectrum["marchenkoPasturDistance"]) < 0.03)
    #expect(spectrum["sampler"] as? String == "bidiagonal")
    let dense = try json([
      "spectrum", "--rows", "30", "--columns", "20", "--init", "he-uniform", "--trials", "3",
    ])
    #expect(dense["sampler"] as? String == "dense")
    // A median of three matrices has no 95 % interval.
    let condition = try #require(dense["conditionNumber"] as? [String: Any])
    let median = try number(condition["value"])
    #expect(condition["high"] is NSNull && median > 1)
    // The mean of Tracy and Widom's law, −1.2065 scales below the edge, is what is measured.
    let many = try json([
      "spectrum", "--rows", "400", "--columns", "100", "--init", "lecun", "--trials", "400",
    ])
    let largest = try #require(many["largest"] as? [String: Any])
    let mean = try number(many["largestMeanTheory"])
    // c = (√399.5 + √99.5)²/400 and its scale, E √(c + sT) to second order, by numpy; 300 matrices of
    // it have 1.4822.
    #expect(abs(mean - 1.4819058965) < 1e-9)
    #expect(
      abs(try number(largest["value"]) - mean)
        < 4.5 * (try number(largest["high"]) - number(largest["low"])) / 3.92 + 5e-4)
  }

  @Test func backpropPrintsAllDigits() throws {
    let result = try json(["backprop"])
    let network = try #require(result["network"] as? [String: Any])
    let outputs = try #require(network["outputs"] as? [NSNumber])
    #expect(abs(outputs[0].doubleValue - 0.7513650695523157) < 1e-15)
    #expect(abs(try number(network["totalError"]) - 0.29837110876000267) < 1e-15)
    let scratch = try Scratch()
    let text = try Command.run(["backprop"], in: scratch.url).output
    #expect(text.contains("0.75136506955231") && text.contains("0.2983711087600"))
  }

  @Test func tablesAreCSV() throws {
    let scratch = try Scratch()
    let run = try Command.run(["gain", "--csv"], in: scratch.url)
    let lines = run.output.split(separator: "\n")
    #expect(
      lines[0]
        == "activation,q,mean,secondMoment,slopeSecondMoment,forwardGain,backwardGain,"
        + "standardDeviation,standardDeviationGain")
    #expect(lines.count > 10)
    #expect(
      lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 9 })
  }
}
