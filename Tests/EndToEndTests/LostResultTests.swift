import Foundation
import Testing

/// What was computed reaches somebody, or the command says that it did not.
@Suite("Lost results") struct LostResultTests {
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"),
    arguments: ["list", "gain --activation relu --csv", "schema"])
  func aResultThatCannotBePrintedIsAnError(_ arguments: String) throws {
    let scratch = try Scratch()
    let run = try Command.shell(
      "'\(Command.program.path)' \(arguments) > /dev/full", in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains("cannot be printed"))
  }

  @Test func aShardIsNotRedrawn() throws {
    let scratch = try Scratch()
    let shard = ["--quick", "--only", "products", "--shard", "1/2", "--output", "one"]
    let built = try Command.run(shard, in: scratch.url)
    #expect(built.status == 0, "\(built.errors)")
    let run = try Command.run(["render", "--output", "one"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("report merge"), "\(run.errors)")
    #expect(
      FileManager.default.fileExists(atPath: scratch.url.appending(path: "one/shard.json").path))
  }
}
