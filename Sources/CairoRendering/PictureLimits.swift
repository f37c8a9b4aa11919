import Graphics

/// What a picture may measure.
public enum PictureLimits {
  /// The longest side in pixels; Cairo's images end at 32 767.
  public static let side = 32_000
  /// The largest number of pixels: 1 GiB of memory.
  public static let area = 1 << 28
  /// The largest coordinate; Cairo's fixed point numbers end at 8 388 607 device pixels.
  public static let coordinate = 1e6

  /// The size in device pixels, or an error when no such picture can be made.
  static func pixels(of size: Size, density: Double) throws(RenderingError) -> (
    width: Int, height: Int
  ) {
    let error = RenderingError.size(width: size.width, height: size.height, density: density)
    let width = (size.width * density).rounded(.up)
    let height = (size.height * density).rounded(.up)
    guard density.isFinite, density > 0, size.width > 0, size.height > 0,
      width.isFinite, height.isFinite, width <= Double(side), height <= Double(side),
      width * height <= Double(area)
    else { throw error }
    return (Int(width), Int(height))
  }
}
