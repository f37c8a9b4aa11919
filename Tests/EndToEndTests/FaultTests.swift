import Foundation
import TestSupport
import Testing

@testable import Publishing
@testable import ReportFolder

/// Disks, permissions, links, fonts and terminals that are not as they should be.
@Suite("Faults around the program") struct FaultTests {
  /// The shortest report there is.
  private static let build = ["--only", "gaussian-product", "--output", "out"]

  private func shell(
    _ script: String, in scratch: Scratch, environment: [String: String] = [:]
  ) throws -> ProgramRun {
    try Command.run(
      ["-c", script, Command.program.path], in: scratch.url,
      program: URL(fileURLWithPath: "/bin/sh"),
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }

  private func expectWhole(_ report: URL) throws {
    let manifest = try Manifest(contentsOf: report)
    for (path, digest) in manifest.files {
      let bytes = try Data(contentsOf: report.appending(path: path))
      #expect(SHA256.hexDigest(bytes) == digest, "\(path)")
    }
  }

  /// A small file system with a report on it, filled to the last byte.
  @Test func aFullFileSystem() throws {
    let scratch = try Scratch()
    let disk = scratch.url.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    guard try shell("mount -t tmpfs -o size=8m tmpfs disk", in: scratch).status == 0 else {
      try skip("mounting a small file system needs root (the limit on file sizes is tested)")
    }
    defer { _ = try? shell("umount -l disk", in: scratch) }
    let arguments = ["--only", "gaussian-product", "--output", "disk/out"]
    #expect(try Command.run(arguments, in: scratch.url).status == 0)
    _ = try shell("cat /dev/zero > disk/filler", in: scratch)
    let full = try Command.run(arguments + ["--seed", "2"], in: scratch.url)
    #expect(full.status == 1)
    #expect(
      full.errors.contains("No space left") && full.errors.contains("--output"), "\(full.errors)")
    try expectWhole(disk.appending(path: "out"))
    #expect(try Manifest(contentsOf: disk.appending(path: "out")).study.seed != 2)
    // With room again the same command succeeds.
    try FileManager.default.removeItem(at: disk.appending(path: "filler"))
    #expect(try Command.run(arguments + ["--seed", "2"], in: scratch.url).status == 0)
    try expectWhole(disk.appending(path: "out"))
  }

  @Test func aFileSystemThatIsReadOnly() throws {
    let scratch = try Scratch()
    let mounted = try shell(
      "mkdir disk && mount -t tmpfs -o size=8m tmpfs disk && \"$0\" "
        + "--only gaussian-product --output disk/out && mount -o remount,ro disk", in: scratch)
    defer { _ = try? shell("umount -l disk", in: scratch) }
    guard mounted.status == 0 else {
      try skip("mounting a file system needs root (\(mounted.errors))")
    }
    let run = try Command.run(
      ["--only", "gaussian-product", "--output", "disk/out"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("Read-only file system"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    try expectWhole(scratch.url.appending(path: "disk/out"))
  }

  /// Folders of somebody else, as another user when this one may write everywhere.
  @Test func aFolderWithoutPermission() throws {
    let scratch = try Scratch()
    #expect(try Command.run(Self.build, in: scratch.url).status == 0)
    let user = getuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    let run = try shell(
      "chmod 755 . && chmod -R a-w . && \(user)\"$0\" --only gaussian-product --output out",
      in: scratch, environment: ["TMPDIR": "/tmp"])
    _ = try shell("chmod -R u+w .", in: scratch)
    guard !run.errors.contains("setpriv:") else {
      try skip("no other user can be had (\(run.errors))")
    }
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("Permission denied"), "\(run.errors)")
    try expectWhole(scratch.url.appending(path: "out"))
  }

  /// Whoever put a link in the place of the staging folder does not get its target emptied.
  @Test func aLinkInPlaceOfTheStagingFolder() throws {
    let scratch = try Scratch()
    let script = "mkdir victim && echo precious > victim/file && ln -s victim .out.partial"
    #expect(try shell(script, in: scratch).status == 0)
    let run = try Command.run(Self.build, in: scratch.url)
    #expect(run.status == 1 && run.errors.contains(".out.partial"), "\(run.errors)")
    let file = scratch.url.appending(path: "victim/file")
    #expect(try String(contentsOf: file, encoding: .utf8) == "precious\n")
  }

  @Test(arguments: ["target", "absent", "../elsewhere-of-report-test/deep"])
  func anOutputFolderThatIsALink(target: String) throws {
    let scratch = try Scratch()
    let inner = scratch.url.appending(path: "work")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    let prepare = target == "target" ? "mkdir work/target && " : ""
    #expect(try shell("\(prepare)ln -s \(target) work/out", in: scratch).status == 0)
    for _ in 0..<2 {
      let run = try Command.run(Self.build, in: inner)
      #expect(run.status == 0, "\(run.errors)")
      let link = inner.appending(path: "out").path
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
      try expectWhole(inner.appending(path: target).standardizedFileURL)
    }
  }

  @Test func aLinkInsideTheReportIsNotFollowed() throws {
    let scratch = try Scratch()
    #expect(try Command.run(Self.build, in: scratch.url).status == 0)
    let script =
      "mkdir victim && echo x > victim/index.md && rm -r out/site && ln -s ../victim out/site"
    #expect(try shell(script, in: scratch).status == 0)
    #expect(try Command.run(Self.build, in: scratch.url).status == 0)
    let victim = scratch.url.appending(path: "victim")
    #expect(try String(contentsOf: victim.appending(path: "index.md"), encoding: .utf8) == "x\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: victim.path) == ["index.md"])
    try expectWhole(scratch.url.appending(path: "out"))
  }

  @Test func noFontAtAll() throws {
    let scratch = try Scratch()
    let config = """
      <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
      <fontconfig><dir>/nonexistent</dir><cachedir>\(scratch.url.path)/cache</cachedir></fontconfig>
      """
    let file = scratch.url.appending(path: "fonts.conf")
    try Data(config.utf8).write(to: file)
    let run = try Command.run(
      Self.build, in: scratch.url, environment: ["FONTCONFIG_FILE": file.path, "PATH": "/usr/bin"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("fonts-inter"))
    try expectWhole(scratch.url.appending(path: "out"))
  }

  @Test func aTemplateThatVanished() throws {
    let scratch = try Scratch()
    #expect(try Command.run(Self.build, in: scratch.url).status == 0)
    let script = "mkdir -p mine/chapters && ln -s /nonexistent mine/chapters/01-products.md"
    #expect(try shell(script, in: scratch).status == 0)
    let run = try Command.run(
      ["render", "--output", "out", "--templates", "mine"], in: scratch.url)
    #expect(run.status == 1)
    #expect(
      run.errors.contains("01-products.md") && run.errors.contains("readable"), "\(run.errors)")
    try expectWhole(scratch.url.appending(path: "out"))
  }

  @Test(arguments: [
    "{{> ../secret}}", "{{>/etc/passwd}}", "{{include secret.txt}}", "![x](../secret.txt)",
    "<iframe src=\"../secret.txt\"></iframe>", "[[include:secret.txt]]", "\\input{secret.txt}",
    "$\\input{secret.txt}$", "--8<-- \"secret.txt\"",
  ])
  func templatesCannotReadFiles(trick: String) throws {
    let scratch = try Scratch()
    try Data("TOP-SECRET-WORDS".utf8).write(to: scratch.url.appending(path: "secret.txt"))
    try Data("title: T\nprose: prose\nchapters: [notation]\n".utf8).write(
      to: scratch.url.appending(path: "s.yml"))
    let prose = scratch.url.appending(path: "prose")
    try FileManager.default.createDirectory(at: prose, withIntermediateDirectories: true)
    try Data("---\ntitle: A\ndescription: B\n---\n\n\(trick)\n".utf8)
      .write(to: prose.appending(path: "a.md"))
    let run = try Command.run(["--study", "s.yml", "--output", "out"], in: scratch.url)
    #expect(run.status == 0 || run.status == 1, "\(run.errors)")
    #expect(!run.errors.contains("SECRET"))
    let out = scratch.url.appending(path: "out")
    for case let path as String in FileManager.default.enumerator(atPath: out.path) ?? .init() {
      let bytes = try? Data(contentsOf: out.appending(path: path))
      #expect(bytes?.range(of: Data("TOP-SECRET-WORDS".utf8)) == nil, "\(path)")
    }
  }

  /// A terminal of one column, and one that is told by a number: no line wraps, none is lost.
  @Test(arguments: [1, 2, 20, 200]) func terminalsOfAnyWidth(columns: Int) throws {
    let scratch = try Scratch()
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
      try skip("script (Debian: bsdutils) is not installed")
    }
    let inner =
      "stty cols \(columns); exec '\(Command.program.path)' --only gaussian-product --output out"
    let run = try shell(
      "script -qec \"$1\" /dev/null </dev/null", in: scratch, arguments: [inner])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("gaussian-product  "))
    #expect(run.output.contains("Wrote the report"))
    // What is rewritten ends at the next carriage return; what stays, and may wrap, at a new line.
    for piece in run.output.split(separator: "\r") where piece.hasPrefix("\u{1B}[K") {
      let line = piece.dropFirst(3)
      if !line.hasSuffix("\r\n") { #expect(line.count < max(2, columns), "\(line)") }
    }
    try expectWhole(scratch.url.appending(path: "out"))
  }

  private func shell(
    _ script: String, in scratch: Scratch, arguments: [String]
  ) throws -> ProgramRun {
    try Command.run(
      ["-c", script, Command.program.path] + arguments, in: scratch.url,
      program: URL(fileURLWithPath: "/bin/sh"))
  }

  /// A reader that goes away while progress is written to it.
  @Test func progressIntoAClosedPipe() throws {
    let scratch = try Scratch()
    let run = try shell(
      "{ \"$0\" --only gaussian-product --output out --json-progress; echo $? > status; } | head -n 1",
      in: scratch)
    #expect(run.output.contains("\"event\":\"simulating\""))
    let status = try String(contentsOf: scratch.url.appending(path: "status"), encoding: .utf8)
    #expect(status == "0\n")
    try expectWhole(scratch.url.appending(path: "out"))
  }
}
