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
    let run = try Command.run(
      ["serve", "--study", "s.yml", "--output", "out", "--templates", "mine", "--port", "\(port)"],
      in: scratch.url
    ) { process in
      sawFirst = Self.wait(
        for: { $0.contains("First lede.") && $0.contains("__revision") }, at: page)
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
      refusedSecondServer = second?.status == 1 && second?.errors.contains("--port") == true
        && second?.errors.split(separator: "\n").count == 1
      kill(process.processIdentifier, SIGINT)
    }
    #expect(sawFirst && sawSecond && refusedSecondServer)
    #expect(run.status == 130)
  }
}
