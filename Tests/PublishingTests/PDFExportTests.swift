import Foundation
import TestSupport
import Testing

@testable import Publishing

@Suite struct PDFExportTests {
  @Test func withoutABrowserOneSentenceSaysWhatToDo() {
    let error = #expect(throws: PDFExportError.self) { try PDFExport(path: "/nonexistent:/dev") }
    #expect(error == .noBrowser)
    #expect(
      error?.description
        == "no browser that prints pages was found: install Chromium (apt: chromium), or open"
        + " report.html in any browser and print it from there")
  }

  @Test func aFolderWithoutAPageIsNamed() throws {
    _ = try Tool("chromium", install: "apt: chromium")
    try withTemporaryFolder { folder in
      _ = #expect(throws: PDFExportError.noPage(path: folder.path)) {
        try PDFExport().print(reportAt: folder.path, to: folder.appending(path: "a.pdf").path)
      }
    }
  }

  @Test func aBrowserThatPrintsNothingIsQuoted() throws {
    try withTemporaryFolder { folder in
      let browser = folder.appending(path: "chromium")
      try "#!/bin/sh\necho no paper\nexit 3\n".write(
        to: browser, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: browser.path)
      try "x".write(
        to: folder.appending(path: "report.html"), atomically: true, encoding: .utf8)
      _ = #expect(throws: PDFExportError.notPrinted(browser: browser.path, reason: "no paper")) {
        try PDFExport(path: folder.path).print(
          reportAt: folder.path, to: folder.appending(path: "a.pdf").path)
      }
    }
  }

  @Test func aBrowserThatHangsIsStopped() throws {
    try withTemporaryFolder { folder in
      let browser = folder.appending(path: "chromium")
      try "#!/bin/sh\nexec sleep 60\n".write(to: browser, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: browser.path)
      try "x".write(
        to: folder.appending(path: "report.html"), atomically: true, encoding: .utf8)
      let file = folder.appending(path: "a.pdf").path
      let error = #expect(throws: PDFExportError.stuck(browser: browser.path, seconds: 1)) {
        try PDFExport(path: folder.path, patience: .seconds(1)).print(
          reportAt: folder.path, to: file)
      }
      #expect(error?.description.contains("had printed nothing after 1 s") == true)
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }

  /// The file has the outline of the headings, and the answers that the screen folds away.
  @Test func theReportIsPrintedWithItsOutline() throws {
    _ = try Tool("chromium", install: "apt: chromium")
    try withTemporaryFolder { folder in
      try ReportPage(SampleDocument.make()).html.write(
        to: folder.appending(path: "report.html"), atomically: true, encoding: .utf8)
      let file = folder.appending(path: "paper.pdf")
      try PDFExport().print(reportAt: folder.path, to: file.path)
      let bytes = try Data(contentsOf: file)
      #expect(bytes.starts(with: "%PDF-".utf8))
      #expect(bytes.firstRange(of: Data("/Outlines".utf8)) != nil)
      // Ends as skipped without it, not as passed.
      let reader = try Tool("pdftotext", install: "apt: poppler-utils")
      let text = try reader.run([file.path, "-"]).output
      #expect(text.contains("Answer") && text.contains("fifty factors of 0.235"))
      #expect(!text.contains("One chapter at a time") && !text.contains("Copy"))
    }
  }
}
