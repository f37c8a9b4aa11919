import Graphics
public struct RT: Sendable { public var markdown: String }
public struct Chart: Sendable {
  public var id: String; public var title: RT; public var altText: String; public var csv: String
  public func drawing(measuring: some TextMeasuring) throws -> (drawing: Drawing, w: [String]) {
    fatalError()
  }
}
