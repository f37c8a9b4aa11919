import ChartGallery
import Charts
import Graphics
import Testing

@Suite struct GalleryTests {
  @Test(arguments: Gallery.examples.map(\.id), [800.0, 390])
  func drawsWithoutWarnings(id: String, width: Double) throws {
    let chart = try #require(Gallery.examples.first { $0.id == id })
    let result = try chart.drawing(measuring: FixedWidthMeasurer(), width: width)
    // One example is about missing values; long names may not all fit a phone.
    let unexpected = result.warnings.filter { warning in
      switch warning {
      case .droppedValues: id != "lines"
      case .omittedLabels: width >= 800
      default: true
      }
    }
    #expect(unexpected.isEmpty, "\(unexpected)")
    #expect(result.drawing.size.width == width)
    #expect(result.drawing.description.count > 60)
    #expect(chart.table.rows.count > 1)
  }

  @Test func idsAreUnique() {
    let ids = Gallery.examples.map(\.id)
    #expect(Set(ids).count == ids.count)
  }
}
