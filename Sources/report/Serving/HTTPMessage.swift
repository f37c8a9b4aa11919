import Foundation

/// What a browser asks for: the method, the path and the host of a request.
struct HTTPRequest: Equatable, Sendable {
  let method: String
  /// The path without its query, percent signs resolved.
  let path: String
  /// The host without its port; empty if the request names none.
  let host: String

  /// Reads a request line and the fields below it; nil for what is no request of HTTP/1.
  init?(head: String) {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let parts = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1."), parts[1].hasPrefix("/"),
      let path = parts[1].prefix(while: { $0 != "?" }).removingPercentEncoding
    else { return nil }
    method = String(parts[0])
    self.path = path
    let hosts = lines.dropFirst().filter { $0.lowercased().hasPrefix("host:") }
    guard hosts.count <= 1 else { return nil }
    let host = hosts.first?.dropFirst("host:".count).trimmingCharacters(in: .whitespaces) ?? ""
    self.host = String(host.prefix(while: { $0 != ":" }))
  }
}

/// An answer: a status, a type of content and the content.
struct HTTPResponse: Sendable {
  /// The answers there are.
  enum Status: String, Sendable {
    case ok = "200 OK"
    case badRequest = "400 Bad Request"
    case forbidden = "403 Forbidden"
    case notFound = "404 Not Found"
    case methodNotAllowed = "405 Method Not Allowed"
  }

  var status = Status.ok
  var contentType = "text/plain; charset=utf-8"
  var body = Data()

  /// The answer as it travels; without its body for HEAD.
  func bytes(withBody: Bool) -> Data {
    let head = [
      "HTTP/1.1 \(status.rawValue)", "Content-Type: \(contentType)",
      "Content-Length: \(body.count)", "Cache-Control: no-store", "Connection: close", "", "",
    ]
    return Data(head.joined(separator: "\r\n").utf8) + (withBody ? body : Data())
  }
}
