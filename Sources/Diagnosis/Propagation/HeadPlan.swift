/// How attention is cut into heads.
struct HeadPlan: Sendable {
  var heads: Int
  var groups: Int
  var width: Int
  var isCausal = false
  var isRotary = false
  /// Whether the configuration says so.
  var isKnown = true

  /// Heads of a width from the configuration; without one 64, or the largest power of two below that divides.
  init(_ configuration: HubHeads?, queries: Int, keys: Int) {
    if let told = configuration?.heads, told > 0, queries % told == 0 {
      (heads, width) = (told, queries / told)
    } else {
      isKnown = false
      let own = [64, 32, 16, 8, 4, 2, 1].first { queries % $0 == 0 && keys % $0 == 0 } ?? 1
      width = queries > own ? own : max(1, queries / 2)
      if queries % width != 0 || keys % width != 0 { width = 1 }
      heads = queries / width
    }
    groups = max(1, keys / width)
  }
}

/// How many heads a configuration tells of.
struct HubHeads: Sendable {
  let heads: Int?
}
