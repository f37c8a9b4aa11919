import Graphics

/// Colours along a unit interval, mixed in OKLab between its stops.
public struct ColorGradient: Equatable, Sendable {
  /// A colour at a place of 0…1.
  public struct Stop: Equatable, Sendable {
    /// Where, 0 … 1.
    public var place: Double
    /// The colour there.
    public var color: Color
  }

  /// The colours in increasing order of their places.
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

  /// Evenly spaced colours, so that a table of thousands of cells mixes a few only.
  func shades(_ count: Int) -> [Color] {
    (0..<count).map { color(at: Double($0) / Double(count - 1)) }
  }

  // Thirty-three of the 256 colours each, every eighth; between them the mixture stays within 0.021
  // of the original in each sRGB component.

  /// Viridis (van der Walt and Smith 2015): even steps, readable without colour vision and in grey.
  public static let viridis = ColorGradient([
    0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453781, 0x424086, 0x3E4989, 0x3B528B,
    0x375B8D, 0x33638D, 0x2F6B8E, 0x2C728E, 0x297A8E, 0x26828E, 0x23898E, 0x21918C, 0x1F988B,
    0x1FA088, 0x22A785, 0x28AE80, 0x32B67A, 0x3FBC73, 0x4EC36B, 0x5EC962, 0x70CF57, 0x84D44B,
    0x98D83E, 0xADDC30, 0xC2DF23, 0xD8E219, 0xECE51B, 0xFDE725,
  ])

  /// Cividis (Nuñez, Anderton and Renslow 2018): looks the same with and without red-green vision.
  public static let cividis = ColorGradient([
    0x00224E, 0x00285B, 0x002E6A, 0x053371, 0x1A386F, 0x273E6E, 0x32436D, 0x3B496C, 0x434E6C,
    0x4B546C, 0x535A6D, 0x5A5F6E, 0x61656F, 0x686A71, 0x6F7073, 0x767676, 0x7D7C78, 0x848279,
    0x8C8878, 0x938E78, 0x9B9476, 0xA39A74, 0xABA072, 0xB4A76F, 0xBCAE6C, 0xC4B468, 0xCDBB63,
    0xD5C25E, 0xDEC958, 0xE7D150, 0xF0D846, 0xF9E03A, 0xFEE838,
  ])

  /// Magma (van der Walt and Smith 2015): from black to pale yellow.
  public static let magma = ColorGradient([
    0x000004, 0x030312, 0x0A0822, 0x130D34, 0x1D1147, 0x29115A, 0x36106B, 0x440F76, 0x51127C,
    0x5D177F, 0x6A1C81, 0x762181, 0x832681, 0x902A81, 0x9C2E7F, 0xAA337D, 0xB73779, 0xC43C75,
    0xD0416F, 0xDC4869, 0xE75263, 0xEF5D5E, 0xF56B5C, 0xF9795D, 0xFC8961, 0xFD9869, 0xFEA772,
    0xFEB67C, 0xFEC488, 0xFED395, 0xFDE2A3, 0xFCF0B2, 0xFCFDBF,
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
  /// The colours.
  public var gradient: ColorGradient
  /// How numbers become places in the gradient.
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
