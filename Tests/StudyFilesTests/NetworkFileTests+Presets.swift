import Engine
import Foundation
import Templates
import Testing

@testable import StudyFiles

/// The networks that come with the program.
extension NetworkFileTests {
  static let presets = Templates.all.filter { $0.path.hasPrefix("networks/") }
  static let presetPaths = presets.map { $0.path }

  @Test(arguments: presetPaths) func aPresetIsReadAndSaysWhereItsStartIsFrom(_ path: String)
    throws
  {
    let text = try #require(Templates.text(at: path))
    #expect(text.hasPrefix("# "))
    #expect(text.contains("Start: ") || text.contains("start"))
    let file = try NetworkFile.parse(text, named: path)
    #expect("networks/\(file.network.name).yml" == path)
    #expect(!file.summary.isEmpty)
    // Shrunk and given other defaults it is a network still.
    var options = NetworkFile.Options()
    options.scale = 0.5
    options.framework = .keras
    _ = try NetworkFile.parse(text, named: path, options: options)
  }

  /// The presets' weights are those that are published.
  ///
  /// Numbers of parameters less those that are no weights: biases, and gains and shifts of
  /// normalisations. torchvision: 11,689,512 − 10,600 and 25,557,032 − 54,120; Llama 2: 6,738,415,616 − 266,240;
  /// GPT-2: 124,439,808 − 121,344, and 1008 positions of 768 that 16 tokens do not use.
  @Test(arguments: [
    ("resnet-18", 11_678_912, "input.image", "32x32"),
    ("resnet-50", 25_502_912, "input.image", "32x32"),
    ("gpt2", 123_544_320, "input.tokens", "16"), ("llama-7b", 6_738_149_376, "input.tokens", "2"),
  ])
  func presetsHaveThePublishedNumberOfWeights(
    name: String, weights: Int, path: String, value: String
  ) async throws {
    var options = NetworkFile.Options()
    options.settings = [(path, value)]
    let text = try #require(Templates.text(at: "networks/\(name).yml"))
    let file = try NetworkFile.parse(text, options: options)
    let result = try await propagate(
      NetworkRequest(file.network, trials: 1, samples: name.hasPrefix("resnet") ? 2 : 1))
    #expect(result.weights == weights)
  }
}
