import Kernels

extension LearningTask {
  /// The same task with something added to every number of its inputs.
  public func shifted(by offset: Float) -> LearningTask {
    changed { $0.map { $0 + offset } }
  }

  /// The same task with inputs whose numbers have mean zero over the samples to learn from.
  public func centred() -> LearningTask {
    var sum = 0.0
    for number in training.inputs { sum += Double(number) }
    return shifted(by: Float(-sum / Double(max(1, training.inputs.count))))
  }

  /// The same task with inputs whose numbers have mean zero and mean square one over the samples to learn from.
  public func standardised() -> LearningTask {
    let centred = centred()
    var squares = 0.0
    for number in centred.training.inputs { squares += Double(number) * Double(number) }
    guard squares > 0 else { return centred }
    let factor = Float((Double(centred.training.inputs.count) / squares).squareRoot())
    return centred.changed { $0.map { $0 * factor } }
  }

  /// The same task with each sample as one row of numbers.
  public func flattened() -> LearningTask {
    var result = self
    result.shape = Shape(positions: [1], channels: shape.count)
    return result
  }

  /// The same task with each sample's numbers handed over one after the other, in so many steps of equal size.
  ///
  /// An image is read row by row.
  /// - Throws: ``NetworkError`` where the numbers cannot be shared out.
  public func inSteps(_ steps: Int) throws(NetworkError) -> LearningTask {
    guard steps >= 1, shape.count % steps == 0 else {
      throw .run("samples of \(shape.count) numbers cannot be handed over in \(steps) equal steps")
    }
    var result = self
    result.shape = Shape(positions: [steps], channels: shape.count / steps)
    return result
  }

  /// The same task with images of half the size: each pixel is the mean of four.
  ///
  /// - Throws: ``NetworkError`` for samples that are no images of even sides.
  public func halved() throws(NetworkError) -> LearningTask {
    let (channels, positions) = (shape.channels, shape.positions)
    guard positions.count == 2, positions.allSatisfy({ $0 % 2 == 0 }) else {
      throw .run("samples of the shape \(shape.text) are no images that can be halved")
    }
    let (height, width) = (positions[0] / 2, positions[1] / 2)
    var result = changed { inputs in
      var small: [Float] = []
      small.reserveCapacity(inputs.count / 4)
      for sample in 0..<(inputs.count / (4 * height * width * channels)) {
        for row in 0..<height {
          for column in 0..<width {
            for channel in 0..<channels {
              func pixel(_ down: Int, _ right: Int) -> Float {
                let at = (sample * 2 * height + 2 * row + down) * 2 * width + 2 * column + right
                return inputs[at * channels + channel]
              }
              small.append((pixel(0, 0) + pixel(0, 1) + (pixel(1, 0) + pixel(1, 1))) / 4)
            }
          }
        }
      }
      return small
    }
    result.shape = Shape(positions: [height, width], channels: channels)
    return result
  }

  private func changed(_ inputs: ([Float]) -> [Float]) -> LearningTask {
    var result = self
    result.training.inputs = inputs(training.inputs)
    result.test.inputs = inputs(test.inputs)
    return result
  }
}
