import Graphics

/// Letters between two spaces, placed in thousandths of an em.
struct OutlinedWord: Hashable {
  /// A glyph and its place from the start of its word, y downward.
  struct Letter: Hashable {
    var glyph: UInt
    var x: Int
    var y: Int
  }

  let face: FontFace
  private(set) var letters: [Letter] = []

  static func == (a: OutlinedWord, b: OutlinedWord) -> Bool {
    a.face === b.face && a.letters == b.letters
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(face))
    hasher.combine(letters)
  }

  /// The words of a run, each with the distance of its start from the run's, in thousandths of an em.
  static func words(of run: TextRun, _ fonts: FontLibrary) -> [(word: OutlinedWord, x: Int)] {
    var words: [(word: OutlinedWord, x: Int)] = []
    func thousandths(_ value: Double) -> Int { Int((value * 1000).rounded()) }
    for segment in fonts.shape(run.text, run.style).segments {
      var word = OutlinedWord(face: segment.face)
      var start = 0.0
      for glyph in segment.glyphs {
        if segment.face.outline(of: glyph.id).isEmpty {
          // A space, or a sign without ink.
          if !word.letters.isEmpty { words.append((word, thousandths(start))) }
          word.letters = []
          continue
        }
        if word.letters.isEmpty { start = glyph.x }
        word.letters.append(
          Letter(glyph: glyph.id, x: thousandths(glyph.x - start), y: thousandths(glyph.y)))
      }
      if !word.letters.isEmpty { words.append((word, thousandths(start))) }
    }
    return words
  }
}
