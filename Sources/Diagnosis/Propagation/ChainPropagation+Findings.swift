import Kernels

extension ChainPropagation {
  /// What a reader should know of signal and gradient.
  ///
  /// In a network that was trained no start is wrong any more: how far signals go is noted.
  func findings(start: FileDiagnosis.Start) -> [Finding] {
    let isTrained = start == .notDraws || start == .mixed
    guard let first = layers.first, let last = layers.dropLast(tail).last, layers.count >= 3 else {
      return []
    }
    var found: [Finding] = []
    func change(
      _ id: String, _ what: String, from: Double, to: Double, band: Double, _ names: [String]
    ) {
      guard from > 0, to > 0 else { return }
      let ratio = to / from
      let log = Double.log(ratio).magnitude
      guard log > Double.log(10.0), log > Double.log(band) else { return }
      found.append(
        Finding(
          "\(id)-\(ratio > 1 ? "explodes" : "vanishes")", isTrained ? .note : .warning, names,
          "The root mean square of \(what) goes from \(Digits.significant(from, 3)) to \(Digits.significant(to, 3)) over \(layers.count - 1) \(isChain ? "layers" : "steps"), a factor of \(Digits.significant(ratio, 3))\(isTrained ? ", with random inputs, which are not those that it was trained on." : "; with a start that keeps it, 95 % of such networks stay within a factor of \(Digits.significant(band, 3)).")",
          change: isTrained
            ? nil : "scale the weights so that σ√in is the gain of \(activation)",
          measured: to, expected: from))
    }
    change(
      "signal", "pre-activations", from: first.signal, to: last.signal,
      band: last.signalBand ?? 1, [first.weight, last.weight])
    change(
      "gradient", "gradients", from: last.gradient, to: first.gradient,
      band: first.gradientBand ?? 1, [last.weight, first.weight])
    if let layer = layers.first(where: { $0.beyondHalf > 0 }) {
      found.append(
        Finding(
          "leaves-float16-forward", isStoredHalf ? .error : .note, [layer.weight],
          "\(Digits.percent(layer.beyondHalf)) of the pre-activations of \(layer.weight) are beyond float16 (largest \(Digits.significant(layer.largest, 3)), limit 65504)\(isStoredHalf ? ", and the weights are stored in float16" : "").",
          change: "use bfloat16, or a start that keeps the signal", measured: layer.largest,
          expected: 65_504))
    }
    if let layer = layers.first(where: { $0.beyondBrain > 0 }) {
      found.append(
        Finding(
          "leaves-bfloat16-forward", .error, [layer.weight],
          "\(Digits.percent(layer.beyondBrain)) of the pre-activations of \(layer.weight) are beyond bfloat16 and float32.",
          change: "use a start that keeps the signal", measured: layer.largest))
    }
    if largestGradient >= 65_520, let layer = layers.last(where: { $0.gradient > 1 }) {
      found.append(
        Finding(
          "leaves-float16-backward", isStoredHalf ? .warning : .note, [layer.weight],
          "Where the gradient at the end has size 1, the largest on the way back is \(Digits.significant(largestGradient, 3)): float16 ends at 65504 unless the loss is scaled down.",
          change: "use bfloat16, or a start that keeps the gradient", measured: largestGradient,
          expected: 65_504))
    }
    if let layer = layers.last(where: { $0.flushedHalf >= 0.5 }) {
      let scale =
        lossScale.map { "a loss scale of 2^\($0) keeps 99 % of them" }
        ?? "no loss scale keeps 99 % of all layers' gradients at once"
      found.append(
        Finding(
          "flushed-gradients", isStoredHalf ? .warning : .note, [layer.weight],
          "\(Digits.percent(layer.flushedHalf)) of the gradients at \(layer.weight) are below 2^-25 and flushed to zero in float16; \(scale).",
          change: "scale the loss, or use bfloat16"))
    }
    if let layer = layers.dropLast().last(where: { $0.off == 1 }) {
      found.append(
        Finding(
          "all-units-off", .error, [layer.weight],
          "No unit of \(layer.weight) passes a gradient for any of \(inputs) inputs: nothing before it can learn.",
          change: "draw it anew, with biases of zero"))
    }
    return found
  }
}
