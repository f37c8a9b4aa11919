extension Finding {
  /// Memory that was never written: magnitudes beyond all use.
  static func garbage(_ file: FileDiagnosis) -> [Finding] {
    file.tensors.filter(\.isGarbage).map { tensor in
      Finding(
        "garbage", .error, [tensor.name],
        "The largest number is \(Digits.significant(tensor.moments.largestMagnitude, 2)): these are random bits, as torch.empty leaves them. It was allocated and never initialised.",
        change: "initialise it, for example torch.nn.init.zeros_(p)")
    }
  }
}
