import Experiments
import Testing

@testable import Publishing

@Suite struct BibliographyTests {
  private let bibliography = Bibliography(
    """
    # remark
    A title: with colon: https://doi.org/10.1/x(2)3
    Other: https://arxiv.org/abs/1.2
    Third: https://a.org/b
    """)

  @Test(arguments: [
    ("- A. B, “A title: with colon”, 1990.", "[doi:10.1/x(2)3](https://doi.org/10.1/x%282%293)"),
    ("- B (1990). *Other.* ICML.", "[arXiv:1.2](https://arxiv.org/abs/1.2)"),
    ("- C. *Third*, 2.", "[a.org](https://a.org/b)"),
  ])
  func itemsGetTheAddressOfTheirWork(_ item: String, _ link: String) {
    let body = "Text\n\n## References\n\n\(item)"
    #expect(bibliography.linked(body) == "\(body) \(link)")
  }

  @Test(arguments: ["- D. *Unknown*.", "- E. *Other* [x](https://b.org)", "“Other”"])
  func otherLinesStay(_ item: String) {
    let body = "\n## References\n\n\(item)\n"
    #expect(bibliography.linked(body) == body)
  }

  /// Each work of a built-in chapter has its line in `references.txt`; notes of this study need none.
  @Test func everyWorkHasAnAddress() throws {
    let library = TemplateLibrary.builtIn
    let bibliography = Bibliography(try library.text(at: Bibliography.path))
    var count = 0
    for chapter in ExperimentCatalog.chapters {
      let text = try library.text(at: chapter.template)
      guard let start = text.firstRange(of: "\n## References") else { continue }
      for line in text[start.upperBound...].split(separator: "\n")
      where line.hasPrefix("- ") && !line.hasPrefix("- Note ") && !line.contains("](http") {
        count += 1
        #expect(bibliography.address(of: line) != nil, "\(chapter.id): \(line)")
      }
    }
    #expect(count > 25)
  }
}
