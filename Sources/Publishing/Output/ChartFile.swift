import CairoRendering
import Charts
import Foundation
import Graphics
import ReportFolder

/// A single chart as a picture file whose name tells the format.
public enum ChartFile {
  /// Draws a chart; the file is replaced in one step.
  ///
  /// - Parameter warn: told which words of the chart do not fit.
  /// - Throws: `ChartFileError` for an unknown format, `OutputFileError` when the file cannot be written.
  public static func write(
    _ chart: Chart, to path: String, appearance: Appearance = .light, density: Double = 2,
    warn: (String) -> Void = { _ in }
  ) throws {
    let suffix = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let format = PictureFormat(rawValue: suffix) else {
      throw ChartFileError.unknownFormat(path: path)
    }
    let bytes = try bytes(
      of: chart, as: format, appearance: appearance, density: density, warn: warn)
    try OutputFile.write(bytes, to: path)
  }

  /// The bytes of a chart as a file of one format.
  static func bytes(
    of chart: Chart, as format: PictureFormat, appearance: Appearance = .light,
    density: Double = 2, warn: (String) -> Void = { _ in }
  ) throws -> [UInt8] {
    let renderer = CairoRenderer()
    let drawing = try chart.drawing(measuring: renderer.measurer).drawing
    for fault in drawing.textFaults(measuring: renderer.measurer) { warn("\(fault)") }
    return try renderer.render(
      drawing, as: format, appearance: appearance, density: density, salt: chart.id)
  }
}

/// What can be wrong with the name of a picture file.
public enum ChartFileError: Error, Equatable, CustomStringConvertible {
  case unknownFormat(path: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "“\(path)” names no picture format; end it with .svg, .png or .pdf"
    }
  }
}
