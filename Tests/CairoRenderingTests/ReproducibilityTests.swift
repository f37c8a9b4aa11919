import CairoRendering
import Graphics
import Testing

@Suite struct ReproducibilityTests {
  private func draw(_ format: PictureFormat) throws -> [UInt8] {
    let renderer = CairoRenderer()
    return try renderer.render(
      SampleDrawing.heavy(measurer: renderer.measurer), as: format, appearance: .dark, density: 2,
      salt: "heavy")
  }

  @Test(arguments: PictureFormat.allCases)
  func sameBytesTwiceInOneProcess(_ format: PictureFormat) throws {
    let renderer = CairoRenderer()
    let drawing = SampleDrawing.heavy(measurer: renderer.measurer)
    let first = try renderer.render(
      drawing, as: format, appearance: .dark, density: 2, salt: "heavy")
    let second = try renderer.render(
      drawing, as: format, appearance: .dark, density: 2, salt: "heavy")
    #expect(first == second)
    #expect(try draw(format) == first)
  }

  @Test(arguments: PictureFormat.allCases)
  func sameBytesInParallel(_ format: PictureFormat) async throws {
    let expected = try draw(format)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 { group.addTask { try draw(format) } }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }

  @Test func saltSeparatesTheIdsOfTwoFiles() throws {
    let renderer = CairoRenderer()
    let drawing = SampleDrawing.heavy(measurer: renderer.measurer)
    func ids(_ salt: String) throws -> Set<String> {
      let svg = String(
        decoding: try renderer.render(
          drawing, as: .svg, appearance: .light, density: 1, salt: salt), as: UTF8.self)
      return Set(svg.matches(of: /\sid="([^"]*)"/).map { String($0.1) })
    }
    let (a, b) = (try ids("a"), try ids("b"))
    #expect(a.count > 10)
    #expect(a.isDisjoint(with: b))
  }
}
