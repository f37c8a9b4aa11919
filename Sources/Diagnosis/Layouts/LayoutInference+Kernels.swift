/// Layouts of kernels with a window: convolutions, depthwise and transposed ones.
extension LayoutInference {
  /// A kernel of three to five axes.
  func kernel(_ header: Header, bias: [Int]?) -> Layout {
    let shape = header.shape
    let windowAxes = shape.count - 2
    let (windowLast, certainty, why) = windowIsLast(header)
    let window = windowLast ? Array(shape.suffix(windowAxes)) : Array(shape.prefix(windowAxes))
    let area = window.reduce(1, *)
    let (a, b) =
      windowLast ? (shape[0], shape[1]) : (shape[windowAxes], shape[windowAxes + 1])
    let sizes = windowAxes == 1 ? "width" : windowAxes == 2 ? "height, width" : "window"
    func layout(
      _ axes: String, _ readings: [FanReading], why other: String? = nil, outputsFirst: Bool
    ) -> Layout {
      Layout(
        windowLast ? "\(axes), \(sizes)" : "\(sizes), \(axes)",
        other == nil ? certainty : max(certainty, .inferred), why: other ?? why,
        outputsFirst: outputsFirst, readings: readings)
    }
    let length = bias?.count == 1 ? bias?[0] : nil
    let lower = header.name.lower
    let isDepthwise =
      windowLast
      ? b == 1 && a > 1
      : lower.contains("depthwise") || lower.contains("separable") && header.name.kerasVariable == 0
        || b == 1 && length == a && a > 1
    if isDepthwise {
      return depthwise(a, b, area, windowLast: windowLast, layout)
    }
    let saysTransposed = lower.contains(regexFree: ["transpose", "deconv"])
    let biasSaysTransposed =
      a != b && length == (windowLast ? b : a) && length != (windowLast ? a : b)
    if saysTransposed || biasSaysTransposed {
      let (input, output) = windowLast ? (a, b) : (b, a)
      let fans = Fans(input: input * area, output: output * area)
      return layout(
        windowLast ? "in, out" : "out, in",
        [
          FanReading(fans),
          FanReading(
            Fans(input: fans.output, output: fans.input),
            mistake: "outputs of a transposed convolution counted as its inputs", weight: 0.6),
        ],
        why: biasSaysTransposed
          ? "a transposed convolution: its bias has \(length ?? 0) numbers"
          : "a transposed convolution by its name", outputsFirst: !windowLast)
    }
    let (input, output) = windowLast ? (b, a) : (a, b)
    let fans = Fans(input: input * area, output: output * area)
    var readings = [FanReading(fans)]
    for groups in possibleGroups(header, input: input, output: output) {
      // One group's outputs are all that one input reaches.
      readings[0] = FanReading(Fans(input: fans.input, output: fans.output / groups))
      readings.append(
        FanReading(fans, mistake: "outputs counted without the \(groups) groups", weight: 0.6))
    }
    if area > 1 {
      readings.append(
        FanReading(
          Fans(input: input, output: output), mistake: "the window left out", weight: 0.05))
    }
    if input != output {
      readings.append(
        FanReading(
          Fans(input: fans.output, output: fans.input), mistake: "inputs and outputs swapped",
          weight: 0.05))
    }
    return layout(windowLast ? "out, in" : "in, out", readings, outputsFirst: windowLast)
  }

  private func depthwise(
    _ a: Int, _ b: Int, _ area: Int, windowLast: Bool,
    _ layout: (String, [FanReading], String?, Bool) -> Layout
  ) -> Layout {
    if windowLast {
      return layout(
        "channel, 1",
        [
          FanReading(Fans(input: area, output: area)),
          FanReading(
            Fans(input: area, output: a * area), mistake: "outputs counted without the groups",
            weight: 0.6),
        ], "a depthwise convolution: one input for each output", true)
    }
    return layout(
      "channel, multiplier",
      [
        FanReading(Fans(input: area, output: b * area)),
        FanReading(
          Fans(input: a * area, output: b * area),
          mistake: "all \(a) channels counted as inputs of each", weight: 0.6),
      ], "a depthwise convolution by its name or bias", false)
  }

  /// Whether the window comes after the channels, as in PyTorch.
  private func windowIsLast(_ header: Header) -> (Bool, Layout.Certainty, why: String) {
    let shape = header.shape
    if format == .keras || format == .hdf5, header.convention == .outputsLast {
      return (false, .known, "Keras keeps the window first")
    }
    if format == .onnx { return (true, .known, "ONNX keeps the window last") }
    if header.name.last == "kernel" {
      return (false, .inferred, "a kernel of JAX or Keras by its name")
    }
    if shape.count >= 4 {
      let n = shape.count
      let (front, back) = (Array(shape[..<(n - 2)]), Array(shape[2...]))
      let equalBack = Set(back).count == 1 && back[0] <= 16
      let equalFront = Set(front).count == 1 && front[0] <= 16
      if equalBack && !equalFront { return (true, .inferred, "the equal small axes are last") }
      // In a file of PyTorch 16 channels to 16 are channels, however long the window.
      if equalFront && !equalBack && header.convention != .outputsFirst {
        return (false, .inferred, "the equal small axes are first")
      }
    }
    if header.convention == .outputsLast {
      return (false, .assumed, "the habit of the framework that wrote the file")
    }
    return (true, .assumed, "PyTorch's habit")
  }

  /// Groups that the layer before this one suggests: its outputs over this kernel's inputs.
  private func possibleGroups(_ header: Header, input: Int, output: Int) -> [Int] {
    // Pointwise layers and those of colours have no groups, and names do not always follow the signal.
    guard input > 4, header.shape.reduce(1, *) > input * output,
      let own = headers.firstIndex(where: { $0.name == header.name })
    else { return [] }
    let kernels = headers.indices.filter {
      headers[$0].role == .convolution && headers[$0].shape.count == header.shape.count
    }.sorted { TensorName.isBefore(headers[$0].name, headers[$1].name) }
    guard let place = kernels.firstIndex(of: own), place > 0 else { return [] }
    let before = headers[kernels[place - 1]].shape
    let windowLast = windowIsLast(header).0
    let channels = windowLast ? before[0] : before[before.count - 1]
    guard channels > input, channels.isMultiple(of: input) else { return [] }
    let groups = channels / input
    return output.isMultiple(of: groups) ? [groups] : []
  }
}

extension Layout.Certainty: Comparable {
  /// Assumed is less than inferred is less than known.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .assumed: 0
    case .inferred: 1
    case .known: 2
    }
  }
}
