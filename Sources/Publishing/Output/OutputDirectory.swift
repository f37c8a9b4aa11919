import Foundation

/// A folder that is replaced as a whole, or not at all.
///
/// Everything is written into a staging folder beside it; `commit` exchanges the two in one step of
/// the file system. A run that fails or is killed leaves the previous report whole, and its staging
/// folder is reused by the next run.
public final class OutputDirectory {
  /// The folder users see, symbolic links resolved.
  public let url: URL
  private let staging: URL
  private var lock: Int32
  private var written: [String: String] = [:]

  /// Prepares to replace the folder at `path`, which may not exist yet.
  public init(path: String) throws(OutputError) {
    url = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    let name = url.lastPathComponent
    guard !name.isEmpty, name != "/" else { throw .notAReport(path: url.path) }
    staging = url.deletingLastPathComponent().appending(path: ".\(name).partial")
    try Self.checkReplaceable(url)
    do {
      try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: url.path, reason: reason(of: error))
    }
    lock = open(staging.path, O_RDONLY)
    guard lock >= 0 else {
      throw .unwritable(path: url.path, reason: String(cString: strerror(errno)))
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      lock = -1
      throw .busy(path: url.path)
    }
    try empty(staging)
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Writes one file; `path` is relative and its folders are made.
  public func write(_ bytes: some Collection<UInt8>, to path: String) throws(OutputError) {
    precondition(!path.hasPrefix("/") && !path.split(separator: "/").contains(".."))
    let file = staging.appending(path: path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    } catch {
      throw .unwritable(path: url.path + "/" + path, reason: reason(of: error))
    }
    written[path] = SHA256.hexDigest(bytes)
  }

  /// Writes one text file.
  public func write(_ text: String, to path: String) throws(OutputError) {
    try write(text.utf8, to: path)
  }

  /// The digests of the files written so far, by path.
  public var digests: [String: String] { written }

  /// Makes the staged files the report.
  public func commit() throws(OutputError) {
    do {
      try keepForeignFiles()
      try exchange()
      try? FileManager.default.removeItem(at: staging)
    } catch let error as OutputError {
      throw error
    } catch {
      throw .unwritable(path: url.path, reason: reason(of: error))
    }
  }

  /// Leaves the previous report as it was.
  public func discard() {
    try? FileManager.default.removeItem(at: staging)
  }

  /// A folder with other people's files is never taken over.
  private static func checkReplaceable(_ url: URL) throws(OutputError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      return
    }
    guard isDirectory.boolValue else { throw .notAFolder(path: url.path) }
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
      throw .unwritable(path: url.path, reason: "it cannot be listed")
    }
    guard access(url.path, W_OK) == 0 else {
      throw .unwritable(path: url.path, reason: String(cString: strerror(errno)))
    }
    guard entries.isEmpty || entries.contains("manifest.json") else {
      throw .notAReport(path: url.path)
    }
  }

  /// Copies what users put into the folder themselves: files that the old manifest does not list.
  private func keepForeignFiles() throws {
    guard let old = try? Manifest(contentsOf: url) else { return }
    guard let walker = FileManager.default.enumerator(atPath: url.path) else { return }
    for case let path as String in walker {
      let (source, target) = (url.appending(path: path), staging.appending(path: path))
      guard path != "manifest.json", old.files[path] == nil, written[path] == nil,
        !source.hasDirectoryPath, !FileManager.default.fileExists(atPath: target.path)
      else { continue }
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: source, to: target)
    }
  }

  private func exchange() throws(OutputError) {
    if !FileManager.default.fileExists(atPath: url.path) {
      guard rename(staging.path, url.path) == 0 else { throw failure() }
      return
    }
    guard exchangeNames(staging.path, url.path) == 0 else { throw failure() }
  }

  private func failure() -> OutputError {
    .unwritable(path: url.path, reason: String(cString: strerror(errno)))
  }

  private func empty(_ folder: URL) throws(OutputError) {
    do {
      for entry in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        try FileManager.default.removeItem(at: folder.appending(path: entry))
      }
    } catch {
      throw .unwritable(path: folder.path, reason: reason(of: error))
    }
  }
}

/// What can go wrong with the output folder.
public enum OutputError: Error, Equatable, CustomStringConvertible {
  case unwritable(path: String, reason: String)
  case notAFolder(path: String)
  case notAReport(path: String)
  case busy(path: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unwritable(let path, let reason):
      "“\(path)” cannot be written (\(reason)); free space or permissions there, or choose another"
        + " folder with --output"
    case .notAFolder(let path):
      "“\(path)” is a file, not a folder; choose another folder with --output"
    case .notAReport(let path):
      "“\(path)” holds files but no report (no manifest.json), so it is not replaced; choose an"
        + " empty or new folder with --output"
    case .busy(let path):
      "another run is writing to “\(path)”; wait for it or choose another folder with --output"
    }
  }
}

/// The shortest true reason in a Foundation error.
private func reason(of error: any Error) -> String {
  let error = error as NSError
  if let posix = error.userInfo[NSUnderlyingErrorKey] as? NSError,
    posix.domain == NSPOSIXErrorDomain
  {
    return String(cString: strerror(Int32(posix.code)))
  }
  return error.localizedDescription
}
