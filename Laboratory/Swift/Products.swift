// Products of random matrices, for the bench of chapter 1.

/// Writes what became of the first products of a request.
///
/// ln of the spectral norm by product and by step, then the mean at the end with its interval, the standard
/// deviation, and theory's exponent. Returns how many products there are, all that one block multiplies side by
/// side, or −1 with the sentence as the message.
@_cdecl("lab_products")
public func products(
  _ size: Int, _ steps: Int, _ entryDeviation: Double, _ seedLow: Double, _ seedHigh: Double,
  _ output: UnsafeMutablePointer<Double>
) -> Int {
  let lanes = GaussianProductBlock.lanes(size: size)
  let seed = UInt64(seedHigh) << 32 | UInt64(seedLow)
  let request = GaussianProductRequest(
    size: size, steps: steps, trials: lanes, trackedTrials: lanes, keptRuns: 0,
    entryDeviation: entryDeviation, seed: SeedTree(seed: seed).child("product"))
  do {
    try request.validate()
  } catch {
    complain(error.description)
    return -1
  }
  do {
    let paths = try GaussianProductBlock.run(
      request, source: request.seed.child(0).source(), trials: 0..<lanes)
    var next = output
    func write(_ number: Double) {
      next.pointee = number
      next += 1
    }
    for path in paths { for norm in path.norms { write(norm) } }
    let norms = paths.map { $0.finalNorm }
    let mean = try? Estimate.mean(of: norms)
    let variance = try? Estimate.variance(of: norms)
    let theory = try? LyapunovExponents(size: size, entryDeviation: entryDeviation)
    for number in [
      mean?.value, mean?.low, mean?.high, variance?.value.squareRoot(), theory?.top,
    ] { write(number ?? .nan) }
    return lanes
  } catch {
    complain(error.description)
    return -1
  }
}
