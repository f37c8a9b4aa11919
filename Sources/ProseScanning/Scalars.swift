/// A text by its scalars, in which every place has a number: what a scan needs.
typealias Scalars = [Unicode.Scalar]

extension [Unicode.Scalar] {
  /// The scalar at a place, or nil at and beyond both ends.
  func at(_ place: Int) -> Unicode.Scalar? { indices.contains(place) ? self[place] : nil }

  /// Whether an ASCII word stands at a place.
  func has(_ word: StaticString, at place: Int) -> Bool {
    guard place >= 0, place + word.utf8CodeUnitCount <= count else { return false }
    for index in 0..<word.utf8CodeUnitCount
    where self[place + index].value != UInt32(word.utf8Start[index]) {
      return false
    }
    return true
  }

  /// The first place from `start` on where an ASCII word stands.
  func first(_ word: StaticString, from start: Int) -> Int? {
    var place = start
    while place < count {
      if has(word, at: place) { return place }
      place += 1
    }
    return nil
  }

  /// The first place from `start` on whose scalar is one of two, or the end.
  func end(from start: Int, at one: Unicode.Scalar, _ other: Unicode.Scalar) -> Int {
    var place = start
    while place < count, self[place] != one, self[place] != other { place += 1 }
    return place
  }

  /// The first place from `start` on that is no white space, or the end.
  func end(ofSpacesFrom start: Int) -> Int {
    var place = start
    while place < count, self[place].isSpace { place += 1 }
    return place
  }

  /// The end of the digits from `start` on; `start` itself where there are none.
  func end(ofDigitsFrom start: Int) -> Int {
    var place = start
    while let scalar = at(place), ("0"..."9").contains(scalar) { place += 1 }
    return place
  }

  /// The end of a number such as `4`, `4.2`, `P` or `P.2`; the chapter before the first is P.
  func endOfNumber(from start: Int, needsPart: Bool) -> Int? {
    var end = end(ofDigitsFrom: start)
    if end == start {
      guard at(start) == "P", needsPart || isWordEdge(start + 1) else { return nil }
      end = start + 1
    }
    if at(end) == "." {
      let part = self.end(ofDigitsFrom: end + 1)
      if part > end + 1 { return part }
    }
    return needsPart ? nil : end
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String {
    var text = RewrittenText()
    text.append(self[range])
    return text.text
  }

  /// Whether a word begins or ends between a place and the one before it.
  ///
  /// The rules WB5 to WB13 of Unicode's standard annex 29: an apostrophe or a point between letters, and a point or a
  /// comma between digits, cut no word. Ideographs are words of their own.
  func isWordEdge(_ place: Int) -> Bool {
    guard let before = at(place - 1), let after = at(place) else { return count > 0 }
    switch (before.isWordPart, after.isWordPart) {
    case (true, true): return false
    case (true, false): return !joins(before, after, at(place + 1))
    case (false, true): return !joins(at(place - 2), before, after)
    case (false, false): return true
    }
  }

  private func joins(_ left: Unicode.Scalar?, _ mark: Unicode.Scalar, _ right: Unicode.Scalar?)
    -> Bool
  {
    guard let left, let right else { return false }
    let isBetweenDigits = left.properties.numericType != nil && right.properties.numericType != nil
    let marks: String = isBetweenDigits ? ".,'’;" : ".'’:·"
    return left.isWordPart && right.isWordPart
      && left.properties.isAlphabetic == right.properties.isAlphabetic
      && marks.unicodeScalars.contains(mark)
  }
}

extension Unicode.Scalar {
  /// White space as patterns know it, line ends included.
  var isSpace: Bool { isASCII ? self == " " || (9...13).contains(value) : properties.isWhitespace }

  /// A letter of an alphabet, a digit or an underscore.
  fileprivate var isWordPart: Bool {
    if isASCII {
      return ("a"..."z").contains(self) || ("A"..."Z").contains(self)
        || ("0"..."9").contains(self) || self == "_"
    }
    return properties.isAlphabetic && !properties.isIdeographic || properties.numericType != nil
  }

  /// The lower case of a letter that has one of a single scalar.
  var folded: Unicode.Scalar {
    if isASCII {
      return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self
    }
    let lower = properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? self : self
  }
}
