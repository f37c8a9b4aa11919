/// A network as the page describes it: numbers in a fixed order, and two names.
struct Setting {
  private let page: PageNumbers<Place>

  /// The places of the numbers; the widths follow.
  private enum Place: Int, CaseIterable {
    /// The seed's low and high 32 bits.
    case seedLow, seedHigh
    case gain
    /// NaN for the rule's own biases.
    case biasVariance
    /// 0, or 1 + the place in the enumeration.
    case normalization, residual
    /// 0 for one matrix a layer.
    case expansion
    case tied, batch, inputSecondMoment, inputCorrelation
    /// The places in the enumerations.
    case precision, sampler
  }

  /// See ``PageNumbers``.
  init(numbers: UnsafeBufferPointer<Double>, text: UnsafeBufferPointer<UInt8>) {
    page = PageNumbers(numbers: numbers, text: text)
  }

  /// The bench, as `NetworkPlan` and `report propagate` make the request.
  func bench() throws(Complaint) -> Bench {
    let activation: AnyActivation
    var rule: AnyInitializer
    do {
      activation = try ActivationCatalog.activation(named: page.names[0])
      rule = try InitializerCatalog.initializer(named: page.names[1])
    } catch {
      throw Complaint(sentence: error.description)
    }
    let biasVariance = page[.biasVariance]
    if biasVariance == 0 { rule = rule.withoutBiases }
    let gain = page[.gain]
    if gain != 1, rule.dataDependent != nil {
      throw Complaint(sentence: "lsuv sets the size of every layer itself; leave “gain” out")
    }
    let seed = page.seed(low: .seedLow, high: .seedHigh)
    var request = PropagationRequest(
      widths: page.all.dropFirst(Place.allCases.count).map { Int($0) }, activation: activation,
      initializer: gain == 1 ? rule : AnyInitializer(Scaled(rule, by: gain)),
      biasVariance: biasVariance.isNaN ? 0 : biasVariance,
      normalization: Self.item(page.whole(.normalization) - 1, of: Normalization.allCases),
      residual: Self.item(page.whole(.residual) - 1, of: Residual.allCases),
      batch: page.whole(.batch),
      inputs: InputLaw(
        secondMoment: page[.inputSecondMoment], correlation: page[.inputCorrelation]),
      sampler: Self.item(page.whole(.sampler), of: Sampler.allCases) ?? .automatic,
      precision: Self.item(page.whole(.precision), of: Precision.allCases) ?? .float32, trials: 2,
      seed: SeedTree(seed: seed).child("propagate"))
    if page.whole(.expansion) > 0 { request.expansion = page.whole(.expansion) }
    request.tiesWeights = page.whole(.tied) == 1
    request.recordsDetails = true
    do {
      return try Bench(request, seed: seed)
    } catch {
      throw Complaint(sentence: error.description)
    }
  }

  private static func item<Item>(_ index: Int, of list: [Item]) -> Item? {
    list.indices.contains(index) ? list[index] : nil
  }
}

/// Why a setting has no answer, in a sentence.
struct Complaint: Error {
  let sentence: String
}
