import Foundation

/// Loads the JSON that a script in `Tests/References` wrote.
enum Reference {
  static func load<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("References/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}
