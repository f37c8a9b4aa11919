#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file on disk, read by `pread`.
///
/// Not mapped into memory: a mapped file that shrinks kills the program that reads it, whereas `pread`
/// says how far it came. It also keeps the memory in use to what was asked for.
final class FileSource: ByteSource {
  let name: String
  let count: Int
  private let descriptor: CInt

  /// Opens the regular file at `path`; errors call it `name`.
  init(path: String, name: String) throws(WeightFileError) {
    // Looked at before it is opened: opening a pipe waits for somebody to write into it.
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw Self.error(name) }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw WeightFileError(name, .folder)
    default: throw WeightFileError(name, .unreadable("it is neither a file nor a folder"))
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.error(name) }
    guard fstat(descriptor, &facts) == 0 else {
      close(descriptor)
      throw Self.error(name)
    }
    self.name = name
    self.descriptor = descriptor
    count = Int(facts.st_size)
  }

  deinit { close(descriptor) }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(WeightFileError) {
    guard var place = buffer.baseAddress else { return }
    var (offset, left) = (offset, buffer.count)
    while left > 0 {
      // Linux reads at most 2 GiB at once, other systems refuse more.
      let got = pread(descriptor, place, min(left, 1 << 30), off_t(offset))
      if got > 0 {
        place += got
        offset += got
        left -= got
      } else if got == 0 {
        throw WeightFileError(name, at: offset, .shrank(from: count))
      } else if errno != EINTR {
        throw Self.error(name, at: offset)
      }
    }
  }

  private static func error(_ name: String, at offset: Int? = nil) -> WeightFileError {
    let code = errno
    return code == ENOENT
      ? WeightFileError(name, .missing)
      : WeightFileError(name, at: offset, .unreadable(String(cString: strerror(code))))
  }
}
