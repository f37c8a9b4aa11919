import Testing

/// What is refused, and in which words.
extension NetworkCommandTests {
  @Test func memoryIsRefusedWithItsSizeAndTheWayOut() throws {
    let outcome = try run("propagate --preset llama-70b --networks 1 --max-memory 100MB")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("GB of memory") && outcome.errors.contains("--scale 1/8"))
  }

  @Test func wrongUsageIsSaid() throws {
    for (arguments, words) in [
      ("propagate --preset siren --width 4", "--width describes a chain of layers"),
      (
        "propagate --tokens 4 --width 4 --depth 2 --activation relu --init he-normal",
        "--tokens is for networks of stages"
      ),
      ("propagate --preset siren --network a.yml", "exclude each other"),
      ("propagate --preset siren --precision float8", "there is no precision 'float8'"),
      ("propagate --preset siren --columns size", "there is no column 'size'"),
      ("propagate --preset siren --scale big", "is no factor such as 1/8"),
      ("propagate --preset siren --loss-scale 1000", "is no power of two"),
      ("propagate --preset siren --set hidden", "write path=value"),
      ("propagate --init he-normal --width 3 --depth 2", "--activation"),
    ] {
      let outcome = try run(arguments)
      #expect(outcome.status == 64, "\(arguments)")
      #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
    }
  }
}
