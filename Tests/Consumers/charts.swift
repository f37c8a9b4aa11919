// A program of somebody else's, by `.ci/consumers`: a chart as a file, nothing of the study imported.
import CairoRendering
import Charts
import Foundation
import Graphics

let layers = Array(1...20)
let chart = Chart("decay") {
  LineMark(x: .value("Layer", layers), y: .value("Size", layers.map { 1 / Double($0) }))
}
.chartTitle("A curve that falls")
.chartYScale(type: .log)

let renderer = CairoRenderer()
let drawing = try chart.drawing(measuring: renderer.measurer).drawing
let svg = try renderer.render(drawing, as: .svg)
let png = try renderer.render(drawing, as: .png)
precondition(svg.starts(with: Array("<?xml".utf8)) && png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
print(drawing.description)
