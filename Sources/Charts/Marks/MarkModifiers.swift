import Graphics

extension Mark {
  private func with(_ change: (inout MarkStyle) -> Void) -> Self {
    var copy = self
    change(&copy.style)
    return copy
  }

  /// Gives the mark the colour and symbol of a series, and makes it part of it.
  public func foregroundStyle(by series: PlottableValue) -> Self { with { $0.series = series } }

  /// Gives the mark a colour of its own; its series keeps no label at the line's end.
  public func foregroundStyle(_ style: ForegroundStyle) -> Self { with { $0.foreground = style } }

  /// Gives the mark a colour of its own.
  public func foregroundStyle(_ color: Color) -> Self { with { $0.foreground = .color(color) } }

  /// Sets the width of lines, and their dashes.
  public func lineStyle(width: Double? = nil, dash: [Double]? = nil) -> Self {
    with {
      $0.lineWidth = width ?? $0.lineWidth
      $0.dash = dash ?? $0.dash
    }
  }

  /// Gives lines of one series dashes of their own, so that they can be told apart without colour.
  public func lineStyle(by series: PlottableValue) -> Self {
    with {
      $0.series = series
      $0.dashesBySeries = true
    }
  }

  /// Sets the line apart by its role.
  public func lineStyle(_ role: LineRole) -> Self {
    with {
      let theme = Theme.report
      switch role {
      case .measured: ($0.lineWidth, $0.dash) = (theme.lineWidth, [])
      case .secondary: ($0.lineWidth, $0.dash) = (theme.secondaryWidth, [])
      case .theory:
        ($0.lineWidth, $0.dash) = (theme.theoryWidth, theme.theoryDash)
        $0.foreground = $0.foreground ?? .theory
      case .theoryOverlay:
        ($0.lineWidth, $0.dash) = (theme.theoryWidth, theme.theoryOverlayDash)
        $0.foreground = $0.foreground ?? .ink
      }
    }
  }

  /// Multiplies the opacity of all the mark's colours.
  public func opacity(_ opacity: Double) -> Self { with { $0.opacity = opacity } }

  /// Sets the shape of points.
  public func symbol(_ symbol: Symbol, isHollow: Bool? = nil) -> Self {
    with {
      $0.symbol = symbol
      $0.isHollow = isHollow ?? $0.isHollow
    }
  }

  /// Gives points the colour and symbol of a series.
  public func symbol(by series: PlottableValue) -> Self { with { $0.series = series } }

  /// Sets the radius of points in pixels.
  public func symbolSize(radius: Double) -> Self { with { $0.symbolRadius = radius } }

  /// Sets how a line gets from one datum to the next.
  public func interpolationMethod(_ method: InterpolationMethod) -> Self {
    with { $0.interpolation = method }
  }

  /// Sets the words at the line's end: the name (the series' own by default) and a second line.
  public func endLabel(_ text: String? = nil, detail: String? = nil, showsSymbol: Bool = true)
    -> Self
  {
    with { $0.endLabel = EndLabel(text: text, detail: detail, showsSymbol: showsSymbol) }
  }

  /// Leaves the line's end without words and symbol.
  public func endLabelHidden() -> Self { with { $0.endLabel.isHidden = true } }

  /// Writes its value beside each point.
  ///
  /// - Parameters:
  ///   - position: on which side, if there is room; labels avoid lines, points and each other.
  ///   - format: how the numbers are written.
  ///   - texts: words in place of the numbers; an empty string leaves a point unlabelled.
  ///   - isBold: whether the words are bold and in the colour of the series.
  ///   - spacing: pixels between point and words.
  public func valueLabels(
    _ position: ValueLabels.Position = .top, format: NumberFormat = .automatic,
    texts: [String]? = nil, isBold: Bool = false, spacing: Double = 5
  ) -> Self {
    with {
      $0.valueLabels = ValueLabels(
        position: position, format: format, texts: texts, isBold: isBold, spacing: spacing)
    }
  }

  /// Writes words beside the mark: at its only or last datum, where they cover neither lines nor
  /// points nor each other.
  ///
  ///     PointMark(x: .value("Depth", 50), y: .value("Loss", 0.1))
  ///       .annotation(position: .trailing) { "[the paper’s](ink)" }
  ///
  /// - Parameters:
  ///   - position: on which side, if there is room.
  ///   - spacing: pixels between datum and words.
  ///   - content: the words, in markup.
  public func annotation(
    position: ValueLabels.Position = .top, spacing: Double = 5, content: () -> String
  ) -> Self {
    let text = content()
    return with {
      $0.valueLabels = ValueLabels(
        position: position, format: .automatic, texts: [text], isBold: false, spacing: spacing,
        isLastOnly: true)
    }
  }

  /// What assistive technology calls the mark.
  public func accessibilityLabel(_ label: String) -> Self {
    with { $0.accessibilityLabel = label }
  }

  /// Sets what becomes of values without a place on their axis.
  public func invalidValues(_ policy: InvalidValues) -> Self {
    with { $0.invalidValues = policy }
  }
}

/// What a line stands for; charts keep the looks of each apart.
public enum LineRole: String, Equatable, Sendable {
  /// The data: 2.1 px, solid.
  case measured
  /// Thinner data.
  case secondary
  /// Dashed and grey, alone.
  case theory
  /// Sparsely dashed ink, where theory lies on top of a measured line.
  case theoryOverlay
}
