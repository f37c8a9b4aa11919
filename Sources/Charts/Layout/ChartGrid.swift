import Graphics

/// Which panel stands where: the rows of a chart, wrapped to columns.
struct ChartGrid {
  /// A panel's place among the rows as they were written.
  struct Slot: Equatable {
    var row: Int
    var index: Int
  }

  /// Panels side by side on the page, and which words the line of them carries.
  struct Line: Equatable {
    var slots: [Slot]
    var showsYTitle: Bool
    var showsXTitle: Bool
    /// For each slot, whether its x axis is labelled.
    var showsXTicks: [Bool]
  }

  let rows: [PanelRow]
  let columns: Int
  let lines: [Line]

  init(rows: [PanelRow], chart: Chart, isNarrow: Bool, width: Double) {
    self.rows = rows
    let most = rows.map(\.panels.count).max() ?? 0
    let isFreeX = chart.facetScales == .free || chart.facetScales == .freeX
    // A drawing without an axis below others does not take their labels away.
    func hasX(_ slot: Slot) -> Bool {
      let row = rows[slot.row]
      let hidden =
        row.panels[slot.index].xAxis.isHidden ?? row.xAxis.isHidden ?? chart.xAxis.isHidden
      return hidden != true
    }
    // Many small panels of one row keep their shape: two by two they can be compared on a phone, below
    // each other they cannot.
    let isPaired =
      isNarrow && rows.count == 1 && most >= 4 && chart.columns != 1
      && Self.canPair(rows[0].panels, width: width)
    // A single column by choice is the same stack on narrow pages.
    if isNarrow, !isPaired, !(chart.columns == 1 && rows.count == 1) {
      // One panel per line, the panels of one column together.
      columns = 1
      var lines: [Line] = []
      for column in 0..<most {
        let members = rows.indices.filter { rows[$0].panels.count > column }
        let lowest = members.last { hasX(Slot(row: $0, index: column)) } ?? members.last
        for row in members {
          let isLast = row == lowest
          lines.append(
            Line(
              slots: [Slot(row: row, index: column)], showsYTitle: true,
              showsXTitle: isLast, showsXTicks: [isLast || isFreeX]))
        }
      }
      self.lines = lines
      return
    }
    columns = isPaired ? 2 : max(1, min(most, chart.columns ?? Self.columns(for: most)))
    var lines: [Line] = []
    for (row, content) in rows.enumerated() {
      for start in stride(from: 0, to: content.panels.count, by: columns) {
        let slots = (start..<min(start + columns, content.panels.count)).map {
          Slot(row: row, index: $0)
        }
        lines.append(
          Line(slots: slots, showsYTitle: start == 0, showsXTitle: false, showsXTicks: []))
      }
    }
    let lowest = lines.lastIndex { $0.slots.contains(where: hasX) } ?? lines.count - 1
    for index in lines.indices {
      let below = lines[(index + 1)...].map { $0.slots.count(where: hasX) }.max() ?? 0
      lines[index].showsXTicks = lines[index].slots.indices.map { isFreeX || $0 >= below }
      lines[index].showsXTitle = index == lowest
    }
    self.lines = lines
  }

  /// Whether panels can share the width of a phone: no words beside the plots, no names as values, no word
  /// above them that half of the width has no room for.
  private static func canPair(_ panels: [Panel], width: Double) -> Bool {
    // Eight pixels are the widest letters of a panel's title; 50 take the labels of the axis.
    let letters = Int((width / 2 - 50) / 8)
    return letters >= 8
      && panels.allSatisfy { panel in
        let words = [panel.title, panel.detail].compactMap { $0.map { RichText($0).plain } }
        return panel.aside == nil && !panel.hasNamesAtLeft
          && words.allSatisfy { $0.split(separator: " ").allSatisfy { $0.count <= letters } }
      }
  }

  /// A number of columns that fills the lines evenly.
  static func columns(for panels: Int) -> Int {
    switch panels {
    case ...4: max(1, panels)
    case 5, 6, 9: 3
    default: 4
    }
  }

  func panel(_ slot: Slot) -> Panel { rows[slot.row].panels[slot.index] }
}

extension Chart {
  /// Whether the chart explains and shows no data: drawings of boxes and arrows have no table.
  public var isDrawing: Bool {
    rows.allSatisfy(\.isDrawing)
  }
}

extension PanelRow {
  /// The same of a row.
  var isDrawing: Bool { panels.allSatisfy { $0.marks.allSatisfy(\.channels.isEmpty) } }
}

extension Panel {
  /// Whether the values of the y axis are names, a row each.
  var hasNamesAtLeft: Bool {
    marks.contains { mark in
      mark.channels.contains { channel in
        if channel.axis == .y, case .categories = channel.value.values { true } else { false }
      }
    }
  }
}

extension Chart {
  /// The rows of panels behind the parts: marks alone make a panel, panels alone make a row; marks
  /// beside panels are drawn in every panel of the first row, beneath its own.
  var rows: [PanelRow] {
    var marks: [any Mark] = []
    var loose: [Panel] = []
    var rows: [PanelRow] = []
    for part in parts {
      switch part {
      case .mark(let mark): marks.append(mark)
      case .panel(let panel): loose.append(panel)
      case .row(let row): rows.append(row)
      }
    }
    if !loose.isEmpty { rows.insert(PanelRow { loose }, at: 0) }
    if rows.isEmpty { return [PanelRow { Panel { Self.combined(marks) } }] }
    for row in rows.indices {
      for panel in rows[row].panels.indices {
        let own = rows[row].panels[panel].marks
        rows[row].panels[panel].marks = Self.combined(row == 0 ? marks + own : own)
      }
    }
    return rows
  }

  /// Marks given datum by datum, joined into whole series; columns stay as they are.
  static func combined(_ marks: [any Mark]) -> [any Mark] {
    var groups: [[any Mark]] = []
    // Where the latest group of a kind and series is: members may come interleaved.
    var places: [String: Int] = [:]
    for mark in marks {
      let isDatum = !mark.channels.isEmpty && mark.channels.allSatisfy { $0.value.count == 1 }
      let key =
        "\(type(of: mark))|\(mark.style.seriesName ?? "")|\(mark.channels.map(\.value.label))"
      if isDatum, let place = places[key], groups[place][0].style == mark.style {
        groups[place].append(mark)
      } else {
        if isDatum { places[key] = groups.count }
        groups.append([mark])
      }
    }
    let joined = groups.flatMap { group -> [any Mark] in
      group.count == 1
        ? group : group[0].combined(with: Array(group.dropFirst())).map { [$0] } ?? group
    }
    return BarMark.stacked(joined)
  }
}
