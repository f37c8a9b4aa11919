import Kernels
import Numerics

/// Ten digits as strokes, drawn anew for every sample: a task worth training on that needs no download.
///
/// A digit is a few polylines in a unit square. A sample shifts, turns, scales and shears them at random,
/// draws them with a pen of random width into a grey image of 16 × 16 pixels, and adds noise. How far all
/// that goes is the difficulty: 0 draws the same ten pictures always, 1 what is meant for comparisons of
/// networks, 2 digits that are hard to read.
public struct StrokeDigits: Sendable {
  /// Pixels along a side.
  public static let side = 16

  /// From 0 to 2.
  public var difficulty: Double

  /// Makes a generator.
  public init(difficulty: Double = 1) { self.difficulty = difficulty }

  /// A task with so many samples to learn from and to be tested on; classes take turns.
  ///
  /// - Throws: ``NetworkError`` for counts below ten and a difficulty out of range.
  public func task(training: Int, test: Int, seed: SeedTree) throws(NetworkError) -> LearningTask {
    guard 10...10_000_000 ~= training, 10...10_000_000 ~= test else {
      throw .run("\(training) and \(test) digits cannot be drawn; ask for 10 or more of each")
    }
    guard 0...2 ~= difficulty else {
      throw .run("a difficulty of \(difficulty) is not between 0 and 2")
    }
    return LearningTask(
      name: "digits", shape: Shape(positions: [Self.side, Self.side], channels: 1),
      training: samples(training, seed: seed.child("training")),
      test: samples(test, seed: seed.child("test")))
  }

  /// Samples; the i-th is of class i mod 10 and depends on its number alone.
  public func samples(_ count: Int, seed: SeedTree) -> LearningTask.Samples {
    var inputs: [Float] = []
    inputs.reserveCapacity(count * Self.side * Self.side)
    for index in 0..<count {
      var source = seed.child(index).source()
      inputs += image(of: index % 10, &source)
    }
    return LearningTask.Samples(
      inputs: inputs, answers: .classes((0..<count).map { $0 % 10 }))
  }

  /// One picture, row by row, 0 for paper and 1 for ink before noise.
  public func image(of digit: Int, _ source: inout RandomSource) -> [Float] {
    let d = difficulty
    func within(_ size: Double) -> Double { size * (2 * source.uniform() - 1) }
    let (shiftX, shiftY) = (within(0.09 * d), within(0.09 * d))
    let turn = within(0.045 * d)
    let (scaleX, scaleY) = (1 + within(0.16 * d), 1 + within(0.16 * d))
    let shear = within(0.22 * d)
    let pen = 0.07 + within(0.022 * d)
    let (c, s) = (Double.cosine(ofTurns: turn), Double.cosine(ofTurns: turn - 0.25))
    let strokes = Self.strokes[digit].map { stroke in
      stroke.map { point -> (Double, Double) in
        let x = (point.0 - 0.5) * scaleX + shear * (point.1 - 0.5)
        let y = (point.1 - 0.5) * scaleY
        return (0.5 + c * x - s * y + shiftX, 0.5 + s * x + c * y + shiftY)
      }
    }
    let segments = strokes.flatMap { Array(zip($0, $0.dropFirst())) }
    var pixels = [Float](repeating: 0, count: Self.side * Self.side)
    let noise = source.normals(pixels.count)
    let pixel = 1 / Double(Self.side)
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let at = ((Double(column) + 0.5) * pixel, (Double(row) + 0.5) * pixel)
        var nearest = Double.infinity
        for (a, b) in segments { nearest = min(nearest, Self.squaredDistance(at, a, b)) }
        nearest = nearest.squareRoot()
        // Ink falls off over one pixel at the pen's border.
        let ink = min(1, max(0, (pen + 0.5 * pixel - nearest) / pixel))
        pixels[row * Self.side + column] = Float(ink + 0.12 * d * noise[row * Self.side + column])
      }
    }
    return pixels
  }

  /// The square of how far a point is from a segment.
  private static func squaredDistance(
    _ p: (Double, Double), _ a: (Double, Double), _ b: (Double, Double)
  ) -> Double {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1)
    let length = dx * dx + dy * dy
    var t = length > 0 ? ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length : 0
    t = min(1, max(0, t))
    let (x, y) = (p.0 - a.0 - t * dx, p.1 - a.1 - t * dy)
    return x * x + y * y
  }

  /// An arc of an ellipse from one angle to another, in turns clockwise from three o'clock.
  private static func arc(
    _ centre: (Double, Double), _ radius: (Double, Double), from: Double, to: Double
  ) -> [(Double, Double)] {
    (0...12).map { step in
      let turns = from + (to - from) * Double(step) / 12
      return (
        centre.0 + radius.0 * .cosine(ofTurns: turns),
        centre.1 + radius.1 * .cosine(ofTurns: turns - 0.25)
      )
    }
  }

  /// The strokes of each digit; x to the right, y downward.
  private static let strokes: [[[(Double, Double)]]] = [
    [arc((0.5, 0.5), (0.2, 0.3), from: 0, to: 1)],
    [[(0.38, 0.3), (0.52, 0.2), (0.52, 0.8)]],
    [
      arc((0.5, 0.37), (0.18, 0.17), from: 0.5, to: 1.08)
        + [(0.32, 0.8), (0.7, 0.8)]
    ],
    [
      arc((0.47, 0.35), (0.19, 0.15), from: 0.55, to: 1.25)
        + arc((0.47, 0.65), (0.21, 0.15), from: 0.75, to: 1.45)
    ],
    [[(0.58, 0.8), (0.58, 0.2), (0.3, 0.62), (0.72, 0.62)]],
    [
      [(0.67, 0.2), (0.37, 0.2), (0.34, 0.48)]
        + arc((0.48, 0.62), (0.2, 0.18), from: 0.62, to: 1.4)
    ],
    [
      [(0.62, 0.2), (0.42, 0.38)] + arc((0.5, 0.62), (0.19, 0.18), from: 0.52, to: 1.52)
    ],
    [[(0.31, 0.2), (0.69, 0.2), (0.44, 0.8)]],
    [
      arc((0.5, 0.35), (0.16, 0.15), from: 0.25, to: 1.25),
      arc((0.5, 0.65), (0.19, 0.15), from: 0.75, to: 1.75),
    ],
    [
      arc((0.5, 0.38), (0.18, 0.18), from: 0, to: 1),
      [(0.68, 0.38), (0.64, 0.62), (0.5, 0.8)],
    ],
  ]
}
