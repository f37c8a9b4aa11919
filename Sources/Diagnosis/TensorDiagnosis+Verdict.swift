import TensorStatistics
import WeightFiles

extension TensorDiagnosis {
  /// Puts together what was measured and identified.
  ///
  /// - Parameter limit: the probability below which one test rejects.
  init(
    _ stored: StoredTensor, _ header: LayoutInference.Header, _ layout: Layout?,
    _ measurement: TensorMeasurement, _ identified: Identification?, _ fit: GoodnessOfFit?,
    _ structure: StructureTests?, _ candidates: [RuleCandidate], limit: Double
  ) {
    name = stored.name
    shape = stored.shape
    type = stored.type
    role = header.role
    self.layout = layout
    ruleFans = layout?.fans ?? candidates.lazy.compactMap(\.reading).first { $0.isRight }?.fans
    self.measurement = measurement
    moments = measurement.moments
    (shift, sparsity, outliers) = (measurement.shift, measurement.sparsity, measurement.outliers)
    (zeroRows, zeroColumns) = (measurement.zeroRows, measurement.zeroColumns)
    notFiniteRows = measurement.notFiniteRows
    repeated = measurement.repeated
    (self.fit, self.structure) = (fit, structure)
    let best = identified?.candidates.first
    if case .sample(let sample) = measurement.kind, let best {
      deviation = DeviationInterval(sample, family: best.family)
    } else if moments.count > 0, stored.type.isFloatingPoint {
      let value = moments.meanSquare.squareRoot()
      deviation = DeviationInterval(exactly: value)
    } else {
      deviation = nil
    }
    let smallest = min(fit?.pValue ?? 1, structure?.smallest?.p ?? 1)
    let isRejected = smallest < limit
    let enough = stored.count >= 200 && header.role != .statistic
    if case .sample = measurement.kind {
      isDraw = isRejected ? false : enough ? true : nil
      moved =
        best?.name == nil || isRejected
        ? MovedStart(measurement.spread, candidates: candidates) : nil
    } else {
      (isDraw, moved) = (nil, nil)
    }
    law = Self.verdict(
      measurement, header.role, identified, p: smallest, isRejected: isRejected, fit: fit)
  }

  private static func verdict(
    _ measurement: TensorMeasurement, _ role: TensorRole, _ identified: Identification?, p: Double,
    isRejected: Bool, fit: GoodnessOfFit?
  ) -> LawVerdict {
    switch measurement.kind {
    case .nothing: return LawVerdict(.notJudged, family: "none", phrase: "not judged")
    case .garbage:
      return LawVerdict(.noLaw, family: "none", phrase: "random bits: memory that nobody wrote")
    case .deterministic:
      return LawVerdict(.is, family: "equal rows", phrase: "every row the same")
    case .exact(.constant(let c)):
      let name =
        c == 0 ? "zero" : c == 1 ? "one" : "constant \(Digits.significant(c, 4))"
      return LawVerdict(.is, family: "constant", value: c, phrase: name)
    case .exact(.identity(let c)):
      return LawVerdict(
        .is, family: "identity", value: c,
        phrase: c == 1 ? "identity" : "\(Digits.significant(c, 4)) · identity")
    case .gates(let gates):
      return LawVerdict(
        .is, family: "gate blocks",
        phrase: "gate blocks "
          + gates.values.map { Digits.significant($0, 3) }.joined(separator: " | "))
    case .orthogonal(let found):
      let gain = Digits.significant(found.gain, 4)
      return LawVerdict(
        .is, family: "orthogonal", value: found.gain,
        phrase: "orthogonal, gain \(gain)"
          + (found.blocks > 1 ? ", in \(found.blocks) \(found.folding)" : ""))
    case .sample(let sample):
      guard let identified, let best = identified.candidates.first else {
        if role == .statistic {
          return LawVerdict(.notJudged, family: "none", phrase: "not trained")
        }
        return LawVerdict(.tooFew, family: "none", phrase: "too few to tell")
      }
      let compatible = identified.compatible.map(LawVerdict.Named.init)
      let named = LawVerdict.Named(best)
      var phrase = named.phrase
      if let shift = measurement.shift { phrase += " about \(Digits.significant(shift, 3))" }
      if let sparsity = measurement.sparsity {
        phrase = "\(Digits.percent(sparsity)) zeros, the rest \(phrase)"
      }
      let word: LawVerdict.Word =
        if isRejected {
          .noLaw
        } else if sample.count < 32 || compatible.count > 6 {
          .tooFew
        } else if best.probability >= 0.99 && p >= 1e-4 {
          .is
        } else if compatible.count > 1, best.probability < 0.99 {
          .fitsAsDo
        } else {
          .fits
        }
      return LawVerdict(
        word, family: (measurement.sparsity == nil ? "" : "sparse ") + named.family, best: named,
        others: Array(compatible.dropFirst()), phrase: phrase)
    }
  }
}

extension DeviationInterval {
  /// A deviation that is no estimate.
  init(exactly value: Double) { (self.value, low, high) = (value, value, value) }

  private init(_ value: Double, _ low: Double, _ high: Double) {
    (self.value, self.low, self.high) = (value, low, high)
  }

  /// The interval of a multiple.
  func scaled(by factor: Double) -> DeviationInterval {
    DeviationInterval(factor * value, factor * low, factor * high)
  }
}
