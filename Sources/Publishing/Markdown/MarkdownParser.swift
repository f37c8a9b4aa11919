import CMD4C

/// Markdown as a tree, by the callbacks of md4c: CommonMark with tables, strikethrough and formulas.
struct MarkdownParser {
  /// Reads a text.
  ///
  /// - Parameters:
  ///   - caption: how the bold words begin that make the paragraph before a table its caption.
  /// - Throws: `MarkdownError.unclosedFormula`, or `notRendered` when md4c runs out of memory.
  static func blocks(
    of markdown: String, file: String, firstLine: Int = 1, caption: String = "Table"
  ) throws(MarkdownError) -> [MarkdownBlock] {
    let places = try FormulaPlaces(markdown, file: file, firstLine: firstLine)
    var builder = MarkdownTreeBuilder(places: places, caption: caption)
    var parser = MD_PARSER()
    // The combined macros of md4c.h are beyond Swift's importer.
    parser.flags = UInt32(MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH)
    parser.enter_block = { type, detail, tree in
      Self.with(tree) { $0.enter(type, detail) }
    }
    parser.leave_block = { type, detail, tree in
      Self.with(tree) { $0.leave(type, detail) }
    }
    parser.enter_span = { type, detail, tree in
      Self.with(tree) { $0.enter(span: type, detail) }
    }
    parser.leave_span = { type, detail, tree in
      Self.with(tree) { $0.leave(span: type, detail) }
    }
    parser.text = { type, text, size, tree in
      Self.with(tree) { $0.add(MarkdownParser.string(text, size), type) }
    }
    var text = places.text
    let result = text.withUTF8 { input in
      input.withMemoryRebound(to: CChar.self) { characters in
        withUnsafeMutablePointer(to: &builder) { tree in
          md_parse(characters.baseAddress, MD_SIZE(characters.count), &parser, tree)
        }
      }
    }
    guard result == 0 else { throw .notRendered(file: file) }
    return builder.blocks
  }

  private static func with(
    _ tree: UnsafeMutableRawPointer?, _ change: (inout MarkdownTreeBuilder) -> Void
  ) -> Int32 {
    guard let tree else { return -1 }
    change(&tree.assumingMemoryBound(to: MarkdownTreeBuilder.self).pointee)
    return 0
  }

  /// The characters that md4c points to.
  static func string(_ text: UnsafePointer<MD_CHAR>?, _ size: MD_SIZE) -> String {
    guard let text, size > 0 else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(size)), as: UTF8.self)
  }
}

extension MD_ATTRIBUTE {
  /// The value with its character references resolved.
  var value: String {
    var value = ""
    var index = 0
    while let text, let types = substr_types, let offsets = substr_offsets,
      offsets[index] < size
    {
      let piece = MarkdownParser.string(
        text + Int(offsets[index]), offsets[index + 1] - offsets[index])
      switch types[index] {
      case MD_TEXT_ENTITY: value += CharacterReference.text(of: piece) ?? piece
      case MD_TEXT_NULLCHAR: value += "\u{FFFD}"
      default: value += piece
      }
      index += 1
    }
    return value
  }
}
