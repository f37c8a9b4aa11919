/// The files beside the one that was opened: shards, and ONNX's external data.
enum SiblingFiles: Sendable {
  /// There are none, as for bytes in memory.
  case none
  /// A folder's path, empty or ending with "/".
  case folder(String)

  /// Those in the folder of the file at `path`.
  static func folder(of path: String) -> SiblingFiles {
    .folder(path.lastIndex(of: "/").map { String(path[...$0]) } ?? "")
  }

  /// The file of this name, or nil if there is none; the caller has checked that it is a bare name.
  func open(_ name: String) throws(WeightFileError) -> (any ByteSource)? {
    guard case .folder(let folder) = self else { return nil }
    do throws(WeightFileError) {
      return try FileSource(path: folder + name, name: folder + name)
    } catch {
      if error.fault == .missing { return nil }
      throw error
    }
  }
}
