import ArgumentParser
import Charts
import Graphics
import Publishing
import ReportFolder

/// Where an instrument draws its chart.
struct ChartOption: ParsableArguments {
  @Option(
    name: .customLong("chart"),
    help: ArgumentHelp("Draw a chart: .svg, .png or .pdf by its ending.", valueName: "file"))
  var file: String?

  @Flag(help: "Draw the chart on dark paper.")
  var dark = false

  func validate() throws {
    guard let file else {
      if dark { throw ValidationError("--dark is for charts; add --chart FILE.svg.") }
      return
    }
    try requireEnding("chart", file, ["svg", "png", "pdf"])
  }

  /// Draws the chart if a file was named.
  func write(_ chart: @autoclosure () throws -> Chart) throws {
    guard let file else { return }
    let console = Console()
    try ChartFile.write(try chart(), to: file, appearance: dark ? .dark : .light) {
      console.show(.warning("in the chart, \($0)"))
    }
    console.finish("Wrote \(file)")
  }
}
