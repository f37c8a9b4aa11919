import Engine
import Networks
import Testing

@testable import Figures

/// What a network's picture shows of its stages.
@Suite struct NetworkOutlineTests {
  private static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  private static let dense = Dense(64, rule: LeCun())

  private static func outline(_ stages: [NamedStage]) -> NetworkOutline {
    NetworkOutline(
      Network(input: NetworkInput(Shape(positions: [8], channels: 64)), stages: stages))
  }

  @Test func repetitionsAreFolded() {
    let block = Self.named(ResidualStage(Self.named(Normalize(.rms), Self.dense)))
    let outline = Self.outline([NamedStage(Repeat(12, block), name: "blocks")])
    #expect(outline.input == "8 × 64")
    #expect(
      outline.parts == [
        .block(
          name: "blocks", count: 12,
          parts: [
            .residual(
              branch: [
                .stage(kind: "norm", detail: "rms"), .stage(kind: "dense", detail: "64"),
              ], shortcut: [])
          ])
      ])
  }

  /// A block that is written down twice is one of two; blocks of other sizes are not.
  @Test func equalNeighboursAreOneBlock() {
    let block = Sequence(Self.named(Self.dense, ActivationStage(ReLU())))
    let other = Sequence(Self.named(Dense(32, rule: LeCun()), ActivationStage(ReLU())))
    let parts = Self.outline(Self.named(block, block, other)).parts
    let counts = parts.map { part in
      if case .block(_, let count, _) = part { count } else { 0 }
    }
    #expect(counts == [2, 1])
    #expect(parts[0].pattern == parts[1].pattern)
  }

  @Test(
    arguments: [
      ([9], Window(kernel: [3]), "3"), ([9, 9], Window(kernel: [3]), "3 × 3"),
      ([9, 9], Window(kernel: [7], stride: [2]), "7 × 7 / 2"),
      ([9, 9], Window(kernel: [2, 5]), "2 × 5"),
    ] as [([Int], Window, String)])
  func windowsHaveTheirSizes(_ positions: [Int], _ window: Window, _ text: String) {
    let outline = NetworkOutline(
      Network(
        input: NetworkInput(Shape(positions: positions, channels: 3)),
        stages: Self.named(Convolution(16, window: window, rule: LeCun()))))
    #expect(outline.parts == [.stage(kind: "convolution", detail: text + ", 16")])
  }

  /// Starts are not seen, groups are: a picture serves networks that differ in their start alone.
  @Test func networksThatLookAlikeShareAPicture() {
    func network(_ groups: Int, _ rule: any WeightInitializer) -> Network {
      Network(
        input: NetworkInput(Shape(positions: [9], channels: 16)),
        stages: Self.named(
          Convolution(16, window: Window(kernel: [3]), groups: groups, rule: rule)))
    }
    let alike = NetworkOutline.alike([
      ("a", network(1, LeCun())), ("b", network(16, LeCun())), ("c", network(1, HeNormal())),
    ])
    #expect(alike.map(\.names) == [["a", "c"], ["b"]])
    #expect(
      NetworkOutline(network(4, LeCun())).parts
        == [.stage(kind: "convolution", detail: "3, 4 · 4")])
  }
}
