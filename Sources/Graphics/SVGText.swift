/// Numbers, colours, paths and characters as SVG writes them.
package enum SVGText {
  /// A length with at most two decimals: a hundredth of a pixel is less than any screen shows.
  package static func number(_ value: Double) -> String {
    DecimalText.short(value.isFinite ? value : 0, decimals: 2)
  }

  /// "#1c1d21", or "#1c1d2180" with opacity.
  package static func color(_ color: RGBA) -> String {
    var text = "#" + hex(color.red) + hex(color.green) + hex(color.blue)
    if color.alpha < 1 { text += hex(color.alpha) }
    return text
  }

  private static func hex(_ component: Double) -> String {
    let value = Int((min(1, max(0, component)) * 255).rounded())
    let digits = String(value, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// Path data with relative steps, which are shorter.
  ///
  /// Each step starts from the rounded point before it, so that errors do not add up.
  package static func data(_ path: Path) -> String { data(path, PathWriter()) }

  /// The same in whole tenths of a pixel, for drawings whose unit is that.
  static func tenths(_ path: Path) -> String { data(path, PathWriter(wholeStepsPerPixel: 10)) }

  /// A coordinate in whole tenths of a pixel.
  static func tenths(_ value: Double) -> Int {
    value.isFinite ? Int((min(1e7, max(-1e7, value)) * 10).rounded()) : 0
  }

  private static func data(_ path: Path, _ writer: PathWriter) -> String {
    var writer = writer
    for element in path.elements { writer.write(element) }
    return writer.text
  }

  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Characters that XML forbids.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": continue
      case "\u{FFFE}", "\u{FFFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A text as an id: ASCII letters, digits and hyphens, beginning with a letter.
  package static func identifier(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      result.unicodeScalars.append(isPlain ? scalar : "-")
    }
    guard let first = result.unicodeScalars.first,
      ("a"..."z").contains(first) || ("A"..."Z").contains(first)
    else { return "c-" + result }
    return result
  }

  private struct PathWriter {
    /// Not a string: coordinates are most of what a drawing is made of.
    private var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Steps per pixel.
    let steps: Double
    /// Whether the unit is the step; else it is the pixel, of a hundred steps.
    let isWhole: Bool
    // In steps, exactly as they were written.
    private var at = (x: 0, y: 0)
    private var start = (x: 0, y: 0)
    private var last: Unicode.Scalar = " "

    init(wholeStepsPerPixel: Double? = nil) {
      steps = wholeStepsPerPixel ?? 100
      isWhole = wholeStepsPerPixel != nil
    }

    private func rounded(_ value: Double) -> Int {
      value.isFinite ? Int((min(1e7, max(-1e7, value)) * steps).rounded()) : 0
    }

    /// A coordinate: `-12`, or `-.05` where the unit is a pixel of a hundred steps.
    private mutating func append(_ value: Int) {
      if value < 0 { bytes.append(UInt8(ascii: "-")) }
      guard !isWhole else { return appendDigits(abs(value)) }
      let (pixels, rest) = abs(value).quotientAndRemainder(dividingBy: 100)
      if pixels > 0 || rest == 0 { appendDigits(pixels) }
      guard rest > 0 else { return }
      bytes.append(UInt8(ascii: "."))
      if rest < 10 { bytes.append(UInt8(ascii: "0")) }
      appendDigits(rest % 10 == 0 ? rest / 10 : rest)
    }

    private mutating func appendDigits(_ number: Int) {
      if number >= 10 { appendDigits(number / 10) }
      bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(_ command: Unicode.Scalar, _ values: Int...) {
      // Numbers that follow a move without a letter of their own would be lines.
      let isMove = command == "M" || command == "m"
      if command != last || isMove { bytes.append(UInt8(ascii: command)) }
      var needsSpace = command == last && !isMove
      for value in values {
        if needsSpace, value >= 0 { bytes.append(UInt8(ascii: " ")) }
        append(value)
        needsSpace = true
      }
      last = command
    }

    mutating func write(_ element: PathElement) {
      func relative(_ point: Point) -> (x: Int, y: Int) {
        (rounded(point.x) - at.x, rounded(point.y) - at.y)
      }
      switch element {
      case .move(let point):
        let target = (x: rounded(point.x), y: rounded(point.y))
        let step = relative(point)
        if isWhole, "\(step.x)\(step.y)".utf8.count < "\(target.x)\(target.y)".utf8.count {
          append("m", step.x, step.y)
        } else {
          append("M", target.x, target.y)
        }
        (at, start) = (target, target)
      case .line(let point):
        let step = relative(point)
        if step.y == 0 {
          append("h", step.x)
        } else if step.x == 0 {
          append("v", step.y)
        } else {
          append("l", step.x, step.y)
        }
        at = (at.x + step.x, at.y + step.y)
      case .curve(let first, let second, let end):
        let (a, b, c) = (relative(first), relative(second), relative(end))
        append("c", a.x, a.y, b.x, b.y, c.x, c.y)
        at = (at.x + c.x, at.y + c.y)
      case .close:
        append("z")
        at = start
      }
    }
  }
}
