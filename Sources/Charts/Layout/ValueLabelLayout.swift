import Graphics

/// Numbers beside points.
struct ValueLabelLayout {
  let plot: PlotArea

  func draw(_ marks: [any Mark]) -> [DrawCommand] {
    let labelled = marks.filter { $0.style.valueLabels != nil }
    guard !labelled.isEmpty else { return [] }
    var placement = ValueLabelPlacement(bounds: plot.frame.inset(left: -6, right: -plot.freeRight))
    for mark in marks {
      guard let points = points(of: mark) else { continue }
      for obstacle in mark.obstacles(in: plot, at: points) {
        switch obstacle {
        case .box(let box): placement.occupied.append(box)
        case .segment(let a, let b): placement.segments.append((a, b))
        }
      }
    }
    var commands: [DrawCommand] = []
    for mark in labelled {
      guard let labels = mark.style.valueLabels, let points = points(of: mark) else { continue }
      commands += draw(labels, of: mark, at: points, &placement)
    }
    return [.group(DrawGroup(role: "values", commands: commands))]
  }

  private func draw(
    _ labels: ValueLabels, of mark: any Mark, at points: [Point],
    _ placement: inout ValueLabelPlacement
  ) -> [DrawCommand] {
    guard let values = mark.channels.first(where: { $0.axis == .y })?.value else { return [] }
    let theme = plot.theme
    let colors = plot.colors(of: mark.style)
    var style = theme.label
    if labels.isBold { style = TextStyle(.sans, size: 11.5, weight: .semibold) }
    let radius = mark.labelRadius(in: plot)
    let halo = Stroke(theme.paper, width: theme.haloWidth)
    var commands: [DrawCommand] = []
    let last = points.lastIndex { !($0.x + $0.y).isNaN }
    for (index, point) in points.enumerated() where !(point.x + point.y).isNaN {
      if labels.isLastOnly, index != last { continue }
      let text =
        labels.isLastOnly
        ? labels.texts?.first ?? ""
        : labels.texts.map { index < $0.count ? $0[index] : "" }
          ?? values.number(at: index).map(labels.format.label) ?? ""
      guard !text.isEmpty,
        plot.frame.inset(left: -1, top: -1, right: -1, bottom: -1)
          .contains(point)
      else { continue }
      let line = plot.typesetter.line(
        RichText(text), style: style, color: labels.isBold ? colors.text : theme.muted)
      let box = placement.place(
        width: line.width, height: 9, at: point, radius: radius,
        preferring: labels.position, spacing: labels.spacing)
      commands.append(
        .text(line.line(at: Point(box.midX, box.maxY - 0.4), anchor: .middle, halo: halo)))
    }
    return commands
  }

  private func points(of mark: any Mark) -> [Point]? {
    guard let x = mark.channels.last(where: { $0.axis == .x })?.value,
      let y = mark.channels.last(where: { $0.axis == .y })?.value, x.count == y.count
    else { return nil }
    var points = plot.points(x, y)
    if let slot = mark.style.dodgeName.flatMap({ plot.barSlots[$0] }) {
      for index in points.indices { points[index].x += slot.offset * plot.x.bandWidth * 0.72 }
    }
    return points
  }
}
