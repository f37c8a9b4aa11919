// What the sources ask of the machine and of the standard library, where there is neither.

/// A browser's tab: one thread, and as much memory as a page may ask for without asking too much.
enum Machine {
  static let cores = 1
  static let memoryLimit = 1.2e9
}

// Nothing is encoded here.
public protocol Codable {}
public protocol Encodable {}
protocol CodingKey {}

/// A property that the command prints as null where it has no value.
@propertyWrapper
struct NullOrValue<Value> {
  var wrappedValue: Value?

  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
}

/// Steps that a terminal counts; a page asks the networks themselves.
public final class TrialCounter: Sendable {}
