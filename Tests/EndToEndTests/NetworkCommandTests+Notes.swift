import Foundation
import Testing

/// What stands below the table of a network.
extension NetworkCommandTests {
  /// Each of 64 channels feeds 3 × 3 units of its own; PyTorch's tensor of shape (64, 1, 3, 3) has a fan-out of
  /// 64 · 9.
  ///
  /// Rules that ask for the fan-in alone draw the same weights.
  @Test func groupsThatTheFrameworkForgetsAreTold() throws {
    func table(_ start: String, _ framework: String) throws -> String {
      let text = """
        \(framework)
        input: {image: [8, 8], channels: 64}
        init: \(start)
        stack:
          - convolution: {channels: 64, kernel: 3, padding: 1, groups: 64, name: depthwise}
        """
      return try run("propagate --network n.yml --networks 2", files: ["n.yml": text]).output
    }
    let note = "“depthwise”: the rule is given a fan-out of 576, but an input goes to 9 units."
    #expect(try table("xavier-normal", "framework: pytorch").contains(note))
    #expect(try table("he-normal-fan-out", "framework: pytorch").contains(note))
    #expect(try !table("he-normal", "framework: pytorch").contains("the rule is given"))
    #expect(try !table("xavier-normal", "name: plain").contains("the rule is given"))
  }

  /// Eight blocks behind an overflow have no gradient, which is no gradient too small for the format.
  @Test func noGradientIsLostBehindAnOverflow() throws {
    let text = """
      input: 256
      init: normal-1
      activation: relu
      stack: [repeat: {name: blocks, count: 8, stack: [dense: 256, activation]}]
      """
    let arguments = "propagate --network n.yml --networks 2 --precision float16"
    let table = try run(arguments, files: ["n.yml": text])
    #expect(table.status == 0 && table.output.contains("Overflow of gradients"), "\(table.errors)")
    #expect(!table.output.contains("--loss-scale"))
    struct Gradients: Decodable {
      struct Moment: Decodable { var status: String }
      struct Gradient: Decodable { var secondMoment: Moment }
      struct Stage: Decodable { var gradient: Gradient }
      var firstGradientOverflow: String?
      var stages: [Stage]
    }
    let json = try run(arguments + " --json", files: ["n.yml": text])
    let document = try JSONDecoder().decode(Gradients.self, from: Data(json.output.utf8))
    #expect(document.firstGradientOverflow != nil)
    #expect(document.stages.allSatisfy { $0.gradient.secondMoment.status != "zero" })
    #expect(document.stages[1].gradient.secondMoment.status == "overflow")
  }
}
