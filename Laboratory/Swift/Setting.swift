/// A network as the page describes it: numbers in a fixed order, and two names.
struct Setting {
  private let numbers: UnsafeBufferPointer<Double>
  private let names: [String]

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

  /// `text` is the activation's name or formula and the rule's name, with a line feed between them.
  init(numbers: UnsafeBufferPointer<Double>, text: UnsafeBufferPointer<UInt8>) {
    self.numbers = numbers
    names = text.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func number(_ place: Place) -> Double { numbers[place.rawValue] }

  private func whole(_ place: Place) -> Int { Int(number(place)) }

  /// The bench, as `NetworkPlan` and `report propagate` make the request.
  func bench() throws(Complaint) -> Bench {
    let activation: AnyActivation
    var rule: AnyInitializer
    do {
      activation = try ActivationCatalog.activation(named: names[0])
      rule = try InitializerCatalog.initializer(named: names[1])
    } catch {
      throw Complaint(sentence: error.description)
    }
    let biasVariance = number(.biasVariance)
    if biasVariance == 0 { rule = rule.withoutBiases }
    let gain = number(.gain)
    if gain != 1, rule.dataDependent != nil {
      throw Complaint(sentence: "lsuv sets the size of every layer itself; leave “gain” out")
    }
    let seed = UInt64(number(.seedHigh)) << 32 | UInt64(number(.seedLow))
    var request = PropagationRequest(
      widths: numbers.dropFirst(Place.allCases.count).map { Int($0) }, activation: activation,
      initializer: gain == 1 ? rule : AnyInitializer(Scaled(rule, by: gain)),
      biasVariance: biasVariance.isNaN ? 0 : biasVariance,
      normalization: Self.item(whole(.normalization) - 1, of: Normalization.allCases),
      residual: Self.item(whole(.residual) - 1, of: Residual.allCases),
      batch: whole(.batch),
      inputs: InputLaw(
        secondMoment: number(.inputSecondMoment), correlation: number(.inputCorrelation)),
      sampler: Self.item(whole(.sampler), of: Sampler.allCases) ?? .automatic,
      precision: Self.item(whole(.precision), of: Precision.allCases) ?? .float32, trials: 2,
      seed: SeedTree(seed: seed).child("propagate"))
    if whole(.expansion) > 0 { request.expansion = whole(.expansion) }
    request.tiesWeights = whole(.tied) == 1
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
