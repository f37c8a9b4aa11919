// Times how long the gallery's charts take to become a PNG at 2× and an SVG each, layout included.
//
// Reads one request a line, so that whoever asks can measure something else in between, and answers
// each with a line of JSON: the id of a chart draws that chart with fonts already loaded; "twelve"
// draws the twelve kinds of chart of the report on two threads, each with fonts of its own.

import CairoRendering
import Charts
import Foundation
import Graphics

struct Timing: Codable {
  /// By the clock, and of the processor, all threads together.
  var seconds = 0.0
  var processor = 0.0
  var png = 0
  var svg = 0
}

func draw(_ chart: Chart, with renderer: CairoRenderer) throws -> (png: Int, svg: Int) {
  let drawing = try chart.drawing(measuring: renderer.measurer).drawing
  let png = try renderer.render(
    drawing, as: .png, appearance: .light, density: 2, salt: chart.id)
  let svg = try renderer.render(
    drawing, as: .svg, appearance: .light, density: 1, salt: chart.id)
  return (png.count, svg.count)
}

func now(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

let kinds = [
  "gradient-decay", "activation-derivatives", "claimed-against-measured", "init-activation-heatmap",
  "spectrum", "ridgelines", "lines", "bars", "distributions", "scatter", "fan", "phase-diagram",
]
let renderer = CairoRenderer()
let encoder = JSONEncoder()
encoder.outputFormatting = .sortedKeys

while let request = readLine() {
  var timing = Timing()
  let start = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
  if request == "twelve" {
    let charts = Gallery.examples.filter { kinds.contains($0.id) }
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
  } else if let chart = Gallery.examples.first(where: { $0.id == request }) {
    (timing.png, timing.svg) = try draw(chart, with: renderer)
  } else {
    fatalError("no gallery chart is called \(request)")
  }
  timing.seconds = now(CLOCK_MONOTONIC) - start.0
  timing.processor = now(CLOCK_PROCESS_CPUTIME_ID) - start.1
  print(String(decoding: try encoder.encode(timing), as: UTF8.self))
  fflush(nil)
}
