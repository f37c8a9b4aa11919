import Graphics
public struct M: TextMeasuring {
  public func width(of text: String, style: TextStyle) -> Double { 0 }
  public func metrics(of style: TextStyle) -> FontMetrics { fatalError() }
}
public struct CairoRenderer {
  public init() {}; public var measurer: M { M() }
  public func render(
    _ d: Drawing, as: PictureFormat, appearance: Appearance, density: Double, salt: String
  ) throws -> [UInt8] { [] }
}
