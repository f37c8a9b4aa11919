import ChildProcess
import Foundation

/// The whole report on paper: the page `report.html`, printed by a browser without a window.
public struct PDFExport: Sendable {
  private let browser: String
  private let patience: Duration

  /// Looks for a browser that prints.
  ///
  /// - Parameters:
  ///   - path: folders to look in, separated by colons; nil for those of the shell.
  ///   - patience: how long the browser may take; the default report is printed in some ten seconds.
  /// - Throws: `PDFExportError.noBrowser`.
  public init(
    path: String? = nil, patience: Duration = .seconds(300)
  ) throws(PDFExportError) {
    self.patience = patience
    let folders = (path ?? ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
    var places = folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
    if path == nil {
      places.append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
      places.append("/Applications/Chromium.app/Contents/MacOS/Chromium")
    }
    guard let browser = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw .noBrowser }
    self.browser = browser
  }

  /// Prints the report in the folder at `path` into a file, with an outline of its headings.
  ///
  /// - Throws: `PDFExportError` when there is no page, or the browser writes no file.
  public func print(reportAt path: String, to file: String) throws {
    let page = URL(fileURLWithPath: path).appending(path: "report.html")
    guard FileManager.default.isReadableFile(atPath: page.path) else {
      throw PDFExportError.noPage(path: path)
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "pdf-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let printed = folder.appending(path: "report.pdf")
    let arguments =
      [
        "--headless=new", "--disable-gpu", "--no-first-run",
        "--user-data-dir=\(folder.appending(path: "profile").path)",
        // The page is complete; what would go to the network has nothing to do with it.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--virtual-time-budget=20000",
        "--print-to-pdf=\(printed.path)", page.absoluteString,
      ] + (geteuid() == 0 ? ["--no-sandbox"] : [])  // Chromium refuses its sandbox to root.
    // A file, because a pipe stays open as long as any of the browser's processes.
    let log = folder.appending(path: "log")
    try Data().write(to: log)
    let handle = try FileHandle(forWritingTo: log)
    let child = try ChildProcess(browser, arguments, output: handle, errors: handle)
    let ending = child.wait(atMost: patience)
    try handle.close()
    let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    guard ending != .overtime else {
      throw PDFExportError.stuck(browser: browser, seconds: Int(patience / .seconds(1)))
    }
    guard ending == .status(0), let bytes = try? Data(contentsOf: printed),
      bytes.starts(with: "%PDF-".utf8)
    else {
      throw PDFExportError.notPrinted(
        browser: browser, reason: said.split(separator: "\n").last.map(String.init) ?? "")
    }
    do {
      try bytes.write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw PDFExportError.notWritten(file: file)
    }
  }
}

/// Why a report could not be printed.
public enum PDFExportError: Error, Equatable, CustomStringConvertible {
  case noBrowser
  case noPage(path: String)
  case notPrinted(browser: String, reason: String)
  case stuck(browser: String, seconds: Int)
  case notWritten(file: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .noBrowser:
      "no browser that prints pages was found: install Chromium (apt: chromium), or open report.html in"
        + " any browser and print it from there"
    case .noPage(let path):
      "there is no “report.html” in “\(path)” to print; `report --output \(path)` writes one"
    case .notPrinted(let browser, let reason):
      "“\(browser)” printed no file; it said: \(reason.prefix(200))"
    case .stuck(let browser, let seconds):
      "“\(browser)” had printed nothing after \(seconds) s and was stopped; try again, or open report.html in"
        + " any browser and print it from there"
    case .notWritten(let file):
      "the file “\(file)” cannot be written; choose another with --to"
    }
  }
}
