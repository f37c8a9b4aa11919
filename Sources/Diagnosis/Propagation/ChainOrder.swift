import WeightFiles

/// In which order a signal meets the matrices of a plain stack: the first of some orders in which every width fits.
///
/// PyTorch keeps the order in which modules were made; others sort names, so that a head comes before the layers that it
/// follows. Layers of one name stay in the order of their numbers, and whole groups change places.
enum ChainOrder {
  /// The order, and where it is from, in words.
  static func order(of matrices: [Int], _ file: FileDiagnosis) -> (order: [Int], source: String) {
    let natural = matrices.sorted {
      TensorName.isBefore(
        TensorName(file.tensors[$0].name), TensorName(file.tensors[$1].name))
    }
    if [.torchZip, .torchLegacy, .torchScript].contains(file.format), fits(matrices, file) {
      return (matrices, "the file's order")
    }
    var groups: [(name: String, members: [Int])] = []
    for index in natural {
      let name = TensorName(file.tensors[index].name).pattern
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].members.append(index)
      } else {
        groups.append((name, [index]))
      }
    }
    // Seven groups have 5,040 orders.
    guard (2...7).contains(groups.count) else { return (natural, "order of names") }
    let told = groups.enumerated()
      .sorted { (rank($0.element.name), $0.offset) < (rank($1.element.name), $1.offset) }
      .flatMap(\.element.members)
    if fits(told, file) {
      return (told, told == natural ? "order of names" : "what names tell of their places")
    }
    if fits(natural, file) { return (natural, "order of names") }
    var found: [[Int]] = []
    permute(groups.map(\.members)) { order in
      if fits(order, file) { found.append(order) }
      return found.count < 2
    }
    return found.count == 1
      ? (found[0], "the one order in which shapes fit") : (natural, "order of names")
  }

  /// Words of names by where such layers stand.
  private static func rank(_ name: String) -> Int {
    let lower = name.lowercased()
    if lower.contains(regexFree: ["input", "stem", "embed", "enc"]) { return 0 }
    if lower.contains(regexFree: ["head", "output", "out_", "out.", "classifier", "final", "logit"])
    {
      return 3
    }
    return lower.contains("dec") ? 2 : 1
  }

  private static func fits(_ order: [Int], _ file: FileDiagnosis) -> Bool {
    let fans = order.compactMap { index -> (input: Int, output: Int)? in
      let tensor = file.tensors[index]
      guard let layout = tensor.layout, tensor.shape.count == 2 else { return nil }
      return layout.outputsFirst
        ? (tensor.shape[1], tensor.shape[0]) : (tensor.shape[0], tensor.shape[1])
    }
    return zip(fans, fans.dropFirst()).allSatisfy { $0.output == $1.input }
  }

  /// Calls `body` with every order of the groups until it gives false.
  private static func permute(_ groups: [[Int]], _ body: ([Int]) -> Bool) {
    var goesOn = true
    func place(_ done: [Int], _ left: [[Int]]) {
      guard goesOn else { return }
      if left.isEmpty {
        goesOn = body(done)
        return
      }
      for index in left.indices {
        var rest = left
        let group = rest.remove(at: index)
        place(done + group, rest)
      }
    }
    place([], groups)
  }
}
