import Testing

/// Ends the test, or the case of a test with arguments, as skipped, with its reason in the runner's
/// output: a test that returns instead would count as passed.
///
/// For what only a running test can know, such as whether a mount is allowed; what can be known before
/// belongs into the test's traits.
public func skip(_ reason: String) throws -> Never {
  #if compiler(>=6.3)
    try Test.cancel(Comment(rawValue: reason))
  #else
    // Older runners have no way to end a test but failing.
    throw Skipped(reason: reason)
  #endif
}

#if compiler(<6.3)
  private struct Skipped: Error { let reason: String }
#endif
