/// The two constants by which logarithms change their base.
extension Double {
  /// ln 2.
  package static let ln2 = 0.693147180559945309417
  /// ln 10.
  package static let ln10 = 2.302585092994045684018
}
