import CCairo

/// Why a drawing could not become a picture.
public enum RenderingError: Error, Equatable, Sendable {
  /// The picture would be empty, or larger than Cairo can hold.
  case size(width: Double, height: Double, density: Double)
  /// A number of a command is NaN or infinite.
  case notFinite(command: String)
  /// A number of a command lies outside ±`limit`; Cairo's coordinates would overflow.
  case outOfRange(command: String, value: Double, limit: Double)
  /// A stroke that cannot be drawn: a negative width, or dashes that add up to nothing.
  case stroke(command: String, reason: String)
  /// Cairo reported an error; no later call did anything.
  case cairo(status: UInt32, message: String)
  /// The compressor reported an error.
  case compression(code: Int32)
}

extension RenderingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .size(let width, let height, let density):
      """
      a picture of \(width) × \(height) pixels at density \(density) cannot be made: both sides \
      must come to 1…\(PictureLimits.side) pixels and the whole to at most \
      \(PictureLimits.area) pixels; choose a smaller size or density
      """
    case .notFinite(let command):
      "\(command) has a coordinate that is not finite; leave such values out before drawing"
    case .outOfRange(let command, let value, let limit):
      "\(command) has the coordinate \(value), outside ±\(limit); clip it before drawing"
    case .stroke(let command, let reason):
      "\(command) cannot be stroked: \(reason)"
    case .cairo(let status, let message):
      "Cairo could not draw the picture: \(message) (status \(status))"
    case .compression(let code):
      "zlib could not compress the picture (code \(code))"
    }
  }

  /// The error behind a status, or nil when all is well.
  init?(_ status: cairo_status_t) {
    guard status != CAIRO_STATUS_SUCCESS else { return nil }
    let message = cairo_status_to_string(status).map { String(cString: $0) }
    self = .cairo(status: status.rawValue, message: message ?? "unknown")
  }
}
