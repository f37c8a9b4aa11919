/// The letters of TeX's alphabets as Unicode characters.
///
/// Browsers ignore `mathvariant` (MathML Core keeps only `normal`), so `\mathbb{E}` must be 𝔼 itself.
enum MathAlphabet: Sendable {
  case blackboard, calligraphic, fraktur, bold, boldItalic, sansSerif, typewriter, italic

  /// Where capitals, small letters and digits begin, and what Unicode had placed elsewhere before.
  private var plan: (capital: UInt32, small: UInt32?, digit: UInt32?, exceptions: String) {
    switch self {
    case .blackboard: (0x1D538, 0x1D552, 0x1D7D8, "CℂHℍNℕPℙQℚRℝZℤ")
    case .calligraphic: (0x1D49C, 0x1D4B6, nil, "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ")
    case .fraktur: (0x1D504, 0x1D51E, nil, "CℭHℌIℑRℜZℨ")
    case .bold: (0x1D400, 0x1D41A, 0x1D7CE, "")
    case .boldItalic: (0x1D468, 0x1D482, 0x1D7CE, "")
    case .sansSerif: (0x1D5A0, 0x1D5BA, 0x1D7E2, "")
    case .typewriter: (0x1D670, 0x1D68A, 0x1D7F6, "")
    case .italic: (0x1D434, 0x1D44E, nil, "hℎ")
    }
  }

  /// Where capital and small Greek letters begin.
  private var greek: (capital: UInt32, small: UInt32)? {
    switch self {
    case .bold: (0x1D6A8, 0x1D6C2)
    case .italic: (0x1D6E2, 0x1D6FC)
    case .boldItalic: (0x1D71C, 0x1D736)
    default: nil
    }
  }

  /// The letter or digit in this alphabet; others come back unchanged.
  func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let plan = self.plan
    let exceptions = Array(plan.exceptions.unicodeScalars)
    for i in stride(from: 0, to: exceptions.count, by: 2) where exceptions[i] == scalar {
      return exceptions[i + 1]
    }
    func moved(_ first: Unicode.Scalar, to start: UInt32?) -> Unicode.Scalar {
      start.flatMap { Unicode.Scalar($0 + scalar.value - first.value) } ?? scalar
    }
    switch scalar {
    case "A"..."Z": return moved("A", to: plan.capital)
    case "a"..."z": return moved("a", to: plan.small)
    case "0"..."9": return moved("0", to: plan.digit)
    case "Α"..."Ω": return moved("Α", to: greek?.capital)
    case "α"..."ω": return moved("α", to: greek?.small)
    // After ω come seven variants, in an order of their own.
    case "∂": return greek.flatMap { Unicode.Scalar($0.small + 25) } ?? scalar
    case "ϵ": return greek.flatMap { Unicode.Scalar($0.small + 26) } ?? scalar
    case "ϑ": return greek.flatMap { Unicode.Scalar($0.small + 27) } ?? scalar
    case "ϕ": return greek.flatMap { Unicode.Scalar($0.small + 29) } ?? scalar
    case "ϱ": return greek.flatMap { Unicode.Scalar($0.small + 30) } ?? scalar
    case "ϖ": return greek.flatMap { Unicode.Scalar($0.small + 31) } ?? scalar
    case "∇": return greek.flatMap { Unicode.Scalar($0.capital + 25) } ?? scalar
    default: return scalar
    }
  }

  /// A text with each of its letters in this alphabet.
  func letters(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(letter(scalar)) }
    return String(result)
  }
}
