import Diagnosis
import Graphics
import WeightFiles

extension DiagnosisPicture {
  /// A tensor's name as charts have room for it: without what all names begin with and the word "weight", cut at its
  /// beginning where it is still long; in the markup of charts.
  func short(_ name: String) -> String {
    var text = Substring(name)
    let prefix = commonPrefix
    if text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    for end in [".weight", "/kernel", ".kernel"] where text.hasSuffix(end) && text.count > end.count
    {
      text = text.dropLast(end.count)
    }
    let cut = text.count > 24 ? "…" + text.suffix(23) : text
    return RichText.escaped(String(cut).visible)
  }

  /// The parts, with the separator after them, that all weights' names have in common.
  private var commonPrefix: String {
    guard var prefix = scales.first?.name else { return "" }
    for scale in scales.dropFirst() { prefix = prefix.commonPrefix(with: scale.name) }
    let end = prefix.lastIndex { $0 == "." || $0 == "/" }
    let whole = end.map { String(prefix[...$0]) } ?? ""
    // A part that counts layers says something.
    return scales.count > 1 ? whole : ""
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    var (a, b) = (startIndex, other.startIndex)
    while a < endIndex, b < other.endIndex, self[a] == other[b] {
      a = index(after: a)
      b = other.index(after: b)
    }
    return String(self[..<a])
  }
}
