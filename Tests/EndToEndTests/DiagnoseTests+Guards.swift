import Foundation
import Testing

/// What `report diagnose` keeps from harm: files, terminals, and readers who asked for what is not there.
extension DiagnoseTests {
  @Test("a frozen file takes the place of nothing that is read, and of no other kind of file")
  func freezeKeepsInputs() throws {
    let scratch = try Scratch()
    let (place, link) = (
      scratch.url.appending(path: "he.safetensors"), scratch.url.appending(path: "he.yml")
    )
    let bytes = try Data(
      contentsOf: URL(fileURLWithPath: checkpoint("mlp-torch-default/model.safetensors")))
    try bytes.write(to: place)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: place)
    try FileManager.default.linkItem(at: place, to: scratch.url.appending(path: "hard.yml"))
    for name in ["he.safetensors", "other.safetensors", "init.txt", "init"] {
      let run = try run("he.safetensors", "--freeze", name, in: scratch)
      #expect(run.status == 64 && run.errors.contains(".yml or .yaml"), "\(run.errors)")
    }
    for name in ["he.yml", "hard.yml", "./he.yml"] {
      let run = try run("he.safetensors", "--freeze", name, in: scratch)
      #expect(run.status == 64 && run.errors.contains("a name of its own"), "\(run.errors)")
    }
    #expect(try run("he.safetensors", "--freeze", "init.yaml", in: scratch).status == 0)
    let again = try run(
      "he.safetensors", "--expect", "init.yaml", "--freeze", "init.yaml", in: scratch)
    #expect(again.status == 64 && again.errors.contains("init.yaml"), "\(again.errors)")
    #expect(try Data(contentsOf: place) == bytes)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == place.path)
  }

  /// A safetensors file of float32 tensors, whose names stand in the header as JSON writes them.
  private func safetensors(_ tensors: [(name: String, shape: [Int])]) throws -> Data {
    var (header, end) = ([String: Any](), 0)
    for tensor in tensors {
      let size = 4 * tensor.shape.reduce(1, *)
      header[tensor.name] = [
        "dtype": "F32", "shape": tensor.shape, "data_offsets": [end, end + size],
      ]
      end += size
    }
    let json = try JSONSerialization.data(withJSONObject: header)
    // Any numbers do: the logistic map.
    var x: Float = 0.37
    let numbers = (0..<(end / 4)).map { _ -> Float in
      x = 3.99 * x * (1 - x)
      return x - 0.5
    }
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
      + numbers.withUnsafeBytes { Data($0) }
  }

  @Test("no name in a file starts a line, colours a terminal or turns its text")
  func hostileNames() throws {
    let scratch = try Scratch()
    let names = [
      "a\n::error::INJECTED", "b\r\n::error::CRLF", "c\u{1B}[31mred.weight", "d\u{202E}gnp.weight",
      "e\u{85}\u{9B}2J", "f\u{2028}::error::LS", "g\u{7F}.weight",
    ]
    try safetensors(names.map { ($0, [16, 16]) }).write(
      to: scratch.url.appending(path: "n.safetensors"))
    let steering = Set<Unicode.Scalar>([
      "\r", "\u{1B}", "\u{202E}", "\u{85}", "\u{9B}", "\u{2028}", "\u{7F}",
    ])
    for arguments in [[], ["--verbose"], ["--csv"], ["--github"]] {
      let run = try Command.run(["diagnose", "n.safetensors"] + arguments, in: scratch.url)
      #expect(run.errors.isEmpty && !run.output.isEmpty)
      #expect(!run.output.unicodeScalars.contains { steering.contains($0) }, "\(arguments)")
      let commands = run.output.split(separator: "\n").filter { $0.hasPrefix("::") }
      #expect(!commands.contains { $0.hasPrefix("::error::") }, "\(arguments): \(commands)")
      if arguments != ["--github"] {
        #expect(run.output.contains(#"a\n::error::INJECTED"#), "\(arguments): \(run.output)")
        #expect(run.output.contains(#"c\u{1B}[31mred"#), "\(arguments)")
      }
    }
    let json = try run("n.safetensors", "--json", in: scratch)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let told = try #require(report["tensors"] as? [[String: Any]]).compactMap {
      $0["name"] as? String
    }
    #expect(Set(told.map { Array($0.utf8) }) == Set(names.map { Array($0.utf8) }))
    let frozen = try run("n.safetensors", "--freeze", "n.yml", in: scratch)
    #expect(frozen.status != 1, "\(frozen.errors)")
    let again = try run("n.safetensors", "--expect", "n.yml", in: scratch)
    #expect(again.errors.isEmpty && again.status != 1, "\(again.errors)")
  }

  @Test("what is asked by a name that the file does not have is an error with the nearest names")
  func unknownNames() throws {
    let scratch = try Scratch()
    let file = checkpoint("mlp-torch-default/model.safetensors")
    let plain = try run(file, "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(plain.output.utf8)) as? [String: Any])
    let names = try #require(report["tensors"] as? [[String: Any]]).compactMap {
      $0["name"] as? String
    }
    let weight = try #require(names.first { $0.hasSuffix(".weight") })
    let stem = weight.dropLast(".weight".count)
    for arguments in [
      ["--only", "encoder.*"], ["--only", "*.weight", "--only", "encoder.*"], ["--except", "*"],
      ["--chain", "foo relu bar"],
    ] {
      let run = try Command.run(["diagnose", file] + arguments, in: scratch.url)
      #expect(run.status == 1 && run.output.isEmpty, "\(arguments): \(run.output)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
    let only = try run(file, "--only", "x\(stem).*")
    #expect(
      only.status == 1 && only.errors.contains("nearest names are '\(stem)."), "\(only.errors)")
    let chain = try run(file, "--chain", "\(stem)x relu bar")
    #expect(
      chain.status == 1 && chain.errors.contains("nearest names are '\(stem)'"), "\(chain.errors)")
    #expect(try run(file, "--only", "*.weight").status == 0)
  }
}
