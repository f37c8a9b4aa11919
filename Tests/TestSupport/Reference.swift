import Foundation

/// Numbers from independent programs: the JSON files that the scripts in `Tests/References` wrote.
public enum Reference {
  /// The folder of the scripts and of what they wrote.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("References")

  /// Reads the file of that name, without its ending.
  public static func load<Value: Decodable>(
    _ type: Value.Type, _ name: String
  ) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: folder.appendingPathComponent("\(name).json")))
  }

  /// The same for a type that the context names.
  public static func load<Value: Decodable>(_ name: String) throws -> Value {
    try load(Value.self, name)
  }
}
