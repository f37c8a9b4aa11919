import Foundation
import FoundationXML

/// What an XML parser finds in a piece of markup.
final class XMLText: NSObject, XMLParserDelegate {
  /// Names of the elements in document order.
  private(set) var elements: [String] = []
  /// The text.
  private(set) var text = ""

  /// Parses markup, or returns nil when it is not well-formed.
  init?(_ markup: String) {
    super.init()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(name)
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
  }
}
