import ArgumentParser
import Experiments
import Figures
import Study
import FlyingFox
import FlyingSocks
import Foundation
import Publishing

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
      let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
      await server.appendRoute("GET /__revision") { _ in
        HTTPResponse(
          statusCode: .ok, headers: [.contentType: "text/plain"],
          body: Data("\(await revision.number)".utf8))
      }
      await server.appendRoute("GET,HEAD *", to: ReportFiles(folder: path))
      try await interruptible {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            do {
              try await server.run()
            } catch SocketError.failed(_, _, let message) {
              throw ServeError(port: port, reason: message)
            } catch  where !(error is CancellationError) {
              throw ServeError(port: port, reason: "\(error)")
            }
          }
          group.addTask {
            try await server.waitUntilListening()
            guard !isQuiet, case .ip4(_, let port)? = await server.listeningAddress else { return }
            Console.print("Serving \(path) at http://127.0.0.1:\(port)/ (Ctrl-C stops)\n")
          }
          group.addTask { try await source.watch(revision) }
          // The first error ends the others; waitForAll would wait for the watcher for ever.
          for try await _ in group {}
        }
      }
    }
  }
}

/// What went wrong with the server.
struct ServeError: Error, CustomStringConvertible {
  let port: UInt16
  let reason: String

  var description: String {
    "the port \(port) cannot be used (\(reason)); choose another with --port"
  }
}

/// Counts rebuilds; the page asks for it and reloads when it changed.
actor Revision {
  private(set) var number = 0
  func increase() { number += 1 }
}

/// Where the report comes from, and when that changed.
struct ServeSource: Sendable {
  let output: OutputOptions
  let studyFile: StudyFileOption
  private let cache = FigureCache()

  init(output: OutputOptions, studyFile: StudyFileOption) {
    self.output = output
    self.studyFile = studyFile
  }

  var hasReport: Bool {
    FileManager.default.fileExists(atPath: output.output + "/manifest.json")
  }

  /// Simulates and draws; of a report that is there, only what the study file changed.
  func build() async throws {
    var study = StudyConfiguration()
    study.plan = try studyFile.plan()
    study.seed = study.plan?.seed ?? study.seed
    let (builder, own) = try builder(study)
    guard !hasReport else { return try await builder.render(in: output.output) }
    var whole = builder
    whole.chapters = ReportCatalog().chapters(of: study) + own
    try await whole.build(into: output.output)
  }

  /// Draws without simulating.
  func render() async throws {
    try await builder(StudyConfiguration()).0.render(in: output.output)
  }

  private func builder(_ study: StudyConfiguration) throws -> (ReportBuilder, [Chapter]) {
    let (templates, own) = try studyFile.prose(
      try studyFile.plan(), in: output.templateLibrary())
    var builder = ReportBuilder(
      study: study, chapters: own, catalog: ReportCatalog(), templates: templates,
      jobs: output.jobs,
      version: Version.current, flavor: output.flavor)
    builder.cache = cache
    return (builder, own)
  }

  /// Rebuilds on every change, for ever; a mistake is reported and waits for the next change.
  func watch(_ revision: Revision) async throws {
    var prose = proseStamp
    var study = studyStamp
    while true {
      try await Task.sleep(for: .milliseconds(300))
      let (newProse, newStudy) = (proseStamp, studyStamp)
      guard newProse != prose || newStudy != study else { continue }
      do {
        if newStudy != study { try await build() } else { try await render() }
        await revision.increase()
      } catch {
        FileHandle.standardError.write(Data("report: \(error)\n".utf8))
      }
      (prose, study) = (newProse, newStudy)
    }
  }

  private var studyStamp: [Date] { studyFile.path.map { Self.stamps(of: [$0]) } ?? [] }

  private var proseStamp: [Date] {
    var files: [String] = []
    var folders = [output.templates].compactMap(\.self)
    if let path = studyFile.path, let prose = try? studyFile.plan()?.prose {
      folders.append(
        URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: prose).path)
    }
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
      files += names.sorted().map { "\(folder)/\($0)" }
    }
    return Self.stamps(of: files)
  }

  private static func stamps(of files: [String]) -> [Date] {
    files.map { file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return attributes?[.modificationDate] as? Date ?? .distantPast
    }
  }
}

/// The files of the report; nothing outside its folder.
struct ReportFiles: HTTPHandler {
  let folder: String

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    // Only this machine's own names: another site's page must not read the report by rebinding DNS.
    let host = request.headers[.host]?.split(separator: ":").first.map(String.init) ?? ""
    guard ["127.0.0.1", "localhost"].contains(host) else {
      return HTTPResponse(statusCode: .forbidden)
    }
    let path = request.path.removingPercentEncoding ?? ""
    let relative = path == "/" ? "report.html" : String(path.drop { $0 == "/" })
    let parts = relative.split(separator: "/")
    guard !parts.contains(where: { $0.hasPrefix(".") }), !relative.contains("\0"),
      let data = try? Data(contentsOf: URL(fileURLWithPath: folder).appending(path: relative))
    else { return HTTPResponse(statusCode: .notFound, body: Data("not found\n".utf8)) }
    let isPage = relative.hasSuffix(".html")
    return HTTPResponse(
      statusCode: .ok,
      headers: HTTPHeaders([
        .contentType: Self.contentType(of: relative), HTTPHeader("Cache-Control"): "no-store",
      ]), body: isPage ? Self.reloading(data) : data)
  }

  private static func contentType(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "md", "csv", "txt": "text/plain; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    default: "application/octet-stream"
    }
  }

  /// The page with a script that reloads it; its own policy would forbid both script and question.
  private static func reloading(_ data: Data) -> Data {
    let script = """
      <script>(async()=>{const ask=async()=>(await fetch('/__revision')).text();let old=await ask();\
      setInterval(async()=>{try{if(await ask()!==old)location.reload()}catch{}},500)})()</script>
      """
    let page = String(decoding: data, as: UTF8.self)
      .replacing(#/<meta http-equiv="Content-Security-Policy"[^>]*>/#, with: "")
      .replacing("</body>", with: script + "</body>")
    return Data(page.utf8)
  }
}
