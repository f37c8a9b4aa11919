import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("report serve") struct ServeTests {
  /// Asks until the answer is as wanted, for at most half a minute.
  private static func wait(for wanted: (String) -> Bool, at url: URL) -> Bool {
    for _ in 0..<150 {
      if let data = try? Data(contentsOf: url), wanted(String(decoding: data, as: UTF8.self)) {
        return true
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
    return false
  }

  /// The first line of the answer to a request, sent as it stands; empty if there is none.
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
    let bytes = Array(request.utf8)
    _ = send(connection, bytes, bytes.count, 0)
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return String(decoding: received.prefix { $0 != 13 }, as: UTF8.self)
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
    let page = try #require(URL(string: "http://127.0.0.1:\(port)/"))
    let revision = try #require(URL(string: "http://127.0.0.1:\(port)/__revision"))
    var sawFirst = false
    var sawSecond = false
    var refusedSecondServer = false
    var statuses: [String] = []
    let run = try Command.run(
      ["serve", "--study", "s.yml", "--output", "out", "--templates", "mine", "--port", "\(port)"],
      in: scratch.url
    ) { process in
      sawFirst = Self.wait(
        for: { $0.contains("First lede.") && $0.contains("__revision") }, at: page)
      statuses = Self.requests.map { Self.answer(to: $0.request, port: port) }
      // Modification times have the resolution of the file system's clock.
      Thread.sleep(forTimeInterval: 1.1)
      try? Data("Second lede.\n".utf8).write(to: templates.appending(path: "lede.md"))
      sawSecond =
        Self.wait(for: { $0 != "0" }, at: revision)
        && Self.wait(for: { $0.contains("Second lede.") }, at: page)
      let second = try? Command.run(
        ["serve", "--output", "out", "--port", "\(port)"], in: scratch.url
      ) { other in
        for _ in 0..<50 where other.isRunning { Thread.sleep(forTimeInterval: 0.1) }
        if other.isRunning { other.terminate() }
      }
      refusedSecondServer =
        second?.status == 1 && second?.errors.contains("--port") == true
        && second?.errors.split(separator: "\n").count == 1
      kill(process.processIdentifier, SIGINT)
    }
    #expect(statuses == Self.requests.map(\.status))
    #expect(sawFirst && sawSecond && refusedSecondServer)
    #expect(run.status == 130)
  }
}
