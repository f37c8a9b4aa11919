import Testing

@testable import WeightFiles

/// Whatever happened to a file, reading it gives numbers or an error; a trap would end the tests.
@Suite("Files that were cut or changed never trap")
struct DamageTests {
  /// Every file, good or bad.
  private static let names = Fixtures.names + Fixtures.hostile.keys.sorted().map { "hostile/" + $0 }

  /// Opens and reads everything; what was read, or the error's sentence.
  private func outcome(_ bytes: [UInt8]) -> String {
    do throws(WeightFileError) {
      let file = try WeightFile(bytes: bytes, name: "x")
      var count = 0
      for tensor in file.tensors where tensor.type.width != nil {
        // Damage may make a size of millions; their first numbers are read all the same.
        do throws(WeightFileError) {
          try tensor.withChunks { run throws(WeightFileError) in
            count += run.count
            if count > 1 << 22 { throw WeightFileError("x", .empty) }
          }
        } catch {
          _ = error.description
        }
      }
      return "\(file.tensors.count) tensors"
    } catch {
      return error.description
    }
  }

  @Test("cut at many places", arguments: names)
  func cut(name: String) throws {
    let bytes = try Fixtures.bytes(name)
    // Densely where headers are, then about 300 places, primes apart.
    let step = max(1, bytes.count / 300) | 1
    let places =
      Array(0..<min(bytes.count, 150)) + Array(stride(from: 150, to: bytes.count, by: step))
    for place in places {
      let outcome = outcome(Array(bytes[..<place]))
      #expect(outcome.hasPrefix("x") || outcome.hasSuffix("tensors"))
      if place == 0 { #expect(outcome == "x is empty; the copy was cut off: fetch it again.") }
    }
  }

  @Test("a cut safetensors file is never read as if it were whole")
  func cutIsSeen() throws {
    let bytes = try Fixtures.bytes("types.safetensors")
    for place in stride(from: 1, to: bytes.count, by: 61) {
      #expect(!outcome(Array(bytes[..<place])).hasSuffix("tensors"))
    }
  }

  @Test("bits changed at many places", arguments: names)
  func flipped(name: String) throws {
    let bytes = try Fixtures.bytes(name)
    let step = max(1, bytes.count / 400)
    // A linear congruence picks the bits: the same ones in every run.
    var state: UInt32 = 7
    for place in stride(from: 0, to: bytes.count, by: step) {
      for change in 0..<3 {
        state = state &* 1_664_525 &+ 1_013_904_223
        var changed = bytes
        switch change {
        case 0: changed[place] ^= 1 << UInt8(state >> 29)
        case 1: changed[place] = 0xFF
        default:
          // Sizes of eight bytes become huge.
          for i in place..<min(place + 8, bytes.count) { changed[i] = UInt8(state >> 24) | 0x70 }
        }
        let outcome = outcome(changed)
        #expect(outcome.hasPrefix("x") || outcome.hasSuffix("tensors"))
      }
    }
  }
}
