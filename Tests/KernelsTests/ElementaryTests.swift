import Foundation
import TestSupport
import Testing

@testable import Kernels

/// Errors in units in the last place against 60-digit values from `Tests/References/elementary.py`.
@Suite struct ElementaryTests {
  /// [x, value, value's rounding error], hexadecimal, by "function precision".
  static let reference: [String: [[String]]] = (try? Reference.load("elementary")) ?? [:]

  static let doubles: [(String, Double, @Sendable (Double) -> Double)] = [
    ("exp", 1, { .exp($0) }), ("expMinusOne", 2, { .expMinusOne($0) }), ("log", 1, { .log($0) }),
    ("logOnePlus", 2, { .logOnePlus($0) }), ("tanh", 4, { .tanh($0) }),
    ("sechSquared", 4, { .sechSquared($0) }), ("sigmoid", 3, { .sigmoid($0) }),
    ("sigmoidSlope", 4, { .sigmoidSlope($0) }), ("gaussian", 2, { .gaussian($0) }),
    ("erf", 2, { .erf($0) }), ("erfc", 5, { .erfc($0) }),
  ]

  static let singles: [(String, Double, @Sendable (Float) -> Float)] = [
    ("exp", 1, { .exp($0) }), ("expMinusOne", 2, { .expMinusOne($0) }), ("log", 1, { .log($0) }),
    ("logOnePlus", 2, { .logOnePlus($0) }), ("tanh", 4, { .tanh($0) }),
    ("sechSquared", 4, { .sechSquared($0) }), ("sigmoid", 3, { .sigmoid($0) }),
    ("sigmoidSlope", 4, { .sigmoidSlope($0) }), ("gaussian", 2, { .gaussian($0) }),
    ("erf", 2, { .erf($0) }), ("erfc", 5, { .erfc($0) }),
  ]

  @Test(arguments: doubles.indices) func doublePrecision(_ index: Int) throws {
    let (name, bound, function) = Self.doubles[index]
    let rows = try #require(Self.reference["\(name) double"])
    #expect(rows.count > 50)
    var worst = (ulps: 0.0, at: 0.0)
    for row in rows {
      let x = try #require(Double(row[0]))
      let head = try #require(Double(row[1]))
      let tail = try #require(Double(row[2]))
      let error = abs((function(x) - head) - tail) / head.ulp
      if !(error <= worst.ulps) { worst = (error, x) }
    }
    #expect(worst.ulps <= bound, "\(name): \(worst.ulps) ulp at \(worst.at)")
  }

  @Test(arguments: singles.indices) func singlePrecision(_ index: Int) throws {
    let (name, bound, function) = Self.singles[index]
    let rows = try #require(Self.reference["\(name) float"])
    #expect(rows.count > 50)
    var worst = (ulps: 0.0, at: 0.0)
    for row in rows {
      let x = try #require(Double(row[0]))
      let exact = try #require(Double(row[1]))
      let error = abs(Double(function(Float(x))) - exact) / Double(Float(exact).ulp)
      if !(error <= worst.ulps) { worst = (error, x) }
    }
    #expect(worst.ulps <= bound, "\(name): \(worst.ulps) ulp at \(worst.at)")
  }

  @Test func specialValues() {
    func check<Real: ElementaryReal>(_: Real.Type) {
      let inf = Real.infinity
      #expect(Real.exp(-inf) == 0 && Real.exp(inf) == inf && Real.exp(0) == 1)
      #expect(Real.exp(.nan).isNaN && Real.log(.nan).isNaN && Real.tanh(.nan).isNaN)
      #expect(Real.erf(.nan).isNaN && Real.erfc(.nan).isNaN && Real.sigmoid(.nan).isNaN)
      #expect(Real.expMinusOne(.nan).isNaN && Real.logOnePlus(.nan).isNaN)
      #expect(Real.expMinusOne(-inf) == -1 && Real.expMinusOne(inf) == inf)
      #expect(Real.log(0) == -inf && Real.log(-1).isNaN && Real.log(inf) == inf && Real.log(1) == 0)
      #expect(Real.logOnePlus(-1) == -inf && Real.logOnePlus(inf) == inf)
      #expect(Real.logOnePlus(-2).isNaN)
      #expect(Real.tanh(inf) == 1 && Real.tanh(-inf) == -1 && Real.sechSquared(inf) == 0)
      #expect(Real.sigmoid(inf) == 1 && Real.sigmoid(-inf) == 0 && Real.sigmoidSlope(-inf) == 0)
      #expect(Real.erf(inf) == 1 && Real.erf(-inf) == -1)
      #expect(Real.erfc(inf) == 0 && Real.erfc(-inf) == 2)
      #expect(Real.gaussian(inf) == 0 && Real.gaussian(-inf) == 0 && Real.gaussian(0) == 1)
      // The sign of zero, and subnormal arguments.
      let minusZero = -Real.zero
      for f in [Real.tanh, Real.erf, Real.expMinusOne, Real.logOnePlus] as [(Real) -> Real] {
        #expect(f(minusZero) == 0 && f(minusZero).sign == .minus)
        let tiny = Real.leastNonzeroMagnitude * 9
        let ratio = f(tiny) / tiny
        #expect(ratio >= 0.9 && ratio <= 1.2)
      }
      #expect(
        Swift.abs(
          Real.log(.leastNonzeroMagnitude) - Real.log(Real.leastNormalMagnitude)
            - Real.log(Real.ulpOfOne)) < 1e-4)
    }
    check(Float.self)
    check(Double.self)
  }

  /// Results below the normal range come from one rounding, not from flushing.
  @Test func gradualUnderflow() {
    #expect(Double.exp(-745) == Double.leastNonzeroMagnitude)
    #expect(abs(Double.exp(-740) / Double.leastNonzeroMagnitude - 85) <= 1)
    #expect(Float.exp(-103) == Float.leastNonzeroMagnitude)
    #expect(Double.exp(709.782712893384) > 1.79e308)
    #expect(Double.expMinusOne(709.782712893384) > 1.79e308)
    #expect(Float.exp(88.72283) > 3.4e38)
  }

  /// Single precision over its whole range, 200,000 random bit patterns for each function, against the
  /// double-precision form, whose own error is 10⁻⁸ of a single-precision unit.
  @Test(arguments: singles.indices) func singlePrecisionEverywhere(_ index: Int) {
    let (name, bound, function) = Self.singles[index]
    let exact = Self.doubles[index].2
    var worst = (ulps: 0.0, at: Float(0))
    for block in 0..<50_000 {
      let words = Philox.block((UInt32(block), 0, 0, 77), key: (3, UInt32(index)))
      for word in [words.0, words.1, words.2, words.3] {
        let x = Float(bitPattern: word)
        let expected = exact(Double(x))
        // Subnormal results are rounded to a coarser grid; beyond the range both overflow.
        guard x.isFinite, abs(expected) >= Double(Float.leastNormalMagnitude),
          abs(expected) < Double(Float.greatestFiniteMagnitude) / 2
        else { continue }
        let error = abs(Double(function(x)) - expected) / Double(Float(expected).ulp)
        if !(error <= worst.ulps) { worst = (error, x) }
      }
    }
    #expect(worst.ulps <= bound, "\(name): \(worst.ulps) ulp at \(worst.at)")
  }
}
