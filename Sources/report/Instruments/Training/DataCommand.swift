import ArgumentParser
import Engine
import ReportFolder
import Simulation
import WeightFiles

/// `report data`: the tasks' data for other programs.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Write the data of a task for your own framework.",
    subcommands: [Digits.self])

  /// `report data digits`.
  struct Digits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "digits",
      abstract: "Write ten digits drawn as strokes, 16 × 16 pixels, for your own framework.",
      discussion: """
        Each sample is drawn anew: shifted, turned, scaled, sheared, with a pen of random width and noise. \
        Classes take turns, 0 to 9. The same seed gives the same bytes on every machine; the first samples of a \
        longer file are those of a shorter one. A digit is 0 for paper and 1 for ink, before noise.

          .npz   images (count × 16 × 16, float32) and labels (count, int64)
          .npy   the images alone
          .csv   256 pixels and the label on each line, under a line of names; `report train --task` reads it

        EXAMPLES
          report data digits --count 2000 --output digits.npz
          report data digits --count 500 --seed 2 --difficulty 1.5 --output test.npz
          python3 -c 'import numpy; d = numpy.load("digits.npz"); print(d["images"].shape, d["labels"][:10])'
        """)

    @Option(
      parsing: .unconditional, help: ArgumentHelp("How many digits.", valueName: "n"))
    var count = 2000

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How hard they are to read, 0 … 2.", valueName: "d"))
    var difficulty = 1.0

    @Option(
      parsing: .unconditional, help: "The root of all random numbers, 0 … 18446744073709551615.")
    var seed: UInt64 = 1

    @Option(
      help: ArgumentHelp("The file: .npz, .npy or .csv by its ending.", valueName: "file"),
      completion: .file(extensions: ["npz", "npy", "csv"]))
    var output: String

    func validate() throws {
      try requireOption("count", Double(count), in: 1...1_000_000)
      try requireOption("difficulty", difficulty, in: 0...2)
      try requireEnding("output", output, ["npz", "npy", "csv"])
    }

    private var ending: String {
      output.lastIndex(of: ".").map { output[output.index(after: $0)...].lowercased() } ?? ""
    }

    func run() async throws {
      try Console.reportingErrors {
        let samples = StrokeDigits(difficulty: difficulty).samples(
          count, seed: SeedTree(seed: seed).child("data"))
        guard case .classes(let labels) = samples.answers else { return }
        let side = StrokeDigits.side
        let images = NumPyWriter.Array(
          "images", shape: [count, side, side], floats: samples.inputs)
        let bytes: [UInt8]? =
          switch ending {
          case "npz":
            NumPyWriter.archive([
              images, NumPyWriter.Array("labels", shape: [count], integers: labels),
            ])
          case "npy": NumPyWriter.file(images)
          default: Array(csv(samples.inputs, labels).utf8)
          }
        guard let bytes else {
          throw TaskFault(description: "\(count) digits are more than an .npz holds; write .npy")
        }
        try OutputFile.write(bytes, to: output)
        Console().finish("Wrote \(count) digits to \(output)")
      }
    }

    private func csv(_ pixels: [Float], _ labels: [Int]) -> String {
      let size = StrokeDigits.side * StrokeDigits.side
      var text = (0..<size).map { "p\($0)," }.joined() + "label\n"
      for (index, label) in labels.enumerated() {
        for pixel in pixels[(index * size)..<((index + 1) * size)] { text += "\(pixel)," }
        text += "\(label)\n"
      }
      return text
    }
  }
}
