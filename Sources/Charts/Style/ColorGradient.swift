import Graphics

/// Colours along a unit interval, mixed in OKLab between its stops.
public struct ColorGradient: Equatable, Sendable {
  /// A colour at a place of 0…1.
  public struct Stop: Equatable, Sendable {
    public var place: Double
    public var color: Color
  }

  public var stops: [Stop]

  /// Makes a gradient from stops in rising order.
  public init(stops: [Stop]) { self.stops = stops }

  /// Makes a gradient from evenly spaced colours that are the same on light and dark paper.
  init(_ hexes: [UInt32]) {
    stops = hexes.enumerated().map { index, hex in
      Stop(place: Double(index) / Double(max(1, hexes.count - 1)), color: Color(hex, hex))
    }
  }

  /// The colour at a place; places outside take the end's colour.
  public func color(at place: Double) -> Color {
    guard let first = stops.first, let last = stops.last else { return Color(0x808080, 0x808080) }
    if place <= first.place { return first.color }
    for (a, b) in zip(stops, stops.dropFirst()) where place <= b.place {
      let span = b.place - a.place
      return span > 0 ? .mix(a.color, b.color, (place - a.place) / span) : b.color
    }
    return last.color
  }

  // Seventeen of the 256 colours each, every sixteenth; between them the mixture stays within
  // 0.012 of the original in each sRGB component.

  /// Viridis (van der Walt and Smith 2015): even steps, readable without colour vision and in grey.
  public static let viridis = ColorGradient([
    0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
    0x1F9F88, 0x27AD81, 0x3DBC74, 0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725,
  ])

  /// Cividis (Nuñez, Anderton and Renslow 2018): looks the same with and without red-green vision.
  public static let cividis = ColorGradient([
    0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D, 0x61656F, 0x6F7073, 0x7D7C78,
    0x8B8778, 0x9A9376, 0xAAA073, 0xBBAD6D, 0xCCBA64, 0xDDC858, 0xEFD748, 0xFEE838,
  ])

  /// Magma (van der Walt and Smith 2015): from black to pale yellow.
  public static let magma = ColorGradient([
    0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779,
    0xCF4070, 0xE55064, 0xF4695C, 0xFB8761, 0xFEA571, 0xFEC287, 0xFDE0A1, 0xFCFDBF,
  ])

  /// Blue through neutral to orange.
  ///
  /// On dark paper the middle is dark and the ends are bright, so that on both papers what is far
  /// from the middle stands out.
  public static let diverging: ColorGradient = {
    let places = [-1, -0.6, -0.3, -0.1, 0, 0.1, 0.3, 0.6, 1]
    let light: [UInt32] = [
      0x0A3A6B, 0x2B73B3, 0x8DB9DB, 0xD3E2EC, 0xF3F1EC, 0xF6DFCF, 0xEFA97C, 0xCC5A22, 0x7A2404,
    ]
    let dark: [UInt32] = [
      0xB5DCFF, 0x559FDF, 0x2C5F8F, 0x263845, 0x25282D, 0x42322A, 0x87461F, 0xDB7434, 0xFFCBA1,
    ]
    return ColorGradient(
      stops: places.indices.map {
        Stop(place: (places[$0] + 1) / 2, color: Color(light[$0], dark[$0]))
      })
  }()
}

/// How numbers become colours: a scale, its ends, and a gradient.
public struct ColorScale: Sendable {
  public var gradient: ColorGradient
  public var scale: any ContinuousScale
  /// The values at the ends of the gradient; values beyond take the colour of the end.
  public var domain: ClosedRange<Double>
  /// What cells without a value look like.
  public var noData = Color(0xE4E1DA, 0x33373D)

  /// Makes a scale: `ColorScale(.viridis, domain: 1e-3...1, type: .log)`.
  public init(
    _ gradient: ColorGradient, domain: ClosedRange<Double>,
    type: some ContinuousScale = LinearScale()
  ) {
    self.gradient = gradient
    self.domain = domain
    scale = type
  }

  /// Where a value lies along the gradient; nil without a place on the scale.
  func place(of value: Double) -> Double? {
    if value == .infinity { return 1 }
    let low = scale.coordinate(of: domain.lowerBound)
    let high = scale.coordinate(of: domain.upperBound)
    let place = (scale.coordinate(of: value) - low) / (high - low)
    return place.isNaN ? nil : place
  }

  /// The colour of a value.
  public func color(of value: Double) -> Color {
    place(of: value).map(gradient.color(at:)) ?? noData
  }
}
