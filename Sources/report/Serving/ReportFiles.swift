import Foundation

/// The files of the report; nothing outside its folder.
struct ReportFiles: Sendable {
  let folder: String

  /// A file, the report's page for the folder itself, or why there is none.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    // Only this machine's own names: another site's page must not read the report by rebinding DNS.
    guard ["127.0.0.1", "localhost"].contains(request.host) else {
      return HTTPResponse(status: .forbidden)
    }
    let relative =
      request.path == "/" ? "report.html" : String(request.path.drop { $0 == "/" })
    let parts = relative.split(separator: "/")
    guard !parts.contains(where: { $0.hasPrefix(".") }), !relative.contains("\0"),
      let data = try? Data(contentsOf: URL(fileURLWithPath: folder).appending(path: relative))
    else { return HTTPResponse(status: .notFound, body: Data("not found\n".utf8)) }
    return HTTPResponse(
      contentType: Self.contentType(of: relative),
      body: relative.hasSuffix(".html") ? Self.reloading(data) : data)
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
