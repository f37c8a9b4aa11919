/// What the page calls: numbers and texts go through memory that it asks for here.

/// The open benches, by number.
nonisolated(unsafe) private var benches = Opened<Bench>()
/// What the last call has to say: a complaint, or a text that was asked for.
nonisolated(unsafe) private var message: [UInt8] = []

/// Says why there is no answer.
func complain(_ sentence: String) { message = Array(sentence.utf8) }

@_cdecl("lab_allocate")
public func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
  UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
}

@_cdecl("lab_free")
public func free(_ memory: UnsafeMutableRawPointer) { memory.deallocate() }

@_cdecl("lab_message")
public func messageStart() -> UnsafeMutableRawPointer? {
  message.withUnsafeMutableBytes { $0.baseAddress }
}

@_cdecl("lab_message_length")
public func messageLength() -> Int { message.count }

/// Opens a bench for a setting, in the numbers and texts of ``Setting``.
///
/// −1 for one that cannot be answered, with the sentence as the message.
@_cdecl("lab_open")
public func open(
  _ numbers: UnsafePointer<Double>, _ count: Int, _ text: UnsafePointer<UInt8>, _ length: Int
) -> Int {
  let setting = Setting(
    numbers: UnsafeBufferPointer(start: numbers, count: count),
    text: UnsafeBufferPointer(start: text, count: length))
  do {
    return benches.open(try setting.bench())
  } catch {
    message = Array(error.sentence.utf8)
    return -1
  }
}

/// Simulates some more networks; how many there are now.
@_cdecl("lab_run")
public func run(_ bench: Int, _ trials: Int) -> Int { benches[bench]?.run(trials) ?? 0 }

/// Where the numbers of ``BenchRecord`` are, until the next call.
///
/// The message has a line each for the activation, the rule, and why there is no theory, empty if there is
/// one.
@_cdecl("lab_result")
public func result(_ bench: Int) -> UnsafePointer<Double>? {
  guard let bench = benches[bench] else { return nil }
  let record = bench.record()
  message = Array(record.names.utf8)
  return record.numbers
}

@_cdecl("lab_close")
public func close(_ bench: Int) { benches.close(bench) }

/// The names of the catalogues as the message: activations and rules, a line each.
@_cdecl("lab_names")
public func names() {
  let lines = [ActivationCatalog.names, InitializerCatalog.names].map { list in
    list.joined(separator: ",")
  }
  message = Array(lines.joined(separator: "\n").utf8)
}

/// Writes a bench's activation and then its slope at `count` numbers from `low` to `high`.
@_cdecl("lab_curve")
public func curve(
  _ bench: Int, _ low: Double, _ high: Double, _ count: Int, _ output: UnsafeMutablePointer<Double>
) {
  guard let bench = benches[bench] else { return }
  for index in 0..<count {
    let x = low + (high - low) * Double(index) / Double(max(1, count - 1))
    output[index] = bench.activation.value(at: x)
    output[count + index] = bench.activation.slope(at: x)
  }
}
