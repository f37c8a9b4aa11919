import Diagnosis
import Foundation
import Simulation
import Yams

/// The file of `report diagnose --expect`: patterns of names, each with a law, the first match first.
public enum ExpectationFile {
  /// Reads a file.
  ///
  /// - Throws: ``StudyFileError`` with line and column.
  public static func read(path: String) throws(StudyFileError) -> Expectation {
    func fail(_ problem: String) -> StudyFileError {
      StudyFileError(file: path, line: nil, column: nil, problem: problem)
    }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: YAMLDocument.maximumBytes + 1) ?? Data()
    else {
      throw fail(
        "the file cannot be read; `report diagnose step0.safetensors --freeze \(path)` writes one")
    }
    guard !data.isEmpty else {
      throw fail("the file is empty; `report diagnose step0.safetensors --freeze \(path)` writes one")
    }
    guard data.count <= YAMLDocument.maximumBytes else { throw fail("the file is larger than 1 MB") }
    guard let text = String(validating: data, as: UTF8.self), !text.contains("\0") else {
      throw fail("the file is not UTF-8 text; save it as UTF-8")
    }
    return try parse(text, named: path)
  }

  /// Reads a text.
  ///
  /// - Throws: ``StudyFileError`` with line and column.
  public static func parse(
    _ text: String, named file: String = "expect.yml"
  ) throws(StudyFileError) -> Expectation {
    let document = try YAMLDocument(text, named: file)
    guard let mapping = document.root.mapping else {
      throw YAMLFields.error(document, document.root, "the file should have one entry “laws:”")
    }
    if let unknown = mapping.first(where: { $0.key.scalar?.string != "laws" }) {
      throw YAMLFields.error(
        document, unknown.key,
        "there is no entry “\(unknown.key.scalar?.string.prefix(60) ?? "")”; the file has one, “laws:”")
    }
    guard let laws = mapping.first?.value, let patterns = laws.mapping, !patterns.isEmpty else {
      throw YAMLFields.error(
        document, document.root, "“laws:” should hold lines like “'*.bias': zero”")
    }
    var entries: [Expectation.Entry] = []
    for (key, value) in patterns {
      guard let name = key.scalar?.string, let pattern = NamePattern(name) else {
        throw YAMLFields.error(
          document, key, "this is no pattern of names; write 'layers.*.weight' or '*.{wq,wk}'")
      }
      guard let law = value.scalar?.string else {
        throw YAMLFields.error(
          document, value, "the law of “\(name.prefix(60))” should be a name like normal-0.02")
      }
      do {
        entries.append(
          Expectation.Entry(pattern: pattern, name: law, law: try ExpectedLaw(named: law)))
      } catch {
        throw YAMLFields.error(document, value, YAMLFields.unknown(error))
      }
    }
    return Expectation(entries)
  }
}
