import CKernels

// Long because the scalar and the vector form of one sampler are compared line by line.

/// Buffers of normal and uniform numbers from a counter-based stream, by a fixed map from counter to
/// element, so that any part can be drawn by itself and any number of threads gives the same bits.
///
/// Single precision: 64 elements are made of 16 Philox blocks; block j gives the elements j, j + 16
/// (first Box–Muller pair) and j + 32, j + 48 (second pair). The planar order lets a plain loop be
/// vectorised. Double precision: 32 elements are made of 16 blocks, which give j and j + 16.
///
/// Box and Muller (Ann. Math. Stat. 29, 1958): √(−2 ln u) (cos 2πv, sin 2πv). All 32 (64) bits of
/// the first word enter u as a floating-point number, so that the tail reaches 6.7 (9.4) standard
/// deviations instead of being cut at 5.8.
///
/// Whole groups come from a C loop that picks the CPU's vector width at run time, 2 to 4 times as fast
/// as the portable Swift code, which stays as the C code's oracle.
public enum NormalFill {
  /// How many single-precision elements one group of 16 blocks makes.
  public static let singleGroup = 64
  /// How many double-precision elements one group of 16 blocks makes.
  public static let doubleGroup = 32

  /// Fills a buffer with normal numbers of mean 0 and the given standard deviation, starting at a
  /// group of 64 elements of the stream.
  public static func normals(
    _ output: UnsafeMutablePointer<Float>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64 = 0, standardDeviation: Float = 1
  ) {
    let whole = count / 64
    init_study_normals_float(
      output, Int64(whole), address.key, address.lane, group, standardDeviation)
    let rest = count - 64 * whole
    if rest > 0 {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { buffer in
        guard let base = buffer.baseAddress else { return }
        init_study_normals_float(
          base, 1, address.key, address.lane, group &+ UInt64(whole), standardDeviation)
        (output + 64 * whole).update(from: base, count: rest)
      }
    }
  }

  /// The same in double precision, by groups of 32 elements.
  public static func normals(
    _ output: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64 = 0, standardDeviation: Double = 1
  ) {
    let whole = count / 32
    init_study_normals_double(
      output, Int64(whole), address.key, address.lane, group, standardDeviation)
    let rest = count - 32 * whole
    if rest > 0 {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 32) { buffer in
        guard let base = buffer.baseAddress else { return }
        init_study_normals_double(
          base, 1, address.key, address.lane, group &+ UInt64(whole), standardDeviation)
        (output + 32 * whole).update(from: base, count: rest)
      }
    }
  }

  /// One standard normal number from the words of a block.
  public static func normal(_ words: (UInt32, UInt32, UInt32, UInt32)) -> Double {
    boxMuller(
      UInt64(words.0) | UInt64(words.1) &<< 32, UInt64(words.2) | UInt64(words.3) &<< 32
    ).0
  }

  /// Fills a buffer with what ``normal(_:)`` makes of blocks of a stream that are `stride` apart.
  public static func singleNormals(
    _ output: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress,
    startingAtBlock block: UInt64, stride: UInt64 = 1
  ) {
    init_study_single_normals(output, Int64(count), address.key, address.lane, block, stride)
  }

  /// Fills a buffer with uniform numbers in the open interval (−radius, radius), by groups of 64.
  ///
  /// 23 bits and a half: exact, symmetric about 0, and never at the ends. Element 4j + i is made of
  /// word i of block j.
  public static func uniforms(
    _ output: UnsafeMutablePointer<Float>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64 = 0, radius: Float
  ) {
    let whole = count / 64
    init_study_uniforms_float(output, Int64(whole), address.key, address.lane, group, radius)
    uniformsInSwift(
      output + 64 * whole, count: count - 64 * whole, from: address,
      startingAtGroup: group &+ UInt64(whole), radius: radius)
  }

  /// The same in double precision, of 52 bits and a half, by groups of 32 elements.
  public static func uniforms(
    _ output: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64 = 0, radius: Double
  ) {
    let whole = count / 32
    init_study_uniforms_double(output, Int64(whole), address.key, address.lane, group, radius)
    uniformsInSwift(
      output + 32 * whole, count: count - 32 * whole, from: address,
      startingAtGroup: group &+ UInt64(whole), radius: radius)
  }

  /// Uniform numbers in Swift: what the C loop must equal bit for bit, and the last partial group.
  static func uniformsInSwift(
    _ output: UnsafeMutablePointer<Float>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64, radius: Float
  ) {
    func number(_ word: UInt32) -> Float {
      ((Float(Int32(bitPattern: word &>> 9)) + 0.5) * 0x1p-22 - 1) * radius
    }
    var block = group &* 16
    for index in stride(from: 0, to: count, by: 4) {
      let w = address.block(block)
      output[index] = number(w.0)
      if index + 1 < count { output[index + 1] = number(w.1) }
      if index + 2 < count { output[index + 2] = number(w.2) }
      if index + 3 < count { output[index + 3] = number(w.3) }
      block = block &+ 1
    }
  }

  /// Uniform numbers in Swift: what the C loop must equal bit for bit, and the last partial group.
  static func uniformsInSwift(
    _ output: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress,
    startingAtGroup group: UInt64, radius: Double
  ) {
    func number(_ low: UInt32, _ high: UInt32) -> Double {
      let bits = Int64(bitPattern: (UInt64(low) | UInt64(high) &<< 32) &>> 12)
      return ((Double(bits) + 0.5) * 0x1p-51 - 1) * radius
    }
    var block = group &* 16
    for index in stride(from: 0, to: count, by: 2) {
      let w = address.block(block)
      output[index] = number(w.0, w.1)
      if index + 1 < count { output[index + 1] = number(w.2, w.3) }
      block = block &+ 1
    }
  }

  /// One group of 64, in Swift: what the C loop must equal bit for bit.
  @inline(__always)
  static func normalGroup(
    _ output: UnsafeMutablePointer<Float>, _ address: StreamAddress, _ group: UInt64,
    _ scale: Float
  ) {
    let first = group &* 16
    for j in 0..<16 {
      let w = address.block(first &+ UInt64(j))
      let a = boxMuller(w.0, w.1)
      let b = boxMuller(w.2, w.3)
      output[j] = a.0 * scale
      output[j + 16] = a.1 * scale
      output[j + 32] = b.0 * scale
      output[j + 48] = b.1 * scale
    }
  }

  /// One group of 32, in Swift: what the C loop must equal bit for bit.
  @inline(__always)
  static func normalGroup(
    _ output: UnsafeMutablePointer<Double>, _ address: StreamAddress, _ group: UInt64,
    _ scale: Double
  ) {
    let first = group &* 16
    for j in 0..<16 {
      let w = address.block(first &+ UInt64(j))
      let pair = boxMuller(
        UInt64(w.0) | UInt64(w.1) &<< 32, UInt64(w.2) | UInt64(w.3) &<< 32)
      output[j] = pair.0 * scale
      output[j + 16] = pair.1 * scale
    }
  }

  /// Two independent standard normal numbers from two words.
  ///
  /// The radius needs −2 ln u for u in (0, 1]: log as in `ElementaryReal`, without its special
  /// cases. The angle is exact: the word is split into a quadrant and a signed rest, |x| ≤ π/4.
  @inline(__always)
  static func boxMuller(_ radiusWord: UInt32, _ angleWord: UInt32) -> (Float, Float) {
    // Halves convert exactly; their sum rounds once, relative to its own size.
    let high = Float(Int32(bitPattern: radiusWord &>> 16))
    let low = Float(Int32(bitPattern: radiusWord & 0xFFFF))
    let u = (high * 65_536 + (low + 0.5)) * 0x1p-32
    let offset = u.bitPattern &- 0x3F35_04F3
    let k = Int32(bitPattern: offset) &>> 23
    let f = Float(bitPattern: u.bitPattern &- UInt32(bitPattern: k &<< 23)) - 1
    let s = f / (2 + f)
    let z = s * s
    var p: Float = 0.2958098593
    p = p * z + 0.399887577166
    p = p * z + 0.666666850954
    let half = 0.5 * f * f
    let log = Float(k) * 0.6931471805599453 + (f - (half - s * (half + z * p)))
    let square = -2 * log
    let radius = (square > 0 ? square : 0).squareRoot()

    let quadrant = (angleWord &+ 0x2000_0000) &>> 30
    let rest = Int32(bitPattern: angleWord &- (quadrant &<< 30))
    let x = Float(rest) * 1.4629180792671596e-9  // 2π / 2³²
    let y = x * x
    var sine: Float = -0.000195876390987
    sine = sine * y + 0.00833274710466
    sine = sine * y - 0.166666646563
    sine = x + x * (y * sine)
    var cosine: Float = 2.45476897725e-5
    cosine = cosine * y - 0.00138883018676
    cosine = cosine * y + 0.0416666646535
    cosine = 1 - 0.5 * y + y * y * cosine
    // Quadrants 1 and 3 exchange sine and cosine; the signs follow the quadrant's two bits.
    let swap = quadrant & 1
    let c = swap == 0 ? cosine : sine
    let s2 = swap == 0 ? sine : cosine
    let negativeCosine = ((quadrant &+ 1) & 2) &<< 30
    let negativeSine = (quadrant & 2) &<< 30
    return (
      radius * Float(bitPattern: c.bitPattern ^ negativeCosine),
      radius * Float(bitPattern: s2.bitPattern ^ negativeSine)
    )
  }

  /// The same in double precision, from two 64-bit words.
  @inline(__always)
  static func boxMuller(_ radiusWord: UInt64, _ angleWord: UInt64) -> (Double, Double) {
    let high = Double(Int32(bitPattern: UInt32(truncatingIfNeeded: radiusWord &>> 33)))
    let low = Double(Int64(bitPattern: radiusWord & 0x1_FFFF_FFFF))
    let u = (high * 0x1p33 + (low + 0.5)) * 0x1p-64
    let offset = u.bitPattern &- 0x3FE6_A09E_667F_3BCD
    let k = Int64(bitPattern: offset) &>> 52
    let f = Double(bitPattern: u.bitPattern &- UInt64(bitPattern: k &<< 52)) - 1
    let s = f / (2 + f)
    let z = s * s
    var p: Double = 0.14617807153417324964
    p = p * z + 0.15331611722055007885
    p = p * z + 0.18182892432536871201
    p = p * z + 0.22222211089379496214
    p = p * z + 0.28571428626253837606
    p = p * z + 0.39999999999898890514
    p = p * z + 0.66666666666666697077
    let half = 0.5 * f * f
    let n = Double(Int32(truncatingIfNeeded: k))
    let log = n * 0x1.62e42feep-1 - ((half - (s * (half + z * p) + n * 1.9082149292705877e-10)) - f)
    let square = -2 * log
    let radius = (square > 0 ? square : 0).squareRoot()

    let quadrant = (angleWord &+ 0x2000_0000_0000_0000) &>> 62
    let rest = Int64(bitPattern: angleWord &- (quadrant &<< 62))
    // 53 of the 62 bits, so that the conversion is exact.
    let x = Double(rest &>> 9) * 1.743934249004316e-16  // 2π / 2⁵⁵
    let y = x * x
    var sine: Double = -7.5866368828251596492e-13
    sine = sine * y + 1.6058530596645954712e-10
    sine = sine * y - 2.5052106225994400694e-8
    sine = sine * y + 2.755731921932057977e-6
    sine = sine * y - 0.00019841269841265041047
    sine = sine * y + 0.008333333333333331481
    sine = sine * y - 0.16666666666666666665
    sine = x + x * (y * sine)
    var cosine: Double = -1.1382544645349250436e-11
    cosine = cosine * y + 2.0876145049413179088e-9
    cosine = cosine * y - 2.7557317265878080043e-7
    cosine = cosine * y + 0.000024801587298754401173
    cosine = cosine * y - 0.0013888888888887389773
    cosine = cosine * y + 0.041666666666666665381
    cosine = 1 - 0.5 * y + y * y * cosine
    let swap = quadrant & 1
    let c = swap == 0 ? cosine : sine
    let s2 = swap == 0 ? sine : cosine
    let negativeCosine = ((quadrant &+ 1) & 2) &<< 62
    let negativeSine = (quadrant & 2) &<< 62
    return (
      radius * Double(bitPattern: c.bitPattern ^ negativeCosine),
      radius * Double(bitPattern: s2.bitPattern ^ negativeSine)
    )
  }
}
