/// The places of bars that stand side by side in one band.
enum BarSlots {
  static func assign(_ marks: [any Mark]) -> [String: BarSlot] { [:] }
}
