import Foundation
import Testing

/// Loads the JSON that a script in `Tests/References` wrote.
enum Reference {
  static func load<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("References/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}

/// |actual − expected| relative to |expected|, or to `floor` where that is larger.
func relativeError(_ actual: Double, _ expected: Double, floor: Double = 0) -> Double {
  if actual == expected { return 0 }
  return (actual - expected).magnitude / Swift.max(expected.magnitude, floor)
}
