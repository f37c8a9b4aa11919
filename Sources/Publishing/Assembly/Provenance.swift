import ProseScanning
import Study

extension StudyConfiguration {
  /// The command that measures this study again, or the named parts of it.
  func command(only ids: [String] = []) -> String {
    let standard = StudyConfiguration()
    var words = ["swift", "run", "report"]
    // The report does not know where its study file lies.
    if plan != nil { words += ["--study", "FILE"] }
    if seed != plan?.seed ?? standard.seed { words += ["--seed", "\(seed)"] }
    if width != standard.width { words += ["--width", "\(width)"] }
    if depth != standard.depth { words += ["--depth", "\(depth)"] }
    if networks < standard.networks { words.append("--quick") }
    if networks > standard.networks { words.append("--thorough") }
    if !ids.isEmpty { words += ["--only"] + ids }
    return words.joined(separator: " ")
  }

  /// The year of this version of the program, for citations: no clock may be asked, for a report of
  /// the same study is the same file in every year.
  static let year = 2026

  /// A BibTeX entry for a report of this study.
  func citation(version: String, _ words: PageWords) -> String {
    // A study file that says where its report lies is cited with that address.
    let address = plan?.address.map { ",\n  url          = {\($0)}" } ?? ""
    return """
      @misc{initstudy-\(seed),
        title        = {{\(Self.bibTeX(title(words)))}},
        author       = {{\(Self.bibTeX(plan?.author ?? "InitStudy"))}},
        year         = {\(Self.year)},
        howpublished = {\(Self.bibTeX(words.text(.citation, ["version": version, "seed": "\(seed)"])))}\(address)
      }
      """
  }

  /// Text that means itself in BibTeX, and that cannot end the entry or the code block it stands in.
  private static func bibTeX(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&", "%", "#", "_": safe += "\\\(scalar)"
      case "\\", "{", "}", "`", "~", "^", "$", "<", ">": safe += " "
      // Inert in a code block; changed so that no reader of the source has to trust that.
      case "[": safe += "("
      case "]": safe += ")"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: safe += " "
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe.split(separator: " ").joined(separator: " ")
  }
}

extension Collection<ChapterProse> {
  /// How long the text takes to read: 238 words a minute (Brysbaert 2019, for non-fiction).
  var readingMinutes: Int {
    Swift.max(1, (map { RunningText.wordCount(of: $0.body) }.reduce(0, +) + 119) / 238)
  }
}
