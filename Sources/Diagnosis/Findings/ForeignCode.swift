extension Finding {
  /// A pickle that calls more than tensors need; nothing was called here.
  static func foreignCode(_ file: FileDiagnosis) -> [Finding] {
    file.notes.compactMap { note in
      guard case .foreignCode(let call) = note else { return nil }
      return Finding(
        "foreign-code", .error, [],
        "Loading this file with pickle would call \(call); it was not called here.",
        change:
          "do not load it with torch.load(weights_only=False); ask its author for safetensors")
    }
  }
}
