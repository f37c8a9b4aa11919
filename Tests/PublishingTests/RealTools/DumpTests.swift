import Foundation
import Testing
@testable import Publishing
@Test func dumpSites() throws {
  for f in SiteFlavor.allCases {
    let u = URL(fileURLWithPath: "/tmp/sites/\(f.rawValue)")
    try? FileManager.default.removeItem(at: u)
    try SampleSite.write(f, to: u)
  }
}
