import CairoRendering
import Foundation
import Testing

@testable import Publishing

@Suite struct ReportPageTests {
  @Test func dump() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let page = try ReportPage(SampleDocument.make())
    print(clock.now - start, page.html.utf8.count, page.warnings)
    try page.html.write(toFile: "/tmp/publish-page.html", atomically: true, encoding: .utf8)
  }
}
