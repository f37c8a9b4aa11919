internal import CTemplates

/// The prose and page templates of `templates/`, compiled into the program.
///
/// `--templates DIR` replaces single files by path; see `TemplateLibrary` in Publishing.
public enum Templates {
  /// All templates, by their path below `templates/` with `/` separators, in path order.
  public static let all: [(path: String, text: String)] =
    (0..<init_study_template_count()).map { index in
      let text = UnsafeRawBufferPointer(
        start: init_study_template_text(index), count: init_study_template_length(index))
      return (
        String(cString: init_study_template_path(index)), String(decoding: text, as: UTF8.self)
      )
    }

  /// The text of the template at `path`, or nil when there is none.
  public static func text(at path: String) -> String? {
    all.first { $0.path == path }?.text
  }
}
