import ArgumentParser
import StudyFiles

/// A network that stands in a file, the user's or the program's, and what is changed of it.
struct NetworkSourceOptions: ParsableArguments {
  @Option(
    name: .customLong("network"),
    help: ArgumentHelp(
      "A network file: YAML with an input and a stack of stages.", valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var path: String?

  @Option(
    help: ArgumentHelp(
      "A network that comes with the program, at its real shapes and start.", valueName: "name"),
    completion: .list(Preset.all.map(\.name)))
  var preset: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change one parameter: the names or kinds of stages, and a key; may be given several times.",
      valueName: "path=value"))
  var settings: [String] = []

  /// Whether there is one.
  var isGiven: Bool { path != nil || preset != nil }

  /// What is changed of the file.
  ///
  /// - Throws: `ValidationError` for two networks, or a change without a value.
  func options() throws -> NetworkFile.Options {
    if path != nil, preset != nil {
      throw ValidationError("--network and --preset exclude each other; give one.")
    }
    var options = NetworkFile.Options()
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError(
          "--set \(setting): write path=value, as in blocks.residual.scale=0.5.")
      }
      options.settings.append((parts[0], parts[1]))
    }
    return options
  }

  /// The network, read with some options.
  func network(_ options: NetworkFile.Options) throws -> NetworkFile {
    try path.map { try NetworkFile.read(path: $0, options: options) }
      ?? Preset(named: preset ?? "").network(options)
  }
}
