import Foundation

/// Exchanges two names of one file system in a single step; 0 on success, else -1 with `errno`.
///
/// Between the old report and the new one there is no moment without a report. Linux offers this as
/// `renameat2` with `RENAME_EXCHANGE`, which the Swift overlay of glibc does not show (it is a GNU
/// extension), so it is looked up by name; macOS offers `renamex_np`.
func exchangeNames(_ a: String, _ b: String) -> Int32 {
  #if os(Linux)
    typealias RenameAt2 =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    let exchange: UInt32 = 2  // RENAME_EXCHANGE, linux/fs.h
    guard let symbol = dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return -1
    }
    return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, a, AT_FDCWD, b, exchange)
  #else
    return renamex_np(a, b, UInt32(RENAME_SWAP))
  #endif
}
