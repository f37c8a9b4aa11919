import Charts
import Graphics

/// The small charts of the marks that drawings are made of.
extension Gallery {
  static var nodeMark: Chart {
    Chart("node-mark") {
      ArrowMark(x: .value("x", 1), y: .value("y", 1), xEnd: .value("x", 3), yEnd: .value("y", 1))
        .gap(start: 22, end: 16)
      NodeMark("*W*", x: .value("x", 1), y: .value("y", 1)).nodeSize(height: 60)
      NodeMark("*h*_{1}", x: .value("x", 3), y: .value("y", 1), shape: .circle)
    }
    .chartXScale(domain: 0...4).chartYScale(domain: 0...2)
    .chartXAxis(.hidden).chartYAxis(.hidden).chartPlotHeight(110)
  }

  static var arrowMark: Chart {
    Chart("arrow-mark") {
      ArrowMark(x: .value("x", 0), y: .value("y", 1), xEnd: .value("x", 4), yEnd: .value("y", 1))
        .arrowLabel("signal")
      ArrowMark(
        x: .value("x", 4), y: .value("y", 0.6), xEnd: .value("x", 0), yEnd: .value("y", 0.6)
      )
      .arrowLabel("gradient", below: true).bent(8).foregroundStyle(.accent)
    }
    .chartXScale(domain: 0...4).chartYScale(domain: 0...1.6)
    .chartXAxis(.hidden).chartYAxis(.hidden).chartPlotHeight(110)
  }

  static var bracketMark: Chart {
    Chart("bracket-mark") {
      for unit in 1...4 {
        NodeMark("", x: .value("x", 2), y: .value("y", unit), shape: .circle).nodeSize(width: 14)
      }
      BracketMark(
        "fan-in\n*m* = 4", x: .value("x", 2), yStart: .value("y", 0.7), yEnd: .value("y", 4.3),
        side: .trailing
      ).bracketDistance(16)
    }
    .chartXScale(domain: 0...4).chartYScale(domain: 0...5)
    .chartXAxis(.hidden).chartYAxis(.hidden).chartPlotHeight(130)
  }
}
