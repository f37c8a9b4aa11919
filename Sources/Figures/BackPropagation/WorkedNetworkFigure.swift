import Charts
import Experiments
import Simulation
import Study

/// The worked 2-2-2 network with all that its numbers follow from: inputs, weights, biases, targets.
struct WorkedNetworkFigure: Figure {
  typealias Subject = WorkedExample

  let id = "worked-network"

  func facts(of outcome: WorkedExample.Outcome, study: StudyConfiguration) -> [Fact] {
    let nine = NumberFormat.fixed(9)
    return zip(outcome.parameters, outcome.parameters.indices).map { parameter, _ in
      Fact(parameter.name, parameter.value, .fixed(2))
    } + [
      Fact("hidden-one", text: nine.text(outcome.hidden[0])),
      Fact("hidden-two", text: nine.text(outcome.hidden[1])),
      Fact("output-one", text: nine.text(outcome.outputs[0])),
      Fact("output-two", text: nine.text(outcome.outputs[1])),
    ]
  }

  func chart(of outcome: WorkedExample.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let (two, four) = (NumberFormat.fixed(2), NumberFormat.fixed(4))
    let rows = [76.0, 30]
    let columns = [12.0, 47, 82]
    func value(_ name: String) -> String {
      two.text(outcome.parameters.first { $0.name == name }?.value ?? .nan)
    }
    // w₁ and w₂ enter the first unit, w₃ and w₄ the second; w₅ … w₈ alike.
    let wires = (0..<2).flatMap { layer in
      (0..<2).flatMap { target in
        (0..<2).map { source in (layer, source, target, 4 * layer + 2 * target + source + 1) }
      }
    }
    return Chart(id) {
      for (layer, source, target, number) in wires {
        Sketch.arrow(
          (columns[layer], rows[source]), (columns[layer + 1], rows[target]), gap: (17, 19)
        )
        // Near an end a label belongs to one wire only; it stands between the two level ones.
        .arrowLabel(
          "*w*_{\(number)} \(value("w\(number)"))",
          at: source == target ? 0.5 : source == 0 ? 0.28 : 0.72, below: source + target > 0)
      }
      for row in 0..<2 {
        Sketch.node("*i*_{\(row + 1)}", (columns[0], rows[row]), .circle).nodeSize(width: 32)
        Sketch.node("*h*_{\(row + 1)}", (columns[1], rows[row]), .circle).nodeSize(width: 32)
          .foregroundStyle(.accent)
        Sketch.node("*o*_{\(row + 1)}", (columns[2], rows[row]), .circle).nodeSize(width: 32)
          .foregroundStyle(.accent)
        let side = row == 0 ? 21.0 : -21
        Sketch.words(two.text(WorkedNetwork.inputs[row]), (columns[0], rows[row] + side))
        Sketch.words(four.text(outcome.hidden[row]), (columns[1], rows[row] + side))
          .foregroundStyle(.accent)
        Sketch.words(four.text(outcome.outputs[row]), (columns[2], rows[row] + side))
          .foregroundStyle(.accent)
        Sketch.words(
          words.text("target", Fact("target", WorkedNetwork.targets[row], .fixed(2))),
          (columns[2], rows[row] + (row == 0 ? 28 : -28)))
      }
      Sketch.words(words.text("bias", Fact("bias", text: value("b1"))), (columns[1], 3))
      Sketch.words(words.text("bias", Fact("bias", text: value("b2"))), (columns[2] - 2, -6))
    }
    .chartXScale(domain: 0...100).chartYScale(domain: -10...106)
    .chartXAxis(isHidden: true).chartYAxis(grid: false, isHidden: true)
    .chartPlotHeight(280).chartLegend(.hidden)
  }
}
