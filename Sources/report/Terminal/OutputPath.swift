import ArgumentParser
import Foundation

/// Throws wrong usage unless a file that is to be written ends as what is written into it.
///
/// A name that was given in the wrong place is so refused before anything is lost.
func requireEnding(_ option: String, _ file: String, _ endings: [String]) throws {
  guard !file.isFile(endings) else { return }
  let named = endings.map { "." + $0 }
  let words =
    named.count < 2
    ? named.joined() : named.dropLast().joined(separator: ", ") + " or " + named[named.count - 1]
  throw ValidationError("--\(option) \(file) should end in \(words).")
}

/// Throws wrong usage if a file that is to be written is one of those that are read, by whatever name.
func requireOther(_ option: String, _ file: String, than inputs: [String]) throws {
  guard let input = inputs.first(where: { isSameFile($0, file) }) else { return }
  throw ValidationError(
    "--\(option) \(file) would overwrite “\(input)”, which is read; give a name of its own.")
}

/// Whether two paths lead to one file: through links, and by the file's own number for names of one file.
private func isSameFile(_ a: String, _ b: String) -> Bool {
  func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
  if resolved(a) == resolved(b) { return true }
  var (first, second) = (stat(), stat())
  return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev
    && first.st_ino == second.st_ino
}
