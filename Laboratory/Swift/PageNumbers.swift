/// A setting as the page hands it over: numbers in a fixed order, and two names.
struct PageNumbers<Place: RawRepresentable> where Place.RawValue == Int {
  let all: UnsafeBufferPointer<Double>
  /// The activation's name or formula, and the rule's name.
  let names: [String]

  /// `text` holds the two names, with a line feed between them.
  init(numbers: UnsafeBufferPointer<Double>, text: UnsafeBufferPointer<UInt8>) {
    all = numbers
    names = text.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  subscript(place: Place) -> Double { all[place.rawValue] }

  func whole(_ place: Place) -> Int { Int(self[place]) }

  /// nil for NaN.
  func known(_ place: Place) -> Double? { self[place].isNaN ? nil : self[place] }

  /// A seed of 64 bits, of which a number holds the low and another the high 32.
  func seed(low: Place, high: Place) -> UInt64 { UInt64(self[high]) << 32 | UInt64(self[low]) }
}

/// What the page has opened, by number; a number that was closed is given again.
struct Opened<Item> {
  private var items: [Item?] = []

  mutating func open(_ item: Item) -> Int {
    if let free = items.firstIndex(where: { $0 == nil }) {
      items[free] = item
      return free
    }
    items.append(item)
    return items.count - 1
  }

  mutating func close(_ number: Int) { items[number] = nil }

  subscript(number: Int) -> Item? { items[number] }
}
