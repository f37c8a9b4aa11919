import Foundation
import TestSupport

/// What a browser found on a page (see `Resources/browse.py`).
struct BrowsedPage: Decodable {
  var page: String
  var width: Int
  var formulas: Int
  var flatFormulas: [String]
  var images: Int
  var flatImages: [String]
  var drawings: Int
  var flatDrawings: [String]
  /// Text with TeX in it that no program or script has turned into a formula.
  var rawFormulas: [String]
  /// Headings more than one level below the one before.
  var skippedLevels: Int
  var mathFont: Bool
  /// Milliseconds.
  var firstPaint: Int?
  var console: [String]
  /// Requests to other places than the page's own.
  var outside: [String]
  /// What axe-core complains about; nil when it is not installed.
  var violations: [String]?

  /// Opens pages of a folder, served on the loopback interface, or a file from disk; nil when there is
  /// no browser to drive.
  static func open(
    _ pages: [(path: String, width: Int, schemes: String)], of root: URL, checksAccess: Bool = false
  ) throws -> [BrowsedPage]? {
    let python = try Tool("python3", install: "apt: python3")
    let script = Bundle.module.url(forResource: "Resources/browse", withExtension: "py")
    let result = try python.run(
      [script?.path ?? "", root.path, checksAccess ? "access" : "plain"]
        + pages.flatMap { [$0.path, "\($0.width)", $0.schemes] })
    if result.output.hasPrefix("missing") {
      try skip("\(result.output)")
    }
    return try result.output.split(separator: "\n").map { line in
      do {
        return try JSONDecoder().decode(BrowsedPage.self, from: Data(line.utf8))
      } catch {
        throw BrowserFailure(output: result.output)
      }
    }
  }
}

/// The browser's script stopped.
struct BrowserFailure: Error, CustomStringConvertible {
  let output: String
  var description: String { "the browser could not be driven: \(output.suffix(800))" }
}
