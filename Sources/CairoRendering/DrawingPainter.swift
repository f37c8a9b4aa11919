import CCairo
import Graphics

/// Paints the commands of a checked drawing onto a context.
struct DrawingPainter {
  let appearance: Appearance
  let fonts: FontLibrary
  /// The pixels per unit of an image, whose text is painted as filled outlines; nil for glyphs.
  ///
  /// Cairo 1.16 moves the glyphs of `show_glyphs` to whole pixels in images, which makes spacing
  /// uneven. Outlines are moved by at most a quarter of a pixel: baselines to whole pixels, which
  /// makes them sharp, letters to halves, so that equal letters are equal pixels and the picture
  /// compresses. Vector formats keep glyphs: they are shared.
  let pixelsPerUnit: Double?

  func paint(_ drawing: Drawing, on context: borrowing Context) throws(RenderingError) {
    if let background = drawing.background {
      context.setSource(background[appearance])
      cairo_paint(context.pointer)
    }
    try paint(drawing.commands, on: context)
    try context.check()
  }

  private func paint(
    _ commands: [DrawCommand], on context: borrowing Context
  ) throws(RenderingError) {
    for command in commands {
      switch command {
      case .fill(let path, let color):
        context.setSource(color[appearance])
        context.setPath(path)
        context.fill()
      case .stroke(let path, let stroke):
        guard stroke.width > 0 else { continue }
        context.setStroke(stroke, appearance)
        context.setPath(path)
        context.stroke()
      case .text(let line):
        paint(line, on: context)
      case .image(let image, let rect):
        try ImagePainter(image, appearance).paint(in: rect, on: context)
      case .group(let group):
        try context.saved { (context: borrowing Context) throws(RenderingError) in
          if let clip = group.clip { context.clip(to: clip) }
          try paint(group.commands, on: context)
        }
      }
    }
  }

  private func paint(_ line: TextLine, on context: borrowing Context) {
    if let halo = line.halo, halo.width > 0 {
      context.setStroke(halo, appearance)
      cairo_new_path(context.pointer)
      for run in line.runs {
        addOutlines(run, of: line, to: context)
      }
      context.stroke()
    }
    for run in line.runs {
      context.setSource(run.color[appearance])
      if pixelsPerUnit != nil {
        cairo_new_path(context.pointer)
        addOutlines(run, of: line, to: context)
        context.fill()
      } else {
        showGlyphs(run, of: line, on: context)
      }
    }
  }

  private func addOutlines(
    _ run: TextRun, of line: TextLine, to context: borrowing Context
  ) {
    let size = run.style.size
    let cairo = context.pointer
    let start = line.start(of: run)
    let (c, s) = (line.direction.cosine * size, line.direction.sine * size)
    for segment in fonts.shape(run.text, run.style).segments {
      for glyph in segment.glyphs {
        var at = Point(
          start.x + glyph.x * c - glyph.y * s, start.y + glyph.x * s + glyph.y * c)
        if let pixelsPerUnit, s == 0 {
          at.x = (at.x * pixelsPerUnit * 2).rounded() / (pixelsPerUnit * 2)
          at.y = (at.y * pixelsPerUnit).rounded() / pixelsPerUnit
        }
        func px(_ p: Point) -> Double { at.x + p.x * c - p.y * s }
        func py(_ p: Point) -> Double { at.y + p.x * s + p.y * c }
        for element in segment.face.outline(of: glyph.id) {
          switch element {
          case .move(let p): cairo_move_to(cairo, px(p), py(p))
          case .line(let p): cairo_line_to(cairo, px(p), py(p))
          case .curve(let a, let b, let p):
            cairo_curve_to(cairo, px(a), py(a), px(b), py(b), px(p), py(p))
          case .close: cairo_close_path(cairo)
          }
        }
      }
    }
  }

  private func showGlyphs(_ run: TextRun, of line: TextLine, on context: borrowing Context) {
    let cairo = context.pointer
    let size = run.style.size
    guard size > 0 else { return }
    let start = line.start(of: run)
    let (c, s) = (line.direction.cosine * size, line.direction.sine * size)
    let options = FontOptions.make()
    defer { cairo_font_options_destroy(options) }
    cairo_set_font_options(cairo, options)
    for segment in fonts.shape(run.text, run.style).segments {
      cairo_set_font_face(cairo, segment.face.painting)
      var matrix = cairo_matrix_t()
      let slant = segment.face.needsSlant ? FontFace.slant : 0
      cairo_matrix_init(&matrix, c, s, -s - slant * c, c - slant * s, 0, 0)
      cairo_set_font_matrix(cairo, &matrix)
      let glyphs = segment.glyphs.map {
        cairo_glyph_t(
          index: $0.id, x: start.x + $0.x * c - $0.y * s, y: start.y + $0.x * s + $0.y * c)
      }
      // With clusters, text in a PDF can be searched and copied.
      if let clusters = TextClusters(segment) {
        cairo_show_text_glyphs(
          cairo, segment.text, Int32(segment.text.utf8.count), glyphs, Int32(glyphs.count),
          clusters.clusters, Int32(clusters.clusters.count), clusters.flags)
      } else {
        cairo_show_glyphs(cairo, glyphs, Int32(glyphs.count))
      }
    }
  }
}

/// Which bytes of a segment's text became which of its glyphs.
struct TextClusters {
  var clusters: [cairo_text_cluster_t] = []
  var flags = cairo_text_cluster_flags_t(rawValue: 0)

  /// Makes the clusters, or returns nil when glyphs and text are not in one order.
  init?(_ segment: ShapedText.Segment) {
    guard segment.face.shaping != nil, let first = segment.glyphs.first,
      let last = segment.glyphs.last
    else { return nil }
    let backward = last.cluster < first.cluster
    let glyphs = backward ? Array(segment.glyphs.reversed()) : segment.glyphs
    guard glyphs[0].cluster == 0 else { return nil }
    var starts: [(byte: Int, glyphs: Int32)] = []
    for glyph in glyphs {
      if let open = starts.last {
        guard glyph.cluster >= open.byte else { return nil }
        if glyph.cluster == open.byte {
          starts[starts.count - 1].glyphs += 1
          continue
        }
      }
      starts.append((glyph.cluster, 1))
    }
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1].byte : segment.text.utf8.count
      clusters.append(
        cairo_text_cluster_t(num_bytes: Int32(end - start.byte), num_glyphs: start.glyphs))
    }
    // Cairo wants clusters in the order of the text; the flag says that glyphs run the other way.
    if backward { flags = CAIRO_TEXT_CLUSTER_FLAG_BACKWARD }
  }
}
