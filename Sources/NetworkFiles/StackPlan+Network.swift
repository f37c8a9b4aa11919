import Engine
import Study

extension StackPlan {
  /// The network that the plan describes.
  ///
  /// - Throws: ``StudyFileError`` for what does not fit.
  public func file() throws(StudyFileError) -> NetworkFile {
    var options = NetworkFile.Options()
    options.scale = scale
    options.tokens = tokens
    options.settings = settings.map { ($0.path, $0.value) }
    return try NetworkFile.parse(text, named: "the network", options: options)
  }
}
