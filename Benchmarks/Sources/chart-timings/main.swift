// Times how long the gallery's charts take to become a PNG at 2× and an SVG each.
//
// Prints one JSON object: for each chart the median seconds of some rounds, layout included, and the
// bytes of both files; and the seconds for all twelve kinds of chart of the report, on two threads.

import CairoRendering
import Charts
import Foundation
import Graphics

struct Timing: Codable {
  var seconds: Double
  var png: Int
  var svg: Int
}

func draw(_ chart: Chart, with renderer: CairoRenderer) throws -> (png: Int, svg: Int) {
  let drawing = try chart.drawing(measuring: renderer.measurer).drawing
  let png = try renderer.render(
    drawing, as: .png, appearance: .light, density: 2, salt: chart.id)
  let svg = try renderer.render(
    drawing, as: .svg, appearance: .light, density: 1, salt: chart.id)
  return (png.count, svg.count)
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(work)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

let rounds = 7
let renderer = CairoRenderer()
var timings: [String: Timing] = [:]
for chart in Gallery.examples {
  var sizes = try draw(chart, with: renderer)
  var times: [Double] = []
  for _ in 0..<rounds { times.append(try seconds { sizes = try draw(chart, with: renderer) }) }
  timings[chart.id] = Timing(seconds: times.sorted()[rounds / 2], png: sizes.png, svg: sizes.svg)
}

let kinds = [
  "gradient-decay", "activation-derivatives", "claimed-against-measured", "init-activation-heatmap",
  "spectrum", "ridgelines", "lines", "bars", "distributions", "scatter", "fan", "phase-diagram",
]
let charts = Gallery.examples.filter { kinds.contains($0.id) }
let start = ContinuousClock.now
await withTaskGroup(of: Void.self) { group in
  for half in 0..<2 {
    group.addTask {
      let renderer = CairoRenderer()
      for chart in charts.enumerated() where chart.offset % 2 == half {
        _ = try? draw(chart.element, with: renderer)
      }
    }
  }
}
let duration = ContinuousClock.now - start
let all = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18

struct Result: Codable {
  var charts: [String: Timing]
  var twelveOnTwoThreads: Double
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
print(
  String(
    decoding: try encoder.encode(Result(charts: timings, twelveOnTwoThreads: all)), as: UTF8.self))
