/// A layer of a Keras model that is one layer after the other, as its configuration describes it.
public struct KerasLayer: Sendable, Equatable {
  /// The class, as "Conv2D".
  public let kind: String
  /// The layer's own name.
  public let name: String
  /// Numbers and lists of numbers by key, as "strides" and "pool_size"; `null` and lists in lists are left out.
  public let numbers: [String: [Double]]
  /// Texts by key, as "padding" and "activation".
  public let texts: [String: String]

  /// The layers of a configuration; nil for models that are no `Sequential`, and where it is not JSON.
  ///
  /// What stands there is a hint: a configuration that cannot be read is none, and no error.
  public static func sequence(_ configuration: String) -> [KerasLayer]? {
    let bytes = Array(configuration.utf8)
    guard bytes.count <= longest else { return nil }
    return try? model(ByteRegion(bytes, name: "config.json"), bytes.count)
  }

  /// Larger texts, and more layers, are no configurations.
  private static let longest = 1 << 22
  private static let most = 10_000

  private static func model(
    _ region: ByteRegion, _ count: Int
  ) throws(WeightFileError) -> [KerasLayer]? {
    var json = try JSONScanner(region, count: count)
    var (first, kind, layers) = (true, "", [KerasLayer]?.none)
    try json.expect("{")
    while let key = try json.key(first: &first) {
      switch (key, json.peek()) {
      case ("class_name", UInt8(ascii: "\"")): kind = try json.string()
      case ("config", UInt8(ascii: "{")): layers = try list(&json)
      default: try json.skip()
      }
    }
    return kind == "Sequential" ? layers : nil
  }

  /// The list under "layers" of the model's own configuration.
  private static func list(_ json: inout JSONScanner) throws(WeightFileError) -> [KerasLayer]? {
    var (first, layers) = (true, [KerasLayer]?.none)
    try json.expect("{")
    while let key = try json.key(first: &first) {
      guard key == "layers", json.peek() == UInt8(ascii: "[") else {
        try json.skip()
        continue
      }
      var (found, start) = ([KerasLayer](), true)
      try json.expect("[")
      while try json.element(first: &start) {
        found.append(try layer(&json))
        guard found.count <= most else { return nil }
      }
      layers = found
    }
    return layers
  }

  private static func layer(_ json: inout JSONScanner) throws(WeightFileError) -> KerasLayer {
    var (first, kind) = (true, "")
    var (numbers, texts) = ([String: [Double]](), [String: String]())
    try json.expect("{")
    while let key = try json.key(first: &first) {
      switch (key, json.peek()) {
      case ("class_name", UInt8(ascii: "\"")): kind = try json.string()
      case ("config", UInt8(ascii: "{")):
        var start = true
        try json.expect("{")
        while let key = try json.key(first: &start) {
          switch json.peek() {
          case UInt8(ascii: "\""): texts[key] = try json.string()
          case UInt8(ascii: "["): numbers[key] = try values(&json)
          case let next? where next == UInt8(ascii: "-") || (0x30...0x39).contains(next):
            numbers[key] = [try json.real()]
          default: try json.skip()
          }
        }
      default: try json.skip()
      }
    }
    return KerasLayer(kind: kind, name: texts["name"] ?? "", numbers: numbers, texts: texts)
  }

  /// The numbers of a list, without what else is in it.
  private static func values(_ json: inout JSONScanner) throws(WeightFileError) -> [Double] {
    var (first, values) = (true, [Double]())
    try json.expect("[")
    while try json.element(first: &first) {
      guard let next = json.peek(), next == UInt8(ascii: "-") || (0x30...0x39).contains(next)
      else {
        try json.skip()
        continue
      }
      values.append(try json.real())
    }
    return values
  }
}
