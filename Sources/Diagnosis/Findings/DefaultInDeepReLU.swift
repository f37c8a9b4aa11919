extension Finding {
  /// PyTorch's default in a deep net of ReLUs: each layer keeps a sixth of the mean square.
  static func defaultInDeepReLU(
    _ file: FileDiagnosis, _ propagation: ChainPropagation?
  ) -> [Finding] {
    guard let propagation, propagation.activation == "relu" else { return [] }
    let names = Set(propagation.layers.map(\.weight))
    let defaults = file.tensors.filter { names.contains($0.name) && $0.law.names.contains("torch-default") }
    guard defaults.count >= 3, 2 * defaults.count > propagation.layers.count else { return [] }
    return [
      Finding(
        "default-in-deep-relu", .warning, defaults.map(\.name),
        "\(defaults.count) layers keep PyTorch's default U(±1/√in) before ReLU: its standard deviation is 1/√6 of He's, so that each layer multiplies the root mean square of signals by about 0.41 where nothing else holds them.",
        change:
          "for m in model.modules(): if isinstance(m, torch.nn.Linear): torch.nn.init.kaiming_normal_(m.weight, nonlinearity='relu'); torch.nn.init.zeros_(m.bias)",
        reference: "https://github.com/pytorch/pytorch/issues/15314")
    ]
  }
}
