import ArgumentParser
import Publishing

/// `report gallery`: every mark, scale and layout of the chart module as pictures.
struct Gallery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw an example of every mark, scale and layout of the charts.")

  @Option(help: ArgumentHelp("The folder to write; replaced as a whole.", valueName: "directory"))
  var output = "gallery"

  @Option(parsing: .unconditional, help: "How many charts to draw at once.")
  var jobs = 2

  func validate() throws {
    guard (1...256).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give 1 to 256.")
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      let gallery = GalleryFolder(version: Version.current, jobs: jobs)
      let count = try await gallery.write(to: output)
      Console().finish("Drew \(count) charts: open \(output)/index.html")
    }
  }
}
