import Networks
import Numerics

/// A stage at work: its memory, and what it does to a signal and to a gradient.
///
/// One pass serves one thread. It is told to `begin` a fresh network, then goes forward once and backward
/// once.
public protocol StagePass<Real>: AnyObject {
  /// What signals are made of: single or double precision.
  associatedtype Real: NetworkReal

  /// Draws a fresh network.
  func begin(_ network: SeedTree)

  /// The output for an input; both stay as they are until the next network.
  func forward(_ input: Signal<Real>) -> Signal<Real>

  /// ∂ℓ/∂input from ∂ℓ/∂output, whose memory is this stage's to use or to give back to the workspace.
  func backward(_ gradient: Signal<Real>) -> Signal<Real>
}

extension StagePass {
  /// Nothing is drawn unless a stage says otherwise.
  public func begin(_ network: SeedTree) {}
}
