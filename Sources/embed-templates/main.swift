import Foundation

// Turns the files of `templates/` into one Swift file of string literals.
//
//     embed-templates TEMPLATES-DIRECTORY OUTPUT.swift
//
// Run by the EmbedTemplates plugin at build time. Files are written in the order of their paths, so
// that the generated file does not depend on the order in which a file system lists them.

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: embed-templates DIRECTORY OUTPUT.swift\n".utf8))
  exit(64)
}
let root = URL(fileURLWithPath: arguments[1], isDirectory: true)

/// A raw string literal with enough `#` that nothing in the text can end or interpolate it.
func literal(_ text: String) -> String {
  var pounds = "#"
  while text.contains("\"" + pounds) || text.contains("\\" + pounds) { pounds += "#" }
  return "\(pounds)\"\"\"\n\(text)\n\"\"\"\(pounds)"
}

var paths: [String] = []
if let walker = FileManager.default.enumerator(atPath: root.path) {
  for case let path as String in walker
  where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
    var isDirectory: ObjCBool = false
    let full = root.appendingPathComponent(path).path
    if FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory),
      !isDirectory.boolValue
    {
      paths.append(path)
    }
  }
}

var source = "// Generated from templates/ by embed-templates.\n\n"
source += "let embeddedTemplates: [(path: StaticString, text: StaticString)] = [\n"
for path in paths.sorted() {
  let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  source +=
    "(path: \(literal(path).replacingOccurrences(of: "\"\"\"\n", with: "\"").replacingOccurrences(of: "\n\"\"\"", with: "\"")), text: \(literal(text))),\n"
}
source += "]\n"
try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
