import Foundation
import TestSupport
import Testing

@Suite("report serve") struct ServeTests {
  /// Asks until the page's text is as wanted, for half a minute.
  private static func wait(for wanted: (Substring) -> Bool, at path: String, port: Int) -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
      let answer = answer(to: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", port: port)
      if let head = answer.firstRange(of: "\r\n\r\n"), wanted(answer[head.upperBound...]) {
        return true
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
    return false
  }

  /// The answer to a request, sent as it stands; empty if there is none.
  ///
  /// Through a socket that gives up after some seconds of silence: a web client of Foundation waits a minute, and
  /// takes a thread of those that the other tests share.
  private static func answer(to request: String, port: Int) -> String {
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let connection = socket(AF_INET, kind, 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return "" }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        connection, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    let bytes = Array(request.utf8)
    _ = send(connection, bytes, bytes.count, 0)
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return String(decoding: received, as: UTF8.self)
  }

  /// What a browser, a script of another site and a stranger get.
  private static let requests: [(request: String, status: String)] = [
    ("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", "HTTP/1.1 200 OK"),
    ("HEAD /report.html?x=1 HTTP/1.1\r\nhost: localhost\r\n\r\n", "HTTP/1.1 200 OK"),
    ("GET /results/../../s.yml HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 404 Not Found"),
    ("GET /%2e%2e/s.yml HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 404 Not Found"),
    ("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", "HTTP/1.1 403 Forbidden"),
    ("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 403 Forbidden"),
    ("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"),
    ("nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"),
    ("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 Bad Request"),
    (String(repeating: "x", count: 70_000), ""),
  ]

  @Test func servesRedrawsAndStops() throws {
    let scratch = try Scratch()
    let study = """
      title: Served
      trials: 10
      networks: [{name: a, widths: [8, 8], activation: tanh, init: lecun}]
      """
    try Data(study.utf8).write(to: scratch.url.appending(path: "s.yml"))
    let templates = scratch.url.appending(path: "mine/own")
    try FileManager.default.createDirectory(at: templates, withIntermediateDirectories: true)
    try Data("First lede.\n".utf8).write(to: templates.appending(path: "lede.md"))
    let port = Int.random(in: 20_000..<60_000)
    var sawFirst = false
    var sawSecond = false
    var refusedSecondServer = false
    var statuses: [String] = []
    let run = try Command.run(
      ["serve", "--study", "s.yml", "--output", "out", "--templates", "mine", "--port", "\(port)"],
      in: scratch.url
    ) { process in
      sawFirst = Self.wait(
        for: { $0.contains("First lede.") && $0.contains("__revision") }, at: "/", port: port)
      statuses = Self.requests.map {
        String(Self.answer(to: $0.request, port: port).prefix { !$0.isNewline })
      }
      // Modification times have the resolution of the file system's clock.
      Thread.sleep(forTimeInterval: 1.1)
      try? Data("Second lede.\n".utf8).write(to: templates.appending(path: "lede.md"))
      sawSecond =
        Self.wait(for: { $0 != "0" }, at: "/__revision", port: port)
        && Self.wait(for: { $0.contains("Second lede.") }, at: "/", port: port)
      let second = try? Command.run(
        ["serve", "--output", "out", "--port", "\(port)"], in: scratch.url
      ) { other in
        other.wait(atMost: .seconds(5))
      }
      refusedSecondServer =
        second?.status == 1 && second?.errors.contains("--port") == true
        && second?.errors.split(separator: "\n").count == 1
      kill(process.identifier, SIGINT)
    }
    #expect(statuses == Self.requests.map(\.status))
    #expect(sawFirst && sawSecond && refusedSecondServer)
    #expect(run.status == 130)
  }
}
