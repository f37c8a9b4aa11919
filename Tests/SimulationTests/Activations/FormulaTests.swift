import Foundation
import Kernels
import TestSupport
import Testing

@testable import Activations
@testable import Networks
@testable import Numerics
@testable import Theory

/// Activations given by formulas; values come from `Tests/References/formulas.py`.
@Suite("Formulas") struct FormulaTests {
  struct Row: Decodable, Sendable {
    var formula: String
    var kinks: [Double]
    var rows: [[Double]]
    var mean: Double
    var meanSquare: Double
  }

  static let reference: [Row] = (try? Reference.load([Row].self, "formulas")) ?? []

  @Test func thereAreReferences() { #expect(Self.reference.count >= 18) }

  @Test(arguments: reference) func valuesSlopesAndKinksAreThoseOfTheMeaning(_ row: Row) throws {
    let activation = try ActivationCatalog.activation(named: row.formula)
    #expect(activation is FormulaActivation)
    for point in row.rows {
      let (x, value, slope) = (point[0], point[1], point[2])
      // What is inside a function is rounded: an error in x, which the slope carries on.
      let bound = 4e-15 * max(1, abs(value)) + 4e-16 * abs(x * slope)
      #expect(abs(activation.value(at: x) - value) <= bound, "f(\(x))")
      // A rounded argument turns the slope by its own slope, which the reference does not have: of the
      // formulas here it is at most (2π)² √(x² + 1), and arguments of up to 2πx lose 2 · 10⁻¹⁶ of themselves.
      let turned = 40 * abs(x) * (x * x + 1).squareRoot() * 2e-16
      #expect(
        abs(activation.slope(at: x) - slope) <= 2e-13 * max(1, abs(slope)) + turned, "f′(\(x))")
    }
    #expect(activation.kinks == row.kinks)
  }

  @Test(arguments: reference) func gaussianAveragesAreThoseOfTheMeaning(_ row: Row) throws {
    let moments = try GaussianMoments(
      of: try ActivationCatalog.activation(named: row.formula), variance: 1)
    #expect(abs(moments.mean - row.mean) <= 1e-9 * max(1, abs(row.mean)))
    #expect(abs(moments.secondMoment - row.meanSquare) <= 1e-9 * max(1, row.meanSquare))
  }

  @Test(arguments: reference) func buffersAreTheScalarsBitForBit(_ row: Row) throws {
    let activation = try FormulaActivation(row.formula)
    let xs = (0..<201).map { Double($0 - 100) / 16 }
    var values = [Double](repeating: 0, count: xs.count)
    var slopes = values
    activation.apply(xs, into: &values, count: xs.count)
    activation.slopes(xs, into: &slopes, count: xs.count)
    #expect(values == xs.map(activation.value(at:)))
    #expect(slopes == xs.map(activation.slope(at:)))
    let floats = xs.map(Float.init)
    var rounded = [Float](repeating: 0, count: xs.count)
    activation.apply(floats, into: &rounded, count: xs.count)
    #expect(rounded == values.map(Float.init))
  }

  /// A formula and the named function of the same meaning.
  @Test(arguments: [
    ("max(x, 0)", "relu"), ("max(0.2 x, x)", "leaky-relu-0.2"), ("max(x, 0)^2", "squared-relu"),
    ("tanh(x)", "tanh"), ("min(max(x, 0), 6)", "relu6"),
  ])
  func homogeneityIsSeen(formula: String, name: String) throws {
    let own = try FormulaActivation(formula)
    let known = try ActivationCatalog.activation(named: name)
    #expect(own.homogeneousDegree == known.homogeneousDegree)
    #expect(own.homogeneousSlopes?.negative == known.homogeneousSlopes?.negative)
    #expect(own.homogeneousSlopes?.positive == known.homogeneousSlopes?.positive)
  }

  @Test(arguments: [
    ("x * sigmod(x)", 5, "there is no 'sigmod'; did you mean 'sigmoid'?"),
    ("x * (1 + x", 11, "')' is missing"), ("x + ", 5, "something is missing at the end"),
    ("x ++* x", 5, "missing before '*'"), ("max(x)", 1, "max takes two arguments or more"),
    ("tanh x", 6, "'tanh' needs brackets"), ("tanh(x, 2)", 1, "tanh takes one argument, not 2"),
    ("2 3 x", 3, "this does not belong here"), ("(x))", 4, "never opened"),
    ("x # 2", 3, "'#' means nothing here"), ("2 * 3", 1, "there is no x in it"),
    ("log(x)", 1, "at x = 0 it has log(0)"), ("1 / x", 3, "at x = 0 it has 1 / 0"),
    ("x + sqrt(x)", 5, "at x = -0.125 it has sqrt(-0.125)"), ("1.2.3 x", 1, "no number"),
  ])
  func whatDoesNotParseSaysWhere(formula: String, column: Int, words: String) {
    #expect {
      _ = try FormulaActivation(formula)
    } throws: { error in
      guard let error = error as? FormulaError else { return false }
      return error.column == column && error.description.contains(words)
    }
  }

  @Test func catalogueTellsMisspeltNamesFromFormulas() {
    #expect(throws: CatalogError.self) { try ActivationCatalog.activation(named: "sigmod") }
    do {
      _ = try ActivationCatalog.activation(named: "relux")
    } catch {
      #expect(error.formula == nil)
      #expect(error.suggestion == "relu")
    }
    do {
      _ = try ActivationCatalog.activation(named: "relu(y)")
    } catch {
      #expect(error.description.contains("there is no 'y'"))
    }
  }

  /// Whatever text comes, it is read or refused; what is read has finite values near the origin.
  @Test func anyTextIsReadOrRefused() {
    let pieces = [
      "x", "2", "0.5", "(", ")", "+", "-", "*", "/", "^", ",", " ", "max(", "min(", "abs(", "exp(",
      "sqrt(", "log(", "1e3", ".", "²", "relu", "²x", "e", "pi", "**", "tanh(x)", "y", "−", "é",
    ]
    var random = SeedTree(seed: 7).source()
    var read = 0
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<(1 + random.integer(below: 9)) {
        text += pieces[random.integer(below: pieces.count)]
      }
      guard let activation = try? FormulaActivation(text) else { continue }
      read += 1
      for x in [-2.0, -0.5, 0, 0.25, 3] { #expect(activation.value(at: x).isFinite, "\(text)") }
    }
    #expect(read > 200)
    #expect(throws: FormulaError.self) {
      try FormulaActivation(String(repeating: "(", count: 300) + "x")
    }
    #expect(throws: FormulaError.self) {
      try FormulaActivation(String(repeating: "-", count: 399) + "x")
    }
    #expect(throws: FormulaError.self) { try FormulaActivation(String(repeating: "x", count: 500)) }
  }

  /// −2⁶³ is the one whole number that has no magnitude among integers.
  @Test func theLeastExponentIsAnExponent() throws {
    #expect(
      FormulaOperation.power(2, -0x1p63) == 0 && FormulaOperation.power(2, 0x1p63) == .infinity)
    #expect(FormulaOperation.power(1, -0x1p63) == 1)
    // 512⁷ is 2⁶³.
    #expect(try FormulaActivation("2 **-512** x").value(at: 7) == 0)
  }
}
