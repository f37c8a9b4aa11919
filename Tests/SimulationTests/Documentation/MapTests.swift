import Foundation
import Testing

/// The map of `CONTRIBUTING.md` says what `Package.swift` declares, and sources import no more than that.
@Suite("The map of the modules") struct MapTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// What each target under `Sources` depends on; `Simulation` stands for the list of that name.
  private static func declared() throws -> [String: Set<String>] {
    let manifest = try text("Package.swift")
    var targets: [String: Set<String>] = [:]
    for start in manifest.ranges(of: /\.(target|executableTarget|systemLibrary)\(/) {
      // Up to the bracket that closes this one.
      var depth = 1
      let body = manifest[start.upperBound...].prefix { letter in
        depth += letter == "(" ? 1 : letter == ")" ? -1 : 0
        return depth > 0
      }
      guard !body.contains("path: \"Tests"), let name = body.firstMatch(of: /name: "([^"]+)"/)
      else { continue }
      var names: Set<String> = []
      if let list = body.firstRange(of: "dependencies:") {
        let rest = body[list.upperBound...]
        let end = rest.firstMatch(of: /(swiftSettings|plugins|cSettings|path|exclude):/)
        let entries = String(rest[..<(end?.range.lowerBound ?? rest.endIndex)])
          .replacing(/package: "[^"]+"/, with: "")
        names = Set(entries.matches(of: /"([^"]+)"/).map { String($0.1) })
        if entries.contains(/\bsimulation\b/) { names.insert("Simulation") }
      }
      targets[String(name.1)] = names
    }
    return targets
  }

  /// The table's rows: names of modules, and what these may import.
  private static func map() throws -> [String: Set<String>] {
    var rows: [String: Set<String>] = [:]
    for line in try text("CONTRIBUTING.md").split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|")
      guard cells.count == 3 else { continue }
      func names(_ cell: Substring) -> [String] {
        cell.matches(of: /`([^`]+)`/).map { String($0.1) }
      }
      for module in names(cells[0]) { rows[module] = Set(names(cells[2])) }
    }
    return rows
  }

  @Test func theTableIsTheManifest() throws {
    let (declared, map) = (try Self.declared(), try Self.map())
    #expect(declared.count > 30)
    #expect(Set(map.keys) == Set(declared.keys))
    for (module, names) in declared.sorted(by: { $0.key < $1.key }) {
      #expect(map[module] == names, "\(module)")
    }
  }

  /// The README names every product and every ready study.
  @Test func theREADMENamesWhatThereIs() throws {
    let readme = try Self.text("README.md")
    let products = try Self.text("Package.swift").matches(of: /\.library\(\s*name: "([^"]+)"/)
      .map { String($0.1) }
    let studies = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "templates/studies").path)
    #expect(products.count == 5 && studies.count >= 8)
    for name in products + studies where !name.hasPrefix(".") {
      #expect(readme.contains("`\(name)`"), "\(name)")
    }
  }

  @Test func sourcesImportWhatIsDeclared() throws {
    let system: Set = ["Foundation", "FoundationEssentials", "Synchronization", "Dispatch"]
    var declared = try Self.declared()
    let whole = try #require(declared["Simulation"])
    #expect(whole.count == 6)
    // Whoever depends on Simulation depends on its modules.
    for (module, names) in declared where names.contains("Simulation") {
      declared[module] = names.union(whole)
    }
    var count = 0
    for (module, names) in declared.sorted(by: { $0.key < $1.key }) {
      let folder = Self.root.appending(path: "Sources/\(module)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        let source = try String(contentsOf: file, encoding: .utf8)
        for match in source.matches(
          of: /^(?:@_exported |package |public |internal )*import (\w+)$/.anchorsMatchLineEndings())
        {
          let name = String(match.1)
          count += 1
          #expect(
            names.contains(name) || system.contains(name) || name == module,
            "\(module)/\(file.lastPathComponent) imports \(name)")
        }
      }
    }
    #expect(count > 500)
  }
}
