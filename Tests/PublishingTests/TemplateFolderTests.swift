import Foundation
import Testing

@testable import Publishing

/// The folder of a translation: what is misspelt in it is not left out in silence.
@Suite("Folders of templates") struct TemplateFolderTests {
  private func library(_ files: [String: String]) throws -> TemplateLibrary {
    try withTemporaryFolder { folder in
      for (path, text) in files {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      return try TemplateLibrary(overridingWith: folder)
    }
  }

  @Test func filesReplaceThoseOfTheSamePath() throws {
    let german = try library([
      "names.txt": "# Deutsch\nand: und\nleaky-relu-0.3: undichte ReLU 0.3\n",
      "README.md": "For translators.", "draft/ideas.md": "Later.",
      // Not compiled in yet, beside one that is.
      "networks/gpt2.yml": "stack: []", "networks/gpt3.yml": "stack: []",
    ])
    #expect(german.vocabulary["and"] == "und")
    #expect(german.vocabulary["leaky-relu-0.3"] == "undichte ReLU 0.3")
    #expect(german.vocabulary["tanh"] == "tanh")
  }

  @Test(arguments: [
    ("name.txt", "names.txt"), ("chapters/1-products.md", "chapters/01-products.md"),
    ("01-products.md", "chapters/01-products.md"), ("audit/note-00.md", "audit/note-000.md"),
  ])
  func aMisnamedFileIsNamed(_ path: String, _ nearest: String) throws {
    let error = #expect(throws: TemplateError.self) {
      try library([path: "x", "goals.md": "{{part.goals}}"])
    }
    #expect(
      error?.description.hasSuffix(
        "/\(path)” replaces no template; did you mean “\(nearest)”?") == true,
      "\(error as Any)")
  }

  @Test(arguments: [
    ("names.txt", "relu = X"), ("names.txt", "just words"), ("questions.txt", "what is asked?"),
  ])
  func aLineWithoutAColonIsNamed(_ path: String, _ line: String) throws {
    let error = #expect(throws: TemplateError.self) {
      try library([path: "# Deutsch\n\n  \n\(line)\n"])
    }
    #expect(error == .noKey(path: path, line: 4, text: line))
    #expect(
      error?.description.hasPrefix("\(path):4: “\(line)” has no colon") == true, "\(error as Any)")
  }

  @Test func aNameOfNothingIsNamedWithItsLine() throws {
    let error = #expect(throws: TemplateError.self) {
      try library(["names.txt": "# Deutsch\nand: und\n\nrelue: ReLU\n"])
    }
    #expect(error?.description == "names.txt:4: nothing is called “relue”; did you mean “relu”?")
    #expect(throws: TemplateError.self) { try library(["questions.txt": "products: Was?\n"]) }
  }
}
