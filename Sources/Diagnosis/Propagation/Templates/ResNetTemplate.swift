import Engine
import Simulation

/// Residual networks as torchvision and timm name them.
///
/// Convolution, batch norm and activation, with a skip (He and others 2016); batch norms take the batch's own moments.
enum ResNetTemplate: WeightTemplate {
  static func draft(
    _ shelf: WeightShelf, activation: String?
  ) throws(WeightChain.Absence) -> WeightNetwork? {
    guard let prefix = shelf.prefix(before: "layer1.0.conv1.weight"),
      let stem = shelf.shape("\(prefix)conv1.weight"), stem.count == 4
    else { return nil }
    let f = try WeightTemplates.activation(shelf, activation, else: "relu")
    func bend(_ name: String) -> NamedStage { NamedStage(ActivationStage(f.function), name: name) }
    var writer = NetworkWriter(shelf)
    // A stem of seven by seven halves the picture twice; one of three by three is for small pictures.
    let isLarge = stem[2] >= 7
    let first = "\(prefix)conv1"
    var stages = [
      try writer.convolution(first, stem: first, channels: stem[1], stride: isLarge ? 2 : 1),
      writer.norm("\(prefix)bn1", .batch, stem: "\(prefix)bn1"), bend("\(prefix)act1"),
    ]
    writer.show(first)
    if isLarge {
      stages.append(
        NamedStage(
          Pooling(.max, window: Window(kernel: [3], stride: [2], padding: .zeros([1]))),
          name: "\(prefix)maxpool"))
    }
    var channels = stem[0]
    var level = 1
    while shelf.has("\(prefix)layer\(level).0.conv1.weight") {
      for number in 0..<shelf.count("\(prefix)layer\(level).*.conv1.weight") {
        let block = "\(prefix)layer\(level).\(number)"
        let halves = level > 1 && number == 0 ? 2 : 1
        stages.append(
          try self.block(&writer, block, channels: &channels, stride: halves, bend))
        stages.append(bend("\(block).act"))
      }
      level += 1
    }
    let head = ["fc", "head.fc", "head"].map { "\(prefix)\($0)" }.first {
      shelf.shape($0 + ".weight")?.count == 2
    }
    stages.append(NamedStage(Pooling(.average), name: "\(prefix)pool"))
    if let head {
      stages.append(try writer.dense(head, stem: head, outputsFirst: true))
      writer.show(head)
    }
    return WeightNetwork(
      writer, name: "resnet",
      input: NetworkInput(Shape(positions: isLarge ? [64, 64] : [16, 16], channels: stem[1])),
      stages: stages, activation: f.function.name,
      source:
        "template ResNet, \(f.words), pictures of \(isLarge ? 64 : 16) × \(isLarge ? 64 : 16), batch norms over the batch",
      certainty: .inferred, samples: 4)
  }

  private static func block(
    _ writer: inout NetworkWriter, _ block: String, channels: inout Int, stride: Int,
    _ bend: (String) -> NamedStage
  ) throws(WeightChain.Absence) -> NamedStage {
    let shelf = writer.shelf
    let entering = channels
    let count = (1...3).prefix { shelf.has("\(block).conv\($0).weight") }.count
    // A bottleneck's stride is on its window, as torchvision has it.
    let strided = count == 3 ? 2 : 1
    var width = entering
    let branch = try writer.within(block) { writer throws(WeightChain.Absence) in
      var stages: [NamedStage] = []
      for number in 1...max(1, count) {
        stages.append(
          try writer.convolution(
            "conv\(number)", stem: "\(block).conv\(number)", channels: width,
            stride: number == strided ? stride : 1))
        width = shelf.shape("\(block).conv\(number).weight")?.first ?? width
        stages.append(writer.norm("bn\(number)", .batch, stem: "\(block).bn\(number)"))
        if number < count { stages.append(bend("act\(number)")) }
      }
      return stages
    }
    channels = width
    var shortcut: [NamedStage] = []
    if shelf.has("\(block).downsample.0.weight") {
      shortcut = try writer.within(block) { writer throws(WeightChain.Absence) in
        try writer.within("shortcut") { writer throws(WeightChain.Absence) in
          [
            try writer.convolution(
              "0", stem: "\(block).downsample.0", channels: entering, stride: stride),
            writer.norm("1", .batch, stem: "\(block).downsample.1"),
          ]
        }
      }
    }
    writer.show(block)
    return NamedStage(ResidualStage(branch, shortcut: shortcut), name: block)
  }
}
