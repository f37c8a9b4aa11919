import CairoRendering
import Charts
import Figures
import Foundation
import Graphics
import Testing

@testable import Publishing

/// Where a rule leaves its panel, the chart says where it ends: the signal behind the last layer and the gradient at the
/// first are two numbers.
@Suite struct ExitNotesTests {
  private struct Saved: Decodable {
    struct Mean: Decodable { let value: Double }
    struct Size: Decodable { let mean: Mean }
    struct Rule: Decodable {
      let rule: String
      let forward: [Size]
      let backward: [Size]
    }
    let linear: [Rule]
    let relu: [Rule]
  }

  private static let output = {
    var root = URL(filePath: #filePath)
    for _ in 1...3 { root.deleteLastPathComponent() }
    return root.appending(path: "output")
  }()

  /// The lines of a chart of the committed report, without markup.
  private func lines(of id: String) throws -> [String] {
    let charts = try SavedReport(path: Self.output.path, catalog: ReportCatalog()).charts()
    let chart = try #require(charts.first { $0.chart.id == id }).chart
    let drawing = try chart.drawing(
      measuring: CairoRenderer().measurer, width: 816, frame: .standalone
    ).drawing
    func texts(_ commands: [DrawCommand]) -> [String] {
      commands.flatMap { command -> [String] in
        switch command {
        case .text(let line): [line.runs.map(\.text).joined()]
        case .group(let group): texts(group.commands)
        default: []
        }
      }
    }
    return texts(drawing.commands)
  }

  @Test(arguments: ["init-comparison", "init-comparison-relu"])
  func signalAndGradientHaveTheirOwnEnds(_ id: String) throws {
    let data = try Data(
      contentsOf: Self.output.appending(path: "results/init-comparison.json"))
    let saved = try JSONDecoder().decode(Saved.self, from: data)
    let rules = id.hasSuffix("relu") ? saved.relu : saved.linear
    let lost = try #require(rules.first { $0.rule.contains("0.01") })
    let signal = Int(try #require(lost.forward.last).mean.value.rounded())
    let gradient = Int(try #require(lost.backward.first).mean.value.rounded())
    #expect(signal < -10 && gradient < -10 && signal != gradient)
    let lines = try lines(of: id)
    #expect(lines.contains("signal ends at 10−\(-signal),"), "\(lines)")
    #expect(lines.contains("gradient at 10−\(-gradient)"), "\(lines)")
  }
}
