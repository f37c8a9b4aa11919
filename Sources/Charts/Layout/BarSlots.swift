/// The places of marks that stand side by side in one band.
enum BarSlots {
  static func assign(_ marks: [any Mark]) -> [String: BarSlot] {
    var names: [String] = []
    for name in marks.compactMap(\.style.dodgeName) where !names.contains(name) {
      names.append(name)
    }
    let count = Double(max(1, names.count))
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { index, name in
        (name, BarSlot(offset: (Double(index) + 0.5) / count - 0.5, width: 0.92 / count))
      })
  }
}
