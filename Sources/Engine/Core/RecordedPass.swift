import Networks
import Numerics

/// A stage's pass with what happens between stages: rounding to the arithmetic, and the record.
final class RecordedPass<Real: NetworkReal>: StagePass {
  private let inner: any StagePass<Real>
  private let index: Int
  private let rowsPerSample: Int
  private let recorder: Recorder<Real>
  private let arithmetic: Arithmetic

  init(
    _ inner: any StagePass<Real>, _ builder: PassBuilder<Real>, index: Int, shape: Shape
  ) {
    self.inner = inner
    self.index = index
    recorder = builder.recorder
    arithmetic = builder.arithmetic
    // A single sequence: its positions are compared. Else samples are.
    rowsPerSample = builder.samples > 1 ? shape.positionCount : 1
  }

  func begin(_ network: SeedTree) { inner.begin(network) }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    var output = inner.forward(input)
    arithmetic.settle(&output)
    recorder.noteOutput(output, rowsPerSample: rowsPerSample, at: index)
    recorder.noteUnits(output, at: index)
    return output
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    recorder.noteGradient(gradient, at: index)
    var result = inner.backward(gradient)
    arithmetic.settle(&result)
    return result
  }
}

extension PassBuilder {
  /// Builds a stage beneath a name, recorded under it.
  func recorded(
    kind: String, name own: String, output: Shape,
    _ body: () throws(NetworkError) -> any StagePass<Real>
  ) throws(NetworkError) -> any StagePass<Real> {
    try within(own) { () throws(NetworkError) -> any StagePass<Real> in
      let place = recorder.reserve(kind: kind, name: name, shape: output)
      let outer = index
      index = place
      defer { index = outer }
      let pass = RecordedPass(try body(), self, index: place, shape: output)
      recorder.finish(place)
      return pass
    }
  }
}
