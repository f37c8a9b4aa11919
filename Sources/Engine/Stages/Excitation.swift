import Kernels
import Networks
import Numerics

/// Channels multiplied by what a branch makes of them, y = x ⊙ s(x): squeeze-and-excitation.
///
/// Hu, Shen and Sun 2018: the branch pools all positions, and two dense layers with a sigmoid at the end say how
/// much of each channel goes on. A branch without positions serves all positions of its sample.
public struct Excitation: Stage {
  public static let kind = "excite"

  /// s.
  public var branch: [NamedStage]

  /// Multiplies by a branch.
  public init(_ branch: [NamedStage]) { self.branch = branch }

  public var parts: [StagePart] { [StagePart(branch)] }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    let shares = try Sequence(branch).output(for: input)
    guard shares.channels == input.channels, shares.positions.isEmpty || shares == input else {
      throw .shape(
        stage: Self.kind, input: input,
        reason: "its branch gives \(shares.text), which cannot multiply that; end it with "
          + "\(input.channels) channels, at the same positions or at none")
    }
    return input
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    ExcitationPass(
      builder, branch: try Sequence(branch).pass(builder, input: input),
      hasPositions: try !Sequence(branch).output(for: input).positions.isEmpty, shape: input)
  }
}

final class ExcitationPass<Real: NetworkReal>: StagePass {
  private let branch: any StagePass<Real>
  private let output: Signal<Real>
  private let workspace: Workspace<Real>
  private let rowsPerShare: Int
  private var input: Signal<Real>?
  private var shares: Signal<Real>?

  init(
    _ builder: PassBuilder<Real>, branch: any StagePass<Real>, hasPositions: Bool, shape: Shape
  ) {
    self.branch = branch
    output = builder.signal(shape)
    workspace = builder.workspace
    rowsPerShare = hasPositions ? 1 : shape.positionCount
  }

  func begin(_ network: SeedTree) { branch.begin(network) }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    let shares = branch.forward(input)
    self.shares = shares
    var result = output
    result.base.update(from: input.base, count: input.count)
    multiply(result, by: shares)
    result.exponent = input.exponent + shares.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input, let shares else { preconditionFailure("a pass goes forward first") }
    let n = gradient.columns
    // ∂ℓ/∂s = Σ g ⊙ x over the positions that share it, ∂ℓ/∂x = g ⊙ s beside what the branch hands back.
    let product = workspace.copy(gradient)
    Real.multiply(input.base, into: product.base, count: product.count)
    var toShares = workspace.take(rows: shares.rows, columns: n)
    toShares.base.update(repeating: 0, count: toShares.count)
    for row in 0..<gradient.rows {
      Real.add(
        product.base + row * n, to: toShares.base + row / rowsPerShare * n, count: n)
    }
    toShares.exponent = gradient.exponent + input.exponent
    workspace.give(product)
    let inner = branch.backward(toShares)
    multiply(gradient, by: shares)
    var direct = gradient
    direct.exponent += shares.exponent
    direct.exponent = Signal.sum(direct, times: 1, inner, times: 1, into: direct.base)
    workspace.give(inner)
    return direct
  }

  private func multiply(_ signal: Signal<Real>, by shares: Signal<Real>) {
    let n = signal.columns
    for row in 0..<signal.rows {
      Real.multiply(
        shares.base + row / rowsPerShare * n, into: signal.base + row * n, count: n)
    }
  }
}

extension Excitation {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["squeeze-excite"],
    "Channels multiplied by what a branch makes of them, as in squeeze-and-excitation.",
    shorthand: "branch",
    [
      StageParameter(
        "branch", .stack,
        "What says how much of each channel goes on, such as a global pool, two dense layers and a sigmoid."
      )
    ]
  ) { arguments throws(NetworkError) in Excitation(arguments.stages("branch")) }
}
