import Foundation
import Testing

@testable import Publishing

/// What an audit of accessibility asks of a page, checked without a browser: WCAG 2.2 by its success criteria.
@Suite struct AccessibilityTests {
  /// A tag with its attributes.
  private struct Tag {
    var name: String
    var attributes: [String: String]
  }

  private func tags() throws -> [Tag] {
    let html = try ReportPage(SampleDocument.make()).html
    let start = try #require(html.firstRange(of: "<body>")).lowerBound
    return RawHTMLPiece.scan(String(html[start...])).compactMap { piece in
      guard case .tag(let name, let source) = piece else { return nil }
      var attributes: [String: String] = [:]
      for match in source.matches(of: /\s([a-zA-Z:-]+)(?:="([^"]*)")?/) {
        attributes[String(match.output.1)] = String(match.output.2 ?? "")
      }
      return Tag(name: name, attributes: attributes)
    }
  }

  /// 1.3.1, 4.1.2: what labels name is there, and named once.
  @Test func everyReferenceLeadsToAnElement() throws {
    let tags = try tags()
    let ids = tags.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for tag in tags {
      for key in ["aria-labelledby", "aria-describedby", "for", "aria-controls"] {
        for id in (tag.attributes[key] ?? "").split(separator: " ") {
          #expect(ids.contains(String(id)), "\(tag.name) \(key)=\(id)")
        }
      }
    }
  }

  /// 1.1.1: pictures have a name and a description; 4.1.2: fields have a label, buttons are buttons.
  @Test func everythingIsNamed() throws {
    let tags = try tags()
    let labelled = Set(tags.compactMap { $0.attributes["for"] })
    for tag in tags {
      switch tag.name {
      case "svg":
        #expect(tag.attributes["role"] == "img" && tag.attributes["aria-labelledby"] != nil)
      case "img": #expect(tag.attributes["alt"] != nil)
      case "input": #expect(labelled.contains(tag.attributes["id"] ?? ""))
      case "button": #expect(tag.attributes["type"] == "button")
      case "th": #expect(tag.attributes["scope"] == "col" || tag.attributes.isEmpty)
      case "nav", "section":
        #expect(
          tag.attributes["aria-labelledby"] != nil || tag.attributes["aria-label"] != nil,
          "\(tag.name) has no name")
      default: break
      }
      #expect(Int(tag.attributes["tabindex"] ?? "0") ?? 9 <= 0, "\(tag.name) jumps the queue")
    }
    #expect(tags.contains { $0.name == "svg" } && tags.contains { $0.name == "input" })
  }

  /// 1.3.1, 2.4.1: one main part, one first heading, a way around the contents, first of all.
  @Test func theFrameHasItsLandmarks() throws {
    let tags = try tags()
    #expect(tags.count { $0.name == "main" } == 1 && tags.count { $0.name == "h1" } == 1)
    #expect(tags.contains { $0.name == "nav" } && tags.contains { $0.name == "footer" })
    let firstLink = try #require(tags.first { $0.name == "a" })
    #expect(firstLink.attributes["class"] == "skip" && firstLink.attributes["href"] == "#main")
    var level = 0
    for tag in tags {
      guard let next = tag.name.wholeMatch(of: /h([1-6])/).flatMap({ Int($0.output.1) }) else {
        continue
      }
      #expect(next <= level + 1, "h\(next) follows h\(level)")
      level = next
    }
  }

  // MARK: Colours

  /// The variables of a rule of the style sheet, by name.
  private func colors(_ css: String, after marker: String) throws -> [String: [Double]] {
    let start = try #require(css.firstRange(of: marker)).upperBound
    let rule = css[start...].prefix { $0 != "}" }
    var colors: [String: [Double]] = [:]
    for match in rule.matches(of: /--([a-z]+): #([0-9a-fA-F]{6})/) {
      let value = try #require(UInt32(match.output.2, radix: 16))
      colors[String(match.output.1)] = [16, 8, 0].map { Double(value >> $0 & 255) / 255 }
    }
    return colors
  }

  /// WCAG 2.2's relative luminance.
  private func luminance(_ color: [Double]) -> Double {
    let linear = color.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return zip(linear, [0.2126, 0.7152, 0.0722]).map(*).reduce(0, +)
  }

  /// 1.4.3: text has 4.5:1 on everything that it stands on; 1.4.11: frames of fields have 3:1.
  @Test(arguments: [
    ":root {\n  color-scheme: light dark;", ":root:not([data-theme=\"light\"]) {",
    ":root[data-theme=\"dark\"] {",
  ])
  func coloursHaveContrast(_ marker: String) throws {
    let css = try TemplateLibrary.builtIn.text(at: "theme.css")
    let colors = try colors(css, after: marker)
    #expect(colors.count >= 10, "\(colors.keys)")
    for ink in ["ink", "muted", "accent", "confirmed", "imprecise", "refuted"] {
      for paper in ["paper", "card", "tint"] {
        // Verdicts stand in tables, which are on paper.
        if !["ink", "muted", "accent"].contains(ink), paper != "paper" { continue }
        let (a, b) = (
          luminance(try #require(colors[ink])), luminance(try #require(colors[paper]))
        )
        let ratio = (max(a, b) + 0.05) / (min(a, b) + 0.05)
        #expect(ratio >= 4.5, "\(ink) on \(paper): \(ratio)")
      }
    }
  }

  /// 1.4.3, in dark twice: the two rules that make the page dark say the same.
  @Test func darkIsDarkEitherWay() throws {
    let css = try TemplateLibrary.builtIn.text(at: "theme.css")
    #expect(
      try colors(css, after: ":root:not([data-theme=\"light\"]) {")
        == colors(css, after: ":root[data-theme=\"dark\"] {"))
  }

  /// 2.3.3, 2.4.7: motion stops on request, focus can be seen.
  @Test func motionAndFocus() throws {
    let css = try TemplateLibrary.builtIn.text(at: "theme.css")
    #expect(css.contains("@media (prefers-reduced-motion: no-preference)"))
    #expect(css.ranges(of: "scroll-behavior").count == 1)
    for element in ["a", "button", "input", "summary", "[tabindex]"] {
      #expect(css.contains("\(element):focus-visible"), "\(element)")
    }
  }
}
