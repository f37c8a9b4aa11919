/// Why a number of an instrument is null in JSON, which has neither infinities nor NaN.
enum MissingNumber: String, Encodable {
  /// Infinite, as what a factor of 0 asks for.
  case infinite
  /// Beyond the range of double precision.
  case overflow
  /// Not defined, such as 0/0.
  case undefined
}

extension KeyedEncodingContainer {
  /// Writes numbers by their keys, null where one is not finite; `status` then has a word for it by the same key.
  ///
  /// It is the convention of `report propagate`: no key is left out, and a null has its reason beside it.
  ///
  /// - Parameter infinity: what an infinite number is here.
  mutating func encode(
    _ numbers: KeyValuePairs<Key, Double>, status: Key, infinity: MissingNumber = .infinite
  ) throws {
    var words = nestedContainer(keyedBy: Key.self, forKey: status)
    for (key, number) in numbers {
      if number.isFinite {
        try encode(number, forKey: key)
      } else {
        try encodeNil(forKey: key)
        try words.encode(number.isNaN ? .undefined : infinity, forKey: key)
      }
    }
  }
}
