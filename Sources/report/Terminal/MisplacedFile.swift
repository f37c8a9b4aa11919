import ArgumentParser

/// A study file where no argument belongs, or behind an option that people know from other programs.
struct MisplacedStudy: ParsableArguments {
  @Argument(help: .hidden) var arguments: [String] = []
  @Option(help: .hidden) var config: String?

  func validate() throws {
    if let config {
      throw ValidationError(
        "There is no --config; a study file is given with --study \(config).")
    }
    guard let first = arguments.first else { return }
    throw ValidationError(
      first.isFile(["yml", "yaml"])
        ? "A study file is given with --study \(first)." : "Unexpected argument '\(first)'")
  }
}

/// A network file or a checkpoint where no argument belongs.
struct MisplacedNetwork: ParsableArguments {
  @Argument(help: .hidden) var arguments: [String] = []

  func validate() throws {
    guard let first = arguments.first else { return }
    let checkpoints = [
      "safetensors", "pt", "pth", "bin", "npy", "npz", "keras", "h5", "onnx", "gguf",
    ]
    throw ValidationError(
      first.isFile(["yml", "yaml"])
        ? "A network file is given with --network \(first)."
        : first.isFile(checkpoints)
          ? "A checkpoint's own weights are measured by `report diagnose \(first)`."
          : "Unexpected argument '\(first)'")
  }
}

extension String {
  /// Whether the name of a file ends in one of some extensions, in capitals or not.
  func isFile(_ extensions: [String]) -> Bool {
    guard let point = lastIndex(of: ".") else { return false }
    return extensions.contains(self[index(after: point)...].lowercased())
  }
}
