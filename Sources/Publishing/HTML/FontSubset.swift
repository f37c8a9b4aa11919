import CHarfBuzz
import CairoRendering

/// Cuts a font down to the characters of a page.
enum FontSubset {
  /// The bytes of a font that has glyphs for the given characters only, or nil when the file cannot
  /// be read.
  ///
  /// Kerning, tabular digits and the MATH table with its stretched variants stay; hinting goes.
  static func make(of file: FontFile, keeping scalars: Set<Unicode.Scalar>) -> [UInt8]? {
    guard let blob = hb_blob_create_from_file_or_fail(file.path) else { return nil }
    defer { hb_blob_destroy(blob) }
    let face = hb_face_create(blob, UInt32(file.index & 0xFFFF))
    defer { hb_face_destroy(face) }
    guard let input = hb_subset_input_create_or_fail() else { return nil }
    defer { hb_subset_input_destroy(input) }
    let wanted = hb_subset_input_unicode_set(input)
    for scalar in scalars { hb_set_add(wanted, scalar.value) }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING.rawValue)
    // Only what text does by itself, and tnum, which pages switch on: fractions, small capitals and
    // the like would drag their glyphs along.
    let features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG)
    hb_set_clear(features)
    for name in ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "rlig", "tnum"] {
      hb_set_add(features, name.utf8.reduce(0) { $0 << 8 | hb_codepoint_t($1) })
    }

    guard let subset = hb_subset_or_fail(face, input) else { return nil }
    defer { hb_face_destroy(subset) }
    let result = hb_face_reference_blob(subset)
    defer { hb_blob_destroy(result) }
    var length: UInt32 = 0
    guard let data = hb_blob_get_data(result, &length), length > 0 else { return nil }
    return data.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
      Array(UnsafeBufferPointer(start: $0, count: Int(length)))
    }
  }
}
