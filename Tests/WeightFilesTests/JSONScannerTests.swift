import Testing

@testable import WeightFiles

@Suite("JSON of headers")
struct JSONScannerTests {
  private func scanner(_ text: String) throws -> JSONScanner {
    let region = ByteRegion(Array(text.utf8), name: "x")
    return try JSONScanner(region, count: region.count)
  }

  @Test(
    "strings with escapes",
    arguments: [
      (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u4e2d""#, "é中"),
      (#""\ud83d\ude00""#, "😀"), (#""naïve""#, "naïve"), (#""""#, ""),
    ])
  func strings(text: String, value: String) throws {
    var json = try scanner(text)
    #expect(try json.string() == value)
    try json.end()
  }

  @Test(
    "broken strings",
    arguments: [
      #"""#, #""\"#, #""\u12"#, #""\ud83d""#, #""\ud83dx""#, #""\ud83d\u0041""#, #""\ude00""#,
      #""\q""#,
      "\"\n\"", #""\u+123""#,
    ])
  func brokenStrings(text: String) throws {
    var json = try scanner(text)
    #expect(throws: WeightFileError.self) { try json.string() }
  }

  @Test("values of any kind are passed over, broken ones are not")
  func skips() throws {
    for text in ["{}", "[]", #"{"a":[1,-2.5e3,true,false,null,{"b":{}}],"c":"d"}"#, " 7 "] {
      var json = try scanner(text)
      try json.skip()
      try json.end()
    }
    for text in ["{", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":}"#, "tru", "nul", "", "}", #"{"a":1,}"#] {
      var json = try scanner(text)
      #expect(throws: WeightFileError.self, "\(text)") { try json.skip() }
    }
  }

  @Test("integers only", arguments: ["1.0", "1e3", "9223372036854775808", "--1", "1-1", "x", ""])
  func integers(text: String) throws {
    var json = try scanner(text)
    #expect(throws: WeightFileError.self) { try json.integer() }
    var smallest = try scanner("-9223372036854775808")
    #expect(try smallest.integer() == .min)
  }
}
