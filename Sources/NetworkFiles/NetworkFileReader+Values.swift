import Engine
import Simulation
import Yams

extension NetworkFileReader {
  /// A value as a parameter has it.
  func value(
    _ node: Node, _ parameter: StageParameter, name: String
  ) throws(StudyFileError) -> StageValue {
    func fail(_ problem: String) -> StudyFileError { YAMLFields.error(document, node, problem) }
    func text(_ expected: String) throws(StudyFileError) -> String {
      guard let scalar = node.scalar else {
        throw fail("“\(name)” is \(YAMLFields.kind(of: node)), but should be \(expected)")
      }
      return scalar.string
    }
    func scaled(_ number: Int) -> Int {
      parameter.isWidth && options.scale != 1
        ? max(1, Int((Double(number) * options.scale).rounded())) : number
    }
    func integer(_ text: String, _ range: ClosedRange<Int>) throws(StudyFileError) -> Int {
      guard let number = Int(text.replacing("_", with: "")) else {
        throw fail("“\(name)” should be a whole number, but is “\(text.prefix(60))”")
      }
      guard range.contains(number) else {
        throw fail("“\(name)” is \(number), outside \(range.lowerBound) … \(range.upperBound)")
      }
      return scaled(number)
    }
    func word(_ words: [String], _ text: String, orElse: String) -> StudyFileError {
      fail(
        "“\(name)” should be \(orElse) or one of \(words.joined(separator: ", ")), but is"
          + " “\(text.prefix(60))”")
    }
    switch parameter.values {
    case .integer(let range):
      return .integer(try integer(try text("a whole number"), range))
    case .integerOr(let range, let words):
      let text = try text("a whole number")
      if words.contains(text) { return .word(text) }
      guard Int(text) != nil else { throw word(words, text, orElse: "a whole number") }
      return .integer(try integer(text, range))
    case .integers(let range, let words):
      if let items = node.sequence {
        guard 1...3 ~= items.count else {
          throw fail("“\(name)” should have a number for each direction, such as [3, 3]")
        }
        var numbers: [Int] = []
        for item in items { numbers.append(try integer(item.scalar?.string ?? "", range)) }
        return .integers(numbers)
      }
      let text = try text("a whole number, or one for each direction such as [3, 3]")
      if words.contains(text) { return .word(text) }
      // Sizes as people write them: 32x32.
      let parts = text.split(whereSeparator: { "x×".contains($0) }).map(String.init)
      if 2...3 ~= parts.count {
        var numbers: [Int] = []
        for part in parts { numbers.append(try integer(part, range)) }
        return .integers(numbers)
      }
      if Int(text) == nil, !words.isEmpty { throw word(words, text, orElse: "a whole number") }
      return .integers([try integer(text, range)])
    case .number(let range):
      return .number(try number(try text("a number"), range, node, name))
    case .numberOr(let range, let words):
      let text = try text("a number")
      if words.contains(text) { return .word(text) }
      return .number(try number(text, range, node, name, words: words))
    case .flag:
      switch try text("true or false") {
      case "true", "yes": return .flag(true)
      case "false", "no": return .flag(false)
      case let other:
        throw fail("“\(name)” should be true or false, but is “\(other.prefix(60))”")
      }
    case .choice(let words):
      let text = try text("one of \(words.joined(separator: ", "))")
      guard words.contains(text) else {
        throw fail(YAMLFields.unknown(text, of: words, kind: "value of “\(name)”"))
      }
      return .word(text)
    case .activation:
      do {
        return .activation(
          try ActivationCatalog.activation(named: try text("an activation")))
      } catch let error as CatalogError {
        throw fail(YAMLFields.unknown(error))
      } catch let error as StudyFileError { throw error } catch { throw fail("\(error)") }
    case .initializer: return .rule(try rule(try text("an initialiser"), node))
    case .bias:
      let text = try text("a number or the rule that draws them")
      if text == "none" || text == "false" { return .number(0) }
      if Double(text) != nil || text.hasPrefix("-") {
        return .number(try number(text, -1e9...1e9, node, name))
      }
      return .rule(try rule(text, node))
    case .text: return .word(try text("a text"))
    case .stack: throw fail("“\(name)” should be a list of stages")
    }
  }

  private func rule(_ text: String, _ node: Node) throws(StudyFileError) -> any WeightInitializer {
    do {
      let rule = try InitializerCatalog.initializer(named: text)
      guard !(rule is any DataDependentInitializer) else {
        throw YAMLFields.error(
          document, node,
          "“\(text)” looks at the data to scale its weights, which rules of a network file cannot; take another rule,"
            + " or a chain (report propagate --init \(text))"
        )
      }
      return rule
    } catch let error as CatalogError {
      throw YAMLFields.error(document, node, YAMLFields.unknown(error))
    } catch let error as StudyFileError { throw error } catch {
      throw YAMLFields.error(document, node, "\(error)")
    }
  }

  /// A number, or a formula of L.
  private func number(
    _ text: String, _ range: ClosedRange<Double>, _ node: Node, _ name: String,
    words: [String] = []
  ) throws(StudyFileError) -> Double {
    func fail(_ problem: String) -> StudyFileError { YAMLFields.error(document, node, problem) }
    let number: Double
    if let plain = Double(text), plain.isFinite {
      number = plain
    } else {
      do {
        number = try NumberFormula(text.replacing("√L", with: "sqrt(L)"), variables: ["L"])
          .value([Double(branches)])
      } catch {
        let also = words.isEmpty ? "" : ", or one of \(words.joined(separator: ", "))"
        throw fail(
          "“\(name)” should be a number, or a formula of L, the number of residual branches, such as"
            + " 1/sqrt(2 L)\(also): \(error)")
      }
    }
    guard range.contains(number) else {
      throw fail(
        "“\(name)” is \(text.prefix(60)), outside \(YAMLFields.text(range.lowerBound)) …"
          + " \(YAMLFields.text(range.upperBound))")
    }
    return number
  }
}
