import Graphics

/// What a mark plots along one direction: a named value, or a whole column of values.
///
///     .value("Layer", 3)                    one number
///     .value("Layer", layers)               a column: the mark then holds a whole series
///     .value("Rule", ["Xavier", "He"])      categories
///     .log10("Gradient rms", [-85.2, 0])    numbers given as their decimal logarithms
///
/// The name titles axes and table columns and is spoken by the alternative text. The last form
/// carries numbers that would underflow a `Double`; every scale takes it.
public struct PlottableValue: Equatable, Hashable, Sendable {
  /// The kinds of column.
  public enum Values: Equatable, Hashable, Sendable {
    case numbers([Double])
    /// Decimal logarithms of the numbers meant.
    case logarithms([Double])
    case categories([String])
  }

  /// What the values are, for the alternative text and the data table.
  public var label: String
  /// Numbers or names.
  public var values: Values

  /// Makes a column.
  public init(label: String, values: Values) {
    self.label = label
    self.values = values
  }

  /// One number.
  public static func value(_ label: String, _ value: some BinaryFloatingPoint) -> PlottableValue {
    PlottableValue(label: label, values: .numbers([Double(value)]))
  }

  /// One whole number.
  public static func value(_ label: String, _ value: some BinaryInteger) -> PlottableValue {
    PlottableValue(label: label, values: .numbers([Double(value)]))
  }

  /// A column of numbers.
  public static func value(
    _ label: String, _ values: some Sequence<some BinaryFloatingPoint>
  ) -> PlottableValue {
    PlottableValue(label: label, values: .numbers(values.map { Double($0) }))
  }

  /// A column of whole numbers.
  public static func value(
    _ label: String, _ values: some Sequence<some BinaryInteger>
  ) -> PlottableValue {
    PlottableValue(label: label, values: .numbers(values.map { Double($0) }))
  }

  /// One category.
  public static func value(_ label: String, _ category: String) -> PlottableValue {
    PlottableValue(label: label, values: .categories([category]))
  }

  /// A column of categories.
  public static func value(_ label: String, _ categories: [String]) -> PlottableValue {
    PlottableValue(label: label, values: .categories(categories))
  }

  /// One number given as its decimal logarithm.
  public static func log10(_ label: String, _ exponent: Double) -> PlottableValue {
    PlottableValue(label: label, values: .logarithms([exponent]))
  }

  /// Numbers given as their decimal logarithms.
  public static func log10(_ label: String, _ exponents: [Double]) -> PlottableValue {
    PlottableValue(label: label, values: .logarithms(exponents))
  }

  /// How many values the column holds.
  public var count: Int {
    switch values {
    case .numbers(let numbers), .logarithms(let numbers): numbers.count
    case .categories(let names): names.count
    }
  }

  /// The category at an index; nil for numbers, and where there is none.
  public func category(at index: Int) -> String? {
    guard case .categories(let names) = values, names.indices.contains(index) else { return nil }
    return names[index]
  }

  /// The number at an index, underflowed if it must; nil for categories, and where there is none.
  public func number(at index: Int) -> Double? {
    guard index >= 0, index < count else { return nil }
    return switch values {
    case .numbers(let numbers): numbers[index]
    case .logarithms(let exponents): Elementary.power10(exponents[index])
    case .categories: nil
    }
  }

  /// The columns one after the other under the first one's name; kinds must agree.
  static func joined(_ columns: [PlottableValue]) -> PlottableValue? {
    guard var result = columns.first else { return nil }
    var numbers: [Double] = []
    var names: [String] = []
    for column in columns {
      switch (column.values, result.values) {
      case (.numbers(let more), .numbers), (.logarithms(let more), .logarithms): numbers += more
      case (.categories(let more), .categories): names += more
      default: return nil
      }
    }
    switch result.values {
    case .numbers: result.values = .numbers(numbers)
    case .logarithms: result.values = .logarithms(numbers)
    case .categories: result.values = .categories(names)
    }
    return result
  }
}
