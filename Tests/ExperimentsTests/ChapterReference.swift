import TestSupport

/// What `Tests/References/chapters_1_to_4.py` wrote.
struct ChapterReference: Decodable {
  struct Sample: Decodable {
    let value: Double
    /// The standard error.
    let error: Double
  }

  struct LogNorm: Decodable {
    let mean: Double
    let variance: Double
    let trials: Int
  }

  struct LargestEntry: Decodable {
    let meanLog10: Double
    let shareAboveNote: Double
    let trials: Int
  }

  struct Radii: Decodable {
    let sigmoidSaturation: Double
    let tanhSaturation: Double
    let sigmoidLinear: Double
    let tanhLinear: Double
  }

  let exits: [String: [Int]]
  let exponents: [String: Double]
  let logNorm: LogNorm
  let largestEntry: LargestEntry
  /// E f, E f², E f′² by activation and standard deviation.
  let moments: [String: [String: [Double]]]
  let radii: Radii
  let taylor: [String: [Double]]
  let gradientFactors: [String: Sample]
  let reluFactor: Sample
  let medianShare: Double

  static func load() throws -> ChapterReference { try Reference.load("chapters_1_to_4") }
}
