import Engine
import Kernels
import Simulation
import WeightFiles

/// Convolutions one after the other, then dense layers: what a file of kernels and matrices is when nothing in its names
/// tells of branches.
///
/// Strides, pools and borders are not in a checkpoint. Every convolution is taken over a picture that wraps around, of the
/// size that makes its flattened channels fit the first dense layer.
enum PlainConvolutions {
  static func draft(
    _ shelf: WeightShelf, _ request: WeightNetwork.Request
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    let file = shelf.file
    let all = file.weightsInOrder
    let kernels = all.filter { $0.role == .convolution }
    guard !kernels.isEmpty else { return nil }
    let words = [
      "attn", "attention", "lstm", "gru", "rnn", "downsample", "shortcut", "transpose", "deconv",
    ]
    guard
      !file.tensors.contains(where: { tensor in
        words.contains { tensor.name.lowercased().contains($0) }
      })
    else {
      throw WeightChain.Absence(
        reason: "it has convolutions among branches that its names do not order; give --chain")
    }
    let name = WeightChain.toldActivation(file, keras: request.keras)
    let f = try WeightTemplates.activation(
      shelf, request.activation, else: name ?? "relu",
      origin: name == nil ? "assumed" : "the file's")
    // The convolution before may be a transposed one that looks grouped: what comes after tells.
    var before: (name: String, inputs: Int)?
    if let transposed = kernels.first(where: \.isTransposedKernel) {
      throw WeightChain.Absence(
        reason:
          "'\(transposed.name)' is the kernel of a transposed convolution, which is not sent through"
      )
    }
    var writer = NetworkWriter(shelf)
    var stages: [NamedStage] = []
    let matrices = all.filter { $0.role == .matrix && $0.shape.count == 2 }
    guard let first = KernelAxes(kernels[0], channels: nil) else { return nil }
    var channels = first.inputs * first.groups
    let input = channels
    let outputs = KernelAxes(kernels[kernels.count - 1], channels: nil)?.outputs ?? 1
    let taken = try matrices.first.map { tensor throws(WeightChain.Absence) in
      try writer.part(tensor.name).inputs
    }
    let places = taken.map { $0 % outputs == 0 ? $0 / outputs : 0 } ?? 16
    let side = Int(Double(places).squareRoot())
    guard places >= 1, side * side == places, side <= 64 else {
      throw WeightChain.Absence(
        reason:
          "'\(matrices.first?.name ?? "")' does not take a square picture of \(outputs) channels")
    }
    let isPooled = places == 1
    let picture = isPooled ? 4 : side
    for (number, tensor) in kernels.enumerated() {
      guard let axes = KernelAxes(tensor, channels: channels), axes.window.count == 2 else {
        throw WeightChain.Absence(reason: "'\(tensor.name)' is no kernel of two directions")
      }
      let bias = WeightChain.biasName(of: tensor.name, shelf, axes.outputs)
      if let before, axes.inputs == before.inputs, axes.inputs != channels {
        throw WeightChain.Absence(
          reason:
            "'\(before.name)' takes all \(channels) channels if it is a transposed convolution, and \(before.inputs) in each group if it is none; --chain with a network file tells"
        )
      }
      // A bias has as many numbers as there are outputs, and settles it; one channel in each group is depthwise.
      before =
        axes.groups > 1 && axes.inputs > 1 && axes.outputs == channels && bias == nil
        ? (tensor.name, axes.inputs) : nil
      stages.append(
        try writer.convolution(
          tensor.name, stem: tensor.name, channels: channels, padding: .circular, axes: axes,
          weight: tensor.name, bias: bias))
      writer.show(tensor.name)
      channels = axes.outputs
      if number < kernels.count - 1 || !matrices.isEmpty {
        stages.append(
          NamedStage(ActivationStage(f.function), name: "\(tensor.name) \(f.function.name)"))
      }
    }
    if !matrices.isEmpty {
      stages.append(
        NamedStage(
          isPooled ? Pooling(.average) : Flatten() as any Stage, name: isPooled ? "pool" : "flatten"
        ))
    }
    var width = isPooled ? outputs : outputs * places
    for (number, tensor) in matrices.enumerated() {
      let part = try writer.part(tensor.name)
      guard part.inputs == width else {
        throw WeightChain.Absence(
          reason: "'\(tensor.name)' takes \(part.inputs) numbers where \(width) come in")
      }
      width = part.outputs
      stages.append(
        try writer.dense(
          tensor.name, [part], biases: [WeightChain.biasName(of: tensor.name, shelf, part.outputs)])
      )
      writer.show(tensor.name)
      if number < matrices.count - 1 {
        stages.append(
          NamedStage(ActivationStage(f.function), name: "\(tensor.name) \(f.function.name)"))
      }
    }
    return WeightNetwork(
      writer, name: "convolutions",
      input: NetworkInput(Shape(positions: [picture, picture], channels: input)), stages: stages,
      activation: f.function.name,
      source:
        "convolutions in the order of names on \(picture) × \(picture) pictures that wrap around, strides and pools left out; \(f.words)",
      certainty: .assumed, samples: 8)
  }
}
