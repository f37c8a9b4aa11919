/// df/dx at 0 by central differences at steps h, h/2, h/4 …, extrapolated to a step of zero.
///
/// Ridders 1982, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4:75: a tableau of
/// Richardson extrapolations in h², of which the entry is taken that differs least from its neighbours; that
/// difference is the error that it claims. A kink within the smallest step keeps the claim large.
func ridders(
  step: Double, levels: Int = 11, _ f: (Double) -> Double
) -> (value: Double, error: Double) {
  var best = (value: Double.nan, error: Double.infinity)
  var previous: [Double] = []
  var h = step
  for level in 0..<levels {
    var row = [(f(h) - f(-h)) / (2 * h)]
    var factor = 1.0
    for j in 0..<level {
      factor *= 4
      row.append((factor * row[j] - previous[j]) / (factor - 1))
      let error = max(abs(row[j + 1] - row[j]), abs(row[j + 1] - previous[j]))
      if error < best.error { best = (row[j + 1], error) }
    }
    previous = row
    h /= 2
  }
  return best
}
