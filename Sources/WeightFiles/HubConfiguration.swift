/// The `config.json` that model hubs keep beside weights: its numbers and texts of the first level.
public struct HubConfiguration: Sendable {
  /// Numbers by key, in the file's order.
  public let numbers: [(key: String, value: Double)]
  /// Texts by key, in the file's order.
  public let texts: [(key: String, value: String)]

  /// Larger files are not configurations.
  private static let longest = 1 << 22

  /// Reads `config.json` in the folder of a file of weights; nil where there is none, or it is not such a file.
  ///
  /// What stands there is a hint: a configuration that cannot be read is none, and no error.
  public init?(beside path: String) {
    guard let source = try? SiblingFiles.folder(of: path).open("config.json"),
      let found = try? Self.read(ByteRegion(source))
    else { return nil }
    (numbers, texts) = found
  }

  /// Reads the text of a configuration.
  ///
  /// - Throws: ``WeightFileError`` where it is not JSON.
  public init(_ text: String, name: String = "config.json") throws(WeightFileError) {
    (numbers, texts) = try Self.read(ByteRegion(Array(text.utf8), name: name))
  }

  private static func read(
    _ file: ByteRegion
  ) throws(WeightFileError) -> ([(key: String, value: Double)], [(key: String, value: String)]) {
    guard file.count <= longest else {
      throw file.error(.headerTooLong(bytes: UInt64(file.count), limit: longest))
    }
    var json = try JSONScanner(file, count: file.count)
    try json.expect("{")
    var (first, numbers, texts) = (
      true, [(key: String, value: Double)](), [(key: String, value: String)]()
    )
    while let key = try json.key(first: &first) {
      let next = json.peek() ?? 0
      if next == UInt8(ascii: "\"") {
        texts.append((key, try json.string()))
      } else if next == UInt8(ascii: "-") || (0x30...0x39).contains(next) {
        numbers.append((key, try json.real()))
      } else {
        try json.skip()
      }
    }
    return (numbers, texts)
  }

  /// The first number under one of some keys.
  public func number(_ keys: String...) -> Double? {
    keys.lazy.compactMap { key in numbers.first { $0.key == key }?.value }.first
  }

  /// The first text under one of some keys.
  public func text(_ keys: String...) -> String? {
    keys.lazy.compactMap { key in texts.first { $0.key == key }?.value }.first
  }
}
