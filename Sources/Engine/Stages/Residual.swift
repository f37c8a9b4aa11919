import Kernels
import Networks
import Numerics

/// A skip connection, y = s x + c · branch(x), with the identity or a shortcut of its own for x.
///
/// c = 1 (He et al. 2016), 1/√L over all L branches (Hanin and Rolnick 2018; Zhang et al. 2019), 0 at the
/// start (SkipInit, De and Smith 2020; ReZero, Bachlechner et al. 2021), and s = (2N)^¼ for DeepNorm (Wang
/// et al. 2022), whose normalisation stands after the sum.
public struct ResidualStage: Stage {
  public static let kind = "residual"

  /// c.
  public enum Scale: Sendable, Equatable {
    case constant(Double)
    /// 1/√L for the L residual stages of the whole network.
    case inverseRootOfCount

    func factor(count: Int) -> Double {
      switch self {
      case .constant(let value): value
      case .inverseRootOfCount: (1 / Double(max(1, count))).squareRoot()
      }
    }
  }

  /// What the branch does.
  public var branch: [NamedStage]
  /// What the skip does; nothing, if there are no stages.
  public var shortcut: [NamedStage]
  /// c.
  public var scale: Scale
  /// s.
  public var skip: Double
  /// Whether training changes c.
  public var learnsScale: Bool

  /// Adds a branch to its input.
  public init(
    _ branch: [NamedStage], shortcut: [NamedStage] = [], scale: Scale = .constant(1),
    skip: Double = 1, learnsScale: Bool = false
  ) {
    self.learnsScale = learnsScale
    self.branch = branch
    self.shortcut = shortcut
    self.scale = scale
    self.skip = skip
  }

  public var parts: [StagePart] { [StagePart(branch), StagePart(shortcut)] }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    let output = try Sequence(branch).output(for: input)
    let beside = try Sequence(shortcut).output(for: input)
    guard output == beside else {
      throw .branch(stage: Self.kind, input: beside, output: output)
    }
    return output
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    let branchPass = try Sequence(branch).pass(builder, input: input)
    let shortcutPass =
      shortcut.isEmpty
      ? nil
      : try builder.within("shortcut") { () throws(NetworkError) -> any StagePass<Real> in
        try Sequence(shortcut).pass(builder, input: input)
      }
    return ResidualPass(
      builder, branch: branchPass, shortcut: shortcutPass,
      scale: scale.factor(count: builder.residualCount), skip: skip,
      learnsScale: learnsScale, output: try output(for: input))
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    let c = scale.factor(count: context.residualCount)
    var entering = input
    entering.isCentredByWeights = false
    guard let inner = Sequence(branch).theory(of: entering, shape: shape, &context) else {
      return nil
    }
    var beside = TheoryStep(output: input) { gradient, _ in gradient }
    if !shortcut.isEmpty {
      guard
        let step = context.within(
          "shortcut", { Sequence(shortcut).theory(of: input, shape: shape, &$0) })
      else { return nil }
      beside = step
    }
    // A branch without weights of its own, or that bends after them, is correlated with what it is added to.
    guard inner.output.isCentredByWeights || c == 0 else { return nil }
    let (x, b) = (beside.output, inner.output)
    let second = skip * skip * x.secondMoment + c * c * b.secondMoment
    var cosine: Double?
    if let cx = x.cosine, let cb = b.cosine, second > 0 {
      cosine = (skip * skip * cx * x.secondMoment + c * c * cb * b.secondMoment) / second
    }
    var output = StageMoments(
      mean: skip * x.mean + c * b.mean, secondMoment: second, cosine: cosine,
      isNormal: x.isNormal && (b.isNormal || c == 0),
      hasIndependentPositions: x.hasIndependentPositions && b.hasIndependentPositions,
      isCentredByWeights: x.isCentredByWeights && (b.isCentredByWeights || c == 0))
    let positions = ((try? self.output(for: shape)) ?? shape).positionCount
    if x.kernel != nil || b.kernel != nil {
      let (kx, kb) = (
        x.positions(positions, samples: context.samples),
        b.positions(positions, samples: context.samples)
      )
      output = StageMoments(
        kx.sum(times: skip, kb, times: c), samples: context.samples, isNormal: output.isNormal,
        isCentredByWeights: output.isCentredByWeights)
    }
    let shortcutIsEmpty = shortcut.isEmpty
    let s = skip
    return TheoryStep(output: output) { gradient, context in
      guard let back = inner.backward(gradient.scaled(by: c * c), &context) else { return nil }
      let scaled = gradient.scaled(by: s * s)
      guard
        let direct = shortcutIsEmpty
          ? scaled : context.within("shortcut", { beside.backward(scaled, &$0) })
      else { return nil }
      if direct.kernel != nil || back.kernel != nil {
        let count = shape.positionCount
        return GradientMoments(
          direct.positions(count).sum(times: 1, back.positions(count), times: 1))
      }
      return GradientMoments(
        secondMoment: direct.secondMoment + back.secondMoment,
        hasIndependentRows: direct.hasIndependentRows && back.hasIndependentRows)
    }
  }
}

final class ResidualPass<Real: NetworkReal>: StagePass {
  private let branch: any StagePass<Real>
  private let shortcut: (any StagePass<Real>)?
  private let scale: Double
  private let skip: Double
  private let factor: UnsafeMutablePointer<Real>
  private let parameter: Parameter<Real>?
  private var inner: Signal<Real>?
  private let output: Signal<Real>
  private let workspace: Workspace<Real>

  init(
    _ builder: PassBuilder<Real>, branch: any StagePass<Real>, shortcut: (any StagePass<Real>)?,
    scale: Double, skip: Double, learnsScale: Bool, output shape: Shape
  ) {
    let own = builder.allocate(1)
    factor = own
    parameter = learnsScale ? builder.parameter("scale", values: own, count: 1) : nil
    self.branch = branch
    self.shortcut = shortcut
    self.scale = scale
    self.skip = skip
    output = builder.signal(shape)
    workspace = builder.workspace
  }

  func begin(_ network: SeedTree) {
    factor.pointee = Real(scale)
    branch.begin(network)
    shortcut?.begin(network)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    let inner = branch.forward(input)
    self.inner = inner
    let scale = Double(factor.pointee)
    let direct = shortcut?.forward(input) ?? input
    var result = output
    result.exponent = Signal.sum(
      direct, times: skip, inner, times: scale, into: result.base)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    let own = workspace.copy(gradient)
    let scale = Double(factor.pointee)
    if let parameter, let inner {
      let along = Real.dot(inner.base, gradient.base, count: gradient.count)
      parameter.gradient.pointee += Real(
        along * powerOfTwo(inner.exponent + gradient.exponent))
    }
    // Both ways are taken even if one is multiplied by zero: then its gradients are zeros.
    Real.scale(own.base, by: Real(scale), count: own.count)
    let inner = branch.backward(own)
    Real.scale(gradient.base, by: Real(skip), count: gradient.count)
    var direct = shortcut?.backward(gradient) ?? gradient
    direct.exponent = Signal.sum(direct, times: 1, inner, times: 1, into: direct.base)
    workspace.give(inner)
    return direct
  }
}
