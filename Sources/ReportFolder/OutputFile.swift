import Foundation

/// A single file that a command writes beside any report: replaced in one step, or left as it was.
public enum OutputFile {
  /// Writes a file.
  ///
  /// - Throws: ``OutputFileError`` where it cannot be written.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputFileError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw OutputFileError(path: path)
    }
  }
}

/// A file that cannot be written.
public struct OutputFileError: Error, Equatable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String

  /// The sentence for the user.
  public var description: String {
    "“\(path)” cannot be written; check that its folder exists and is writable"
  }
}
