import Foundation
import Testing

/// What can be asked.
extension PropagateCommandTests {
  /// The framework's default keeps 1/(5n) through its biases; --bias-variance 0 leaves them out.
  @Test func theDefaultHasItsBiases() throws {
    let network = "--width 64 --depth 30 --activation relu --init torch-default"
    let last = try #require(try document(network).layers.last)
    #expect(abs((last.theory?.activationSecondMoment ?? 0) / 0.003125 - 1) < 1e-9)
    let (low, high) = (last.activationSecondMoment.low ?? 9, last.activationSecondMoment.high ?? 9)
    #expect(abs((last.activationSecondMoment.value ?? 0) - 0.003125) < 4.5 * (high - low) / 3.92)
    let bare = try #require(try document(network + " --bias-variance 0").layers.last)
    #expect((bare.theory?.activationSecondMoment ?? 1) < 1e-20)
  }

  /// Tests/References/practice.json: the length map of tanh under Xavier's rule with a gain.
  @Test(arguments: [
    ("1.6666666666666667", 10, 0.65139287), ("1.6666666666666667", 100, 0.65134705),
    ("1", 10, 0.22847337), ("1", 100, 0.071197045),
  ])
  func gainsAreAnOption(_ gain: String, _ layer: Int, _ deviation: Double) throws {
    let network =
      "--width 1000 --depth 100 --activation tanh --init xavier --gain \(gain) --trials 40"
    let lines = try run(network + " --columns deviation,preactivation --csv").output
      .split(separator: "\n")
    let cells = lines[layer].split(separator: ",", omittingEmptySubsequences: false)
    let (value, low, high) = (
      try #require(Double(cells[2])), try #require(Double(cells[3])), try #require(Double(cells[4]))
    )
    // The interval, and the finite width's 1/n of a signal that decays: 1 % at layer 100.
    #expect(abs(value - deviation) < 4.5 * (high - low) / 3.92 + 0.01 * deviation)
  }

  @Test func everyColumnCanBeShown() throws {
    let names =
      "activation,deviation,mean,preactivation,gradient,weight-gradient,across-inputs,cosine,"
      + "gradient-cosine,log10,dead,zeros"
    let network = "--width 16 --depth 3 --activation tanh --init lecun --batch 4 --columns \(names)"
    let text = try run(network)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("deviation of h") && text.output.contains("cosine"))
    let csv = try run(network + " --csv").output.split(separator: "\n")
    let counts = csv.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(Set(counts).count == 1 && counts[0] > 40)
    let help = try run("--help").output
    for name in names.split(separator: ",") { #expect(help.contains(name)) }
  }

  /// Options and spellings that study files have, too.
  @Test(arguments: [
    "--init kaiming_normal --activation LeakyReLU(0.2) --residual 1/√L --expansion 4",
    "--init glorot-uniform --activation SiLU --tied --residual none",
    "--init truncated-normal-0.02 --activation prelu-0.1 --normalization layer --gain 2",
    "--init constant--2 --activation sine-30 --normalization none",
  ])
  func studyFilesWordsAreUnderstood(_ words: String) throws {
    let outcome = try run("--width 8 --depth 2 --trials 3 " + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// Skips and layer normalisation have their theory; dependent weights say why they have none.
  @Test func theoryIsThereWhereItIsKnown() throws {
    let network = "--width 64 --depth 3 --activation tanh --trials 4"
    for words in ["--init lecun --residual plain", "--init lecun --normalization layer"] {
      #expect(try document("\(network) \(words)").layers[2].theory != nil)
    }
    for words in ["--init constant-0.01", "--init lsuv --batch 4", "--init lecun --tied"] {
      let result = try object("\(network) \(words)")
      #expect(result["theoryObstacle"] is String)
      #expect(try document("\(network) \(words)").layers[2].theory == nil)
    }
  }
}
