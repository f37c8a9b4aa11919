/// What the Markdown of a chapter numbers: equations by `\tag{2.4}`, tables by `**Table 2.1.**`.
package enum NumberedPlaces {
  /// The numbers of its equations in order.
  package static func equations(in markdown: String) -> [String] {
    let text = Array(markdown.unicodeScalars)
    var numbers: [String] = []
    var place = 0
    while let tag = text.first("\\tag", from: place) {
      place = tag + 4
      let open = text.at(place) == "*" ? place + 1 : place
      guard text.at(open) == "{" else { continue }
      let end = text.end(from: open + 1, at: "}", "\n")
      let number = text.text(min(open + 1, end)..<end)
      let isName = number.unicodeScalars.allSatisfy {
        $0 == "." || $0 == "-" || $0.isASCII && $0.properties.isAlphabetic
          || ("0"..."9").contains($0)
      }
      guard text.at(end) == "}", isName, !number.isEmpty else { continue }
      numbers.append(number)
      place = end + 1
    }
    return numbers
  }

  /// The numbers of its tables in order.
  package static func tables(in markdown: String) -> [String] {
    var numbers: [String] = []
    _ = anchoringTables(markdown) { numbers.append($0) }
    return numbers
  }

  /// The Markdown with an anchor above each caption of a table, for programs that make none of their own.
  package static func anchoringTables(_ markdown: String) -> String {
    anchoringTables(markdown) { _ in }
  }

  private static func anchoringTables(_ markdown: String, _ found: (String) -> Void) -> String {
    let text = Array(markdown.unicodeScalars)
    var output = RewrittenText()
    var (copied, place) = (0, 0)
    while let start = text.first("**Table ", from: place) {
      place = start + 8
      guard start == 0 || text[start - 1] == "\n",
        let end = text.endOfNumber(from: place, needsPart: true), text.has(".**", at: end)
      else { continue }
      let number = text.text(place..<end)
      found(number)
      output.append(text[copied..<start])
      output.append("<a id=\"table-\(number)\"></a>\n\n")
      (copied, place) = (start, end)
    }
    output.append(text[copied...])
    return output.text
  }
}
