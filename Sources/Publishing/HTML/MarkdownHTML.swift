import CMD4C

/// Markdown to HTML by md4c: CommonMark with tables, strikethrough and formulas.
enum MarkdownHTML {
  /// The HTML of a text, or nil when md4c runs out of memory.
  ///
  /// Formulas come as `<x-equation>` elements that hold their TeX. Raw HTML is passed on: texts come
  /// from templates, and what data put into them was escaped when it was put there.
  static func render(_ markdown: String) -> String? {
    // The combined macros of md4c.h are beyond Swift's importer.
    let parser = UInt32(MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_LATEXMATHSPANS)
    var output: [UInt8] = []
    output.reserveCapacity(markdown.utf8.count * 5 / 4)
    var markdown = markdown
    let result = markdown.withUTF8 { input in
      input.withMemoryRebound(to: CChar.self) { characters in
        withUnsafeMutablePointer(to: &output) { sink in
          md_html(
            characters.baseAddress, MD_SIZE(characters.count),
            { piece, size, sink in
              guard let piece, let sink else { return }
              let bytes = UnsafeRawBufferPointer(start: piece, count: Int(size))
              sink.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: bytes)
            }, sink, parser, UInt32(MD_HTML_FLAG_XHTML))
        }
      }
    }
    return result == 0 ? String(decoding: output, as: UTF8.self) : nil
  }
}
