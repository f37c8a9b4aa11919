#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sends signals forward and gradients backward through fresh random networks and measures them.
///
/// Same request, same result, to the last bit, whatever the machine and the number of jobs.
///
/// - Throws: `PropagationError` for a request out of range, for an exact sampler where it is not
///   valid, and for one that would not fit into memory; `CancellationError`.
public func propagate(_ request: PropagationRequest) async throws -> PropagationResult {
  try await propagate([request])[0]
}

/// What the machine offers: it decides how much runs at a time, never what comes out.
enum Machine {
  /// Processor cores.
  static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Bytes of memory.
  static let memory =
    Double(max(1, sysconf(Int32(_SC_PHYS_PAGES)))) * Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
}
