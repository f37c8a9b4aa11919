import CairoRendering
import Foundation
import TestSupport
import Testing

@testable import Publishing

/// Fonts packed for the page, taken apart by another program.
@Suite struct WebFontTests {
  /// Python's zlib unpacks every table to the bytes of the font, at four-byte boundaries, and the
  /// sizes in the header are those of the file and of the font.
  @Test(arguments: ["Inter", "Charis SIL", "Latin Modern Math"])
  func everyTableComesBack(family: String) throws {
    let python = try Tool("python3", install: "apt: python3")
    guard let file = FontFinder().face(family: family, weight: 400, italic: false) else {
      try skip("\(family) is not installed")
    }
    let font = try #require(
      FontSubset.make(of: file, keeping: Set("Gradient (x) = 1.50".unicodeScalars)))
    let packed = try #require(WebFont.pack(font))
    #expect(packed.count < font.count)
    let script = """
      import struct, sys, zlib
      font = open(sys.argv[1], "rb").read(); woff = open(sys.argv[2], "rb").read()
      magic, flavor, length, count, zero, size = struct.unpack(">4s4sIHHI", woff[:20])
      assert magic == b"wOFF" and flavor == font[:4] and zero == 0 and woff[20:44] == bytes(24)
      assert length == len(woff) and count == struct.unpack(">H", font[4:6])[0]
      total = 12 + 16 * count
      for i in range(count):
          tag, at, packed, plain, sum = struct.unpack(">4sIIII", woff[44 + 20 * i : 64 + 20 * i])
          tag2, sum2, at2, plain2 = struct.unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i])
          assert (tag, sum, plain) == (tag2, sum2, plain2) and at % 4 == 0 and packed <= plain
          data = woff[at : at + packed]
          data = zlib.decompress(data) if packed < plain else data
          assert data == font[at2 : at2 + plain2], tag
          total += (plain + 3) // 4 * 4
      assert total == size, (total, size)
      print("ok", end="")
      """
    try withTemporaryFolder { folder in
      let (plain, woff) = (folder.appending(path: "font"), folder.appending(path: "woff"))
      try Data(font).write(to: plain)
      try Data(packed).write(to: woff)
      let result = try python.run(["-c", script, plain.path, woff.path])
      #expect(result.output == "ok")
    }
  }

  /// What is no font is refused, also when it is cut off in the middle.
  @Test func refusesWhatIsNoFont() throws {
    #expect(WebFont.pack([]) == nil)
    #expect(WebFont.pack(Array("ttcf".utf8) + [UInt8](repeating: 0, count: 60)) == nil)
    var cut: [UInt8] = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    #expect(WebFont.pack(cut) == nil)
    cut += Array("glyf".utf8) + [0, 0, 0, 0] + [0, 0, 0, 28] + [0, 0, 0, 1]
    #expect(WebFont.pack(cut) == nil)
    #expect(WebFont.pack(cut + [7]) != nil)
  }
}
