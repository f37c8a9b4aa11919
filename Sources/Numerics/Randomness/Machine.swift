#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the machine offers: it decides how much runs at a time, never what comes out.
package enum Machine {
  /// Processor cores.
  package static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Bytes of memory.
  package static let memory =
    Double(max(1, sysconf(Int32(_SC_PHYS_PAGES)))) * Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
}
