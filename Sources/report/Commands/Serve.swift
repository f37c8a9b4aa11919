import ArgumentParser
import Foundation

/// `report serve`: the report in a browser, rebuilt while its sources change.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the report in a browser and rebuild it when its sources change.",
    discussion: """
      Serves the output folder on this machine alone (127.0.0.1). When a template changes the report is \
      redrawn without simulating; when the study file changes it is built again; the page reloads by \
      itself. Stop with Ctrl-C.

      EXAMPLES
        report serve
        report serve --templates my-templates --port 9000
        report serve --study my-study/study.yml --output my-study/report
      """)

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  @Option(parsing: .unconditional, help: "The port on 127.0.0.1, 1 … 65535; 0 takes a free one.")
  var port: UInt16 = 8000

  func run() async throws {
    let (path, port, isQuiet) = (output.output, port, output.quiet)
    let source = ServeSource(output: output, studyFile: studyFile)
    try await Console.reportingErrors {
      if !source.hasReport { try await source.build() }
      let revision = Revision()
      let server = try LoopbackServer(port: port)
      let files = ReportFiles(folder: path)
      try await interruptible {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            try await server.run { request in
              request.path == "/__revision"
                ? HTTPResponse(body: Data("\(revision.number)".utf8)) : files.answer(request)
            }
          }
          group.addTask { try await source.watch(revision) }
          if !isQuiet {
            Console.print("Serving \(path) at http://127.0.0.1:\(server.port)/ (Ctrl-C stops)\n")
          }
          // The first error ends the others; waitForAll would wait for the watcher for ever.
          for try await _ in group {}
        }
      }
    }
  }
}
