import Engine
import Simulation
import WeightFiles

/// The steps of a Keras model that is one layer after the other.
struct KerasSteps {
  let steps: [PlainStep]
  /// The shape that the model was built for; nil where it is open.
  let input: Shape?

  /// Reads the steps; nil for models without layers that are read here.
  ///
  /// - Throws: the first layer that is not known, or that the file has no weights for.
  init?(_ configuration: String?, _ shelf: WeightShelf) throws(WeightChain.Absence) {
    guard let layers = configuration.flatMap({ KerasLayer.sequence($0) }), !layers.isEmpty else {
      return nil
    }
    var (steps, counts) = ([PlainStep](), [String: Int]())
    for layer in layers where layer.kind != "InputLayer" {
      // Keras counts the layers of a class: dense, dense_1, …
      let snake = Self.snakeCase(layer.kind)
      let count = counts[snake, default: 0]
      counts[snake] = count + 1
      let stems = [
        "layers/\(count == 0 ? snake : "\(snake)_\(count)")/vars", "\(layer.name)/\(layer.name)",
        "model_weights/\(layer.name)/\(layer.name)",
      ]
      steps += try Self.steps(layer, stems, shelf)
    }
    self.steps = steps
    // null for any length was left out, so that an open shape is too short.
    let shape = (layers[0].numbers["batch_shape"] ?? layers[0].numbers["batch_input_shape"] ?? [])
      .compactMap { Int(exactly: $0) }
    // A kernel has an axis for what comes in and one for what goes out beside its window.
    let rank = (steps.takesPositions ? steps.firstKernel.flatMap(shelf.shape)?.count ?? 4 : 2) - 1
    input =
      shape.count == rank && shape.allSatisfy { $0 > 0 }
      ? Shape(positions: Array(shape.dropLast()), channels: shape[shape.count - 1]) : nil
  }

  private static func steps(
    _ layer: KerasLayer, _ stems: [String], _ shelf: WeightShelf
  ) throws(WeightChain.Absence) -> [PlainStep] {
    func tensor(_ place: Int, _ ends: String...) -> String? {
      for stem in stems {
        for end in ["\(place)"] + ends where shelf.has("\(stem)/\(end)") { return "\(stem)/\(end)" }
      }
      return nil
    }
    func kernel() throws(WeightChain.Absence) -> String {
      guard let name = tensor(0, "kernel:0", "kernel") else {
        throw WeightChain.Absence(
          reason: "its configuration has a layer '\(layer.name)' that the file has no weight for")
      }
      return name
    }
    func list(_ key: String) -> [Int]? { layer.numbers[key]?.compactMap { Int(exactly: $0) } }
    func padding() -> Window.Padding { layer.texts["padding"] == "same" ? .same : .zeros([0]) }
    func bend() throws(WeightChain.Absence) -> [PlainStep] {
      guard let name = layer.texts["activation"], name != "linear", name != "softmax" else {
        return []
      }
      do {
        return [
          .activation(try ActivationCatalog.activation(named: name.replacing("_", with: "-")))
        ]
      } catch {
        throw WeightChain.Absence(reason: "\(error)")
      }
    }
    switch layer.kind {
    case "Dense":
      return [.dense(weight: try kernel(), bias: tensor(1, "bias:0", "bias"))] + (try bend())
    case "Conv1D", "Conv2D":
      return [
        .convolution(
          weight: try kernel(), bias: tensor(1, "bias:0", "bias"), stride: list("strides") ?? [1],
          dilation: list("dilation_rate") ?? [1], padding: padding())
      ] + (try bend())
    case "BatchNormalization":
      return [.norm(gains: tensor(0, "gamma:0", "gamma"), shifts: tensor(1, "beta:0", "beta"))]
    case "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D":
      let size = list("pool_size") ?? [2]
      return [
        .pool(
          layer.kind.hasPrefix("Max") ? .max : .average,
          window: Window(kernel: size, stride: list("strides") ?? size, padding: padding()))
      ]
    case "GlobalAveragePooling1D", "GlobalAveragePooling2D": return [.pool(.average, window: nil)]
    case "GlobalMaxPooling1D", "GlobalMaxPooling2D": return [.pool(.max, window: nil)]
    case "Flatten": return [.flatten(channelsFirst: false)]
    case "Activation": return try bend()
    case "ReLU": return [.activation(ReLU())]
    case "Dropout", "SpatialDropout2D", "GaussianNoise", "Softmax": return []
    default:
      throw WeightChain.Absence(reason: "its configuration has a layer of \(layer.kind)")
    }
  }

  /// `Conv2D` as conv2d, `MaxPooling2D` as max_pooling2d, as Keras writes the names of layers.
  static func snakeCase(_ name: String) -> String {
    var (result, before) = ("", Character(" "))
    for character in name {
      if character.isUppercase, before.isLowercase { result.append("_") }
      result += character.lowercased()
      before = character
    }
    return result
  }
}
