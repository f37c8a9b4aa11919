import Foundation

// Long because every step that may fail halfway stands beside the one that undoes it.

/// A folder that is replaced as a whole, or not at all.
///
/// Everything is written into a staging folder beside it; `commit` exchanges the two in one step of
/// the file system. A run that fails or is killed leaves the previous report whole. Its staging folder
/// stays, locked by nobody, and a next run with the same key finds the files in it that it may reuse.
public final class OutputDirectory {
  /// The folder users see, symbolic links resolved.
  public let url: URL
  private let staging: URL
  private var lock: Int32
  private var written: [String: String] = [:]
  /// Those that were made.
  private var folders: Set<String> = []

  /// Prepares to replace the folder at `path`, which may not exist yet.
  ///
  /// - Parameter key: names what is about to be written; leftovers of a run with another key are
  ///   removed, and without a key all are.
  public init(path: String, key: String? = nil) throws(OutputError) {
    url = Self.resolved(path)
    let name = url.lastPathComponent
    guard !name.isEmpty, name != "/" else { throw .notAReport(path: url.path) }
    staging = url.deletingLastPathComponent().appending(path: ".\(name).partial")
    try Self.checkReplaceable(url)
    lock = try Self.lockedFolder(at: staging, for: url)
    let keyFile = staging.appending(path: Self.keyName)
    if let key, let old = try? String(contentsOf: keyFile, encoding: .utf8), old == key {
      try removeLinks()
      return
    }
    try empty(staging)
    if let key {
      do {
        try Data(key.utf8).write(to: keyFile)
      } catch {
        throw .unwritable(path: url.path, reason: reason(of: error))
      }
    }
  }

  private static let keyName = ".key"

  /// The folder that a path means: symbolic links are followed, also one whose target does not exist yet.
  private static func resolved(_ path: String) -> URL {
    var url = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    // A link to nothing stays a link above; links in a circle end here.
    for _ in 0..<32 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)
      else { break }
      url =
        URL(fileURLWithPath: target, relativeTo: url.deletingLastPathComponent())
        .resolvingSymlinksInPath().standardizedFileURL
    }
    return url
  }

  /// Removes symbolic links from leftovers, through which this run would write somewhere else.
  private func removeLinks() throws(OutputError) {
    do {
      for entry in try FileManager.default.subpathsOfDirectory(atPath: staging.path) {
        let file = staging.appending(path: entry).path
        var info = stat()
        if lstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFLNK {
          try FileManager.default.removeItem(atPath: file)
        }
      }
    } catch {
      throw .unwritable(path: url.path, reason: reason(of: error))
    }
  }

  /// Makes a folder if needed and takes its lock, which the system releases when the process ends.
  private static func lockedFolder(at staging: URL, for url: URL) throws(OutputError) -> Int32 {
    while true {
      // A link in its place would make this run empty somebody's folder.
      var info = stat()
      if lstat(staging.path, &info) == 0, info.st_mode & S_IFMT != S_IFDIR {
        throw .unwritable(
          path: url.path, reason: "“\(staging.path)” is in the way and no folder; remove it")
      }
      do {
        try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
      } catch {
        throw .unwritable(path: url.path, reason: reason(of: error))
      }
      let descriptor = open(staging.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECTORY)
      guard descriptor >= 0 else {
        throw .unwritable(path: url.path, reason: String(cString: strerror(errno)))
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw .busy(path: url.path)
      }
      // A run that ended in between may have moved the folder away under its name.
      var locked = stat()
      var named = stat()
      if fstat(descriptor, &locked) == 0, stat(staging.path, &named) == 0,
        locked.st_ino == named.st_ino
      {
        return descriptor
      }
      close(descriptor)
    }
  }

  /// A file that a run with the same key saved and left behind, or nil.
  public func leftover(_ path: String) -> Data? {
    try? Data(contentsOf: staging.appending(path: path))
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Writes one file; `path` is relative and its folders are made.
  public func write(_ bytes: some Collection<UInt8>, to path: String) throws(OutputError) {
    try write(bytes, to: path, options: [])
  }

  /// Writes one file that a next run may find as a leftover: it is whole or absent whenever this run is stopped.
  ///
  /// That takes a wait for the disk, which a report of hundreds of files would notice if each were saved.
  public func save(_ bytes: some Collection<UInt8>, to path: String) throws(OutputError) {
    try write(bytes, to: path, options: .atomic)
  }

  private func write(
    _ bytes: some Collection<UInt8>, to path: String, options: Data.WritingOptions
  ) throws(OutputError) {
    precondition(!path.hasPrefix("/") && !path.split(separator: "/").contains(".."))
    let file = staging.appending(path: path)
    let folder = file.deletingLastPathComponent()
    do {
      if folders.insert(folder.path).inserted {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try Data(bytes).write(to: file, options: options)
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
      try removeLeftovers()
      try keepForeignFiles()
      try exchange()
      removeFolder(staging)
    } catch let error as OutputError {
      throw error
    } catch {
      throw .unwritable(path: url.path, reason: reason(of: error))
    }
  }

  /// Leaves the previous report as it was.
  public func discard() {
    removeFolder(staging)
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
    guard entries.isEmpty || FileList(contentsOf: url) != nil else {
      throw .notAReport(path: url.path)
    }
  }

  /// Removes what an earlier run wrote and this one did not.
  private func removeLeftovers() throws {
    guard let walker = FileManager.default.enumerator(atPath: staging.path) else { return }
    for case let path as String in walker where written[path] == nil {
      let file = staging.appending(path: path)
      var isDirectory: ObjCBool = false
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory),
        !isDirectory.boolValue
      {
        try FileManager.default.removeItem(at: file)
      }
    }
  }

  /// Copies what users put into the folder themselves: files that the old manifest does not list.
  private func keepForeignFiles() throws {
    guard let old = FileList(contentsOf: url) else { return }
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
      "“\(path)” holds files but no report (no manifest.json that a report has), so it is not replaced;"
        + " choose an empty or new folder with --output"
    case .busy(let path):
      "another run is writing to “\(path)”; wait for it or choose another folder with --output"
    }
  }
}

/// The shortest true reason in a Foundation error.
private func reason(of error: any Error) -> String {
  let error = error as NSError
  if error.domain == NSCocoaErrorDomain, error.code == NSFileWriteOutOfSpaceError {
    return String(cString: strerror(ENOSPC))
  }
  if let posix = error.userInfo[NSUnderlyingErrorKey] as? NSError,
    posix.domain == NSPOSIXErrorDomain
  {
    return String(cString: strerror(Int32(posix.code)))
  }
  switch (error.domain, error.code) {
  case (NSCocoaErrorDomain, NSFileNoSuchFileError), (NSCocoaErrorDomain, NSFileReadNoSuchFileError):
    return String(cString: strerror(ENOENT))
  case (NSCocoaErrorDomain, NSFileWriteNoPermissionError):
    return String(cString: strerror(EACCES))
  // Foundation says no more of a path that leads through a file.
  case (NSCocoaErrorDomain, _): return "a part of the path is a file, or cannot be made"
  default: return error.localizedDescription
  }
}
