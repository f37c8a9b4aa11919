import Kernels
import Networks
import Numerics
import Testing

@testable import Engine

/// Single steps of optimizers.
extension ChainTrainingTests {
  /// A stepper of a few numbers, and the room of their gradient.
  private func stepper(
    _ optimizer: Optimizer, _ values: [Double]
  ) -> (ParameterStepper<Double>, Buffer<Double>, Buffer<Double>) {
    let (own, gradient) = (
      Buffer<Double>(count: values.count), Buffer<Double>(count: values.count)
    )
    for i in values.indices { own.base[i] = values[i] }
    let parameter = Parameter(
      "p", values: own.base, gradient: gradient.base, count: values.count, isMatrix: false)
    let stepper = ParameterStepper(parameter, optimizer)
    stepper.begin()
    return (stepper, own, gradient)
  }

  @Test func optimizersTakeTheTextbookSteps() {
    func run(_ optimizer: Optimizer, _ gradients: [Double]) -> Double {
      let (stepper, values, gradient) = stepper(optimizer, [1])
      return withExtendedLifetime((values, gradient)) {
        for g in gradients {
          stepper.clear()
          stepper.parameter.gradient[0] = g
          stepper.step()
        }
        return values.base[0]
      }
    }
    #expect((run(.gradientDescent(rate: 0.1), [2, 3]) - 0.5).magnitude < 1e-15)
    // v = 2, then 0.5·2 + 3 = 4.
    #expect((run(.momentum(rate: 0.1, decay: 0.5), [2, 3]) - (1 - 0.2 - 0.4)).magnitude < 1e-15)
    // Adam's first step is η g/|g|, whatever the size of g.
    #expect((run(.adam(rate: 0.1), [1e-3]) - 0.9).magnitude < 1e-5)
    #expect((run(.adam(rate: 0.1), [1e3]) - 0.9).magnitude < 1e-9)
  }

  /// A linear network of a weight and a bias, by hand.
  ///
  /// They see the input 1 and the answer 0: with s = w + b both gradients are s, so that a step of rate η makes
  /// s(1 − 2η) of it. Of a peak of ¼ the steps of a warm-up over four have ¼, ½, ¾ and all.
  @Test func warmUpsRaiseTheRateInEqualParts() throws {
    let task = LearningTask.byHeart(
      name: "one", shape: Shape(channels: 1),
      LearningTask.Samples(inputs: [1], answers: .numbers([0])))
    func sums(warmUp: Int) throws -> [Double] {
      var plan = plan(task, [], steps: 6, optimizer: .gradientDescent(rate: 0.25), recordEvery: 1)
      plan.warmUp = warmUp
      plan.keepsParameters = true
      let sums = try trainInTurn(plan).networks[0].records.map { record in
        record.parameters.joined().reduce(0, +)
      }
      return sums.map { $0 / sums[0] }
    }
    let ramp = [1, 7.0 / 8, 21.0 / 32, 105.0 / 256, 105.0 / 512, 105.0 / 1024, 105.0 / 2048]
    for (own, expected) in zip(try sums(warmUp: 4), ramp) { #expect(abs(own - expected) < 1e-14) }
    let half = (0...6).map { powerOfTwo(-$0) }
    for warmUp in [0, 1] {
      for (own, expected) in zip(try sums(warmUp: warmUp), half) {
        #expect(abs(own - expected) < 1e-14)
      }
    }
    // Longer than the training: it ends on the way up, at 6/12 of the rate.
    let part = (1...6).reduce(1.0) { $0 * (1 - Double($1) / 24) }
    #expect(abs(try #require(try sums(warmUp: 12).last) - part) < 1e-14)
  }

  /// Adam's first step has the size of its rate, whatever the gradient.
  @Test func warmUpsShortenAdamsFirstStep() throws {
    var plan = plan(
      teacher, [3], steps: 1, optimizer: .adam(rate: 0.5, epsilon: 1e-14), recordEvery: 1)
    plan.warmUp = 10
    plan.keepsParameters = true
    let records = try trainInTurn(plan).networks[0].records
    for (a, b) in zip(records[0].parameters.joined(), records[1].parameters.joined()) {
      #expect(abs(abs(a - b) - 0.05) < 1e-9)
    }
  }

  /// One step of rate one moves every parameter by its clipped gradient.
  @Test func clippingKeepsTheDirectionOrNot() throws {
    func moves(_ clipping: Clipping?) throws -> [Double] {
      var plan = plan(
        teacher, [3], steps: 1, optimizer: .gradientDescent(rate: 1), recordEvery: 1)
      plan.clipping = clipping
      plan.keepsParameters = true
      let records = try trainInTurn(plan).networks[0].records
      return zip(records[0].parameters.joined(), records[1].parameters.joined()).map { $0 - $1 }
    }
    let free = try moves(nil)
    let norm = free.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for (a, b) in zip(try moves(.norm(norm / 4)), free) { #expect(abs(a - b / 4) < 1e-12) }
    for (a, b) in zip(try moves(.norm(2 * norm)), free) { #expect(abs(a - b) < 1e-15) }
    let bound = 0.5 * (free.map(\.magnitude).max() ?? 0)
    for (a, b) in zip(try moves(.value(bound)), free) {
      #expect(abs(a - min(max(b, -bound), bound)) < 1e-12)
    }
  }
}
