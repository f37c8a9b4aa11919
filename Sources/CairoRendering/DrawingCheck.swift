import Graphics

/// Looks through a drawing for numbers Cairo would turn into stray ink without reporting an error.
struct DrawingCheck {
  /// Throws when a command cannot be painted as it stands.
  static func check(_ drawing: Drawing) throws(RenderingError) {
    try check(drawing.commands, at: "commands")
  }

  private static func check(_ commands: [DrawCommand], at place: String) throws(RenderingError) {
    for (index, command) in commands.enumerated() {
      let check = DrawingCheck(place: "\(place)[\(index)]")
      switch command {
      case .fill(let path, let color):
        try check.path(path)
        try check.color(color)
      case .stroke(let path, let stroke):
        try check.path(path)
        try check.stroke(stroke)
      case .text(let line):
        try check.line(line)
      case .image(let image, let rect):
        try check.rect(rect)
        for pixel in image.pixels { try check.color(pixel) }
      case .group(let group):
        if let clip = group.clip { try check.rect(clip) }
        try DrawingCheck.check(group.commands, at: "\(check.place).commands")
      }
    }
  }

  /// Where the command stands, such as `commands[3].commands[7]`.
  let place: String

  private func number(_ value: Double) throws(RenderingError) {
    guard value.isFinite else { throw .notFinite(command: place) }
    guard abs(value) <= PictureLimits.coordinate else {
      throw .outOfRange(command: place, value: value, limit: PictureLimits.coordinate)
    }
  }

  private func point(_ point: Point) throws(RenderingError) {
    try number(point.x)
    try number(point.y)
  }

  private func rect(_ rect: Rect) throws(RenderingError) {
    try point(rect.origin)
    try number(rect.width)
    try number(rect.height)
  }

  private func path(_ path: Path) throws(RenderingError) {
    for element in path.elements {
      switch element {
      case .move(let p), .line(let p): try point(p)
      case .curve(let a, let b, let p):
        try point(a)
        try point(b)
        try point(p)
      case .close: break
      }
    }
  }

  private func color(_ color: Color) throws(RenderingError) {
    for value in [color.light, color.dark] {
      let sum = value.red + value.green + value.blue + value.alpha
      guard sum.isFinite else { throw .notFinite(command: place) }
    }
  }

  private func stroke(_ stroke: Stroke) throws(RenderingError) {
    try color(stroke.color)
    try number(stroke.width)
    for length in stroke.dash { try number(length) }
    if stroke.width < 0 {
      throw .stroke(command: place, reason: "its width \(stroke.width) is negative")
    }
    if let length = stroke.dash.first(where: { $0 < 0 }) {
      throw .stroke(command: place, reason: "the dash length \(length) is negative")
    }
    if !stroke.dash.isEmpty, stroke.dash.allSatisfy({ $0 == 0 }) {
      throw .stroke(command: place, reason: "all its dash lengths are zero")
    }
  }

  private func line(_ line: TextLine) throws(RenderingError) {
    try point(line.origin)
    try number(line.width)
    if let halo = line.halo { try stroke(halo) }
    for run in line.runs {
      try color(run.color)
      try number(run.style.size)
      try number(run.dx)
      try number(run.dy)
    }
  }
}
