import Numerics

/// How a training went.
public struct TrainingResult: Equatable, Sendable, Codable {
  /// One layer at one moment, measured on the batch of the step.
  public struct Layer: Equatable, Sendable, Codable {
    /// 1 for the layer that reads the input.
    public let index: Int
    /// The number of units.
    public let width: Int
    /// The mean square of the signal that leaves the layer.
    public let activationSecondMoment: Double
    /// The mean square of ∂loss/∂z at the layer's affine output.
    public let gradientSecondMoment: Double
    /// The mean square of ∂loss/∂W.
    public let weightGradientSecondMoment: Double
    /// ‖W − W₀‖_F/‖W₀‖_F; ‖W‖_F itself if W₀ is 0.
    public let weightMovement: Double
    /// The share of units × samples with |f′| < 0.05; `nil` for layers without activation.
    public let saturation: Double?
    /// The share of units with f′ = 0 for every sample; `nil` for layers without activation.
    public let deadUnits: Double?
    /// How many units differ: in their weights, bias or outgoing weights, by more than 10⁻⁹ of the largest.
    public let distinctUnits: Int
  }

  /// The state before a step.
  public struct Record: Equatable, Sendable, Codable {
    /// How many steps were taken before.
    public let step: Int
    /// The loss over all samples.
    public let loss: Double
    /// The share of samples classified correctly; `nil` for regression.
    public let accuracy: Double?
    /// The layers.
    public let layers: [Layer]
  }

  /// Records of step 0, every `recordEvery` steps, and the end; up to the last finite loss.
  public let records: [Record]
  /// The step at which the loss or a parameter left the finite numbers; `nil` if none did.
  public let divergedAt: Int?
  /// The network's outputs for all samples at the end, one row each.
  public let outputs: Matrix
}
