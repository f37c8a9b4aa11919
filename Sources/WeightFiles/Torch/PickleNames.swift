/// The names that weights need, by which PyTorch, NumPy and Python rebuild plain data.
///
/// They are never called either; a name outside this list is told to the user.
enum PickleNames {
  static func isHarmless(module: String, name: String) -> Bool {
    if exact[module]?.contains(name) == true { return true }
    // Classes only, and no path through another module's names ("nn.Module.forward.__globals__").
    guard let first = name.first, first.isUppercase, !name.contains(".") else { return false }
    return prefixes.contains { module == $0 || module.hasPrefix($0 + ".") }
  }

  private static let prefixes = [
    "torch.nn.modules", "torch.nn.parameter", "torch.optim", "__torch__",
  ]

  private static let exact: [String: Set<String>] = [
    "torch._utils": [
      "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_parameter",
      "_rebuild_parameter_with_state", "_rebuild_sparse_tensor", "_rebuild_qtensor",
      "_rebuild_meta_tensor_no_storage", "_rebuild_device_tensor_from_numpy",
    ],
    "torch._tensor": ["_rebuild_from_type_v2", "_rebuild_from_type"],
    "torch": Set([
      "Size", "device", "dtype", "Tensor", "Generator", "per_tensor_affine", "per_channel_affine",
    ]).union(TorchTypes.storages.keys),
    "torch.serialization": ["_get_layout"],
    "torch.storage": ["UntypedStorage", "TypedStorage", "_TypedStorage"],
    "torch.jit._pickle": [
      "build_intlist", "build_doublelist", "build_boollist", "build_tensorlist",
    ],
    "collections": ["OrderedDict", "defaultdict", "Counter", "deque"],
    "__builtin__": builtins, "builtins": builtins,
    "argparse": ["Namespace"],
    "types": ["SimpleNamespace"],
    "pathlib": ["Path", "PosixPath", "PurePosixPath", "WindowsPath"],
    "datetime": ["datetime", "date", "timedelta"],
    "numpy": ["dtype", "ndarray"],
    "numpy.core.multiarray": ["scalar", "_reconstruct"],
    "numpy._core.multiarray": ["scalar", "_reconstruct"],
    "_codecs": ["encode"],
    "copyreg": ["_reconstructor"], "copy_reg": ["_reconstructor"],
  ]

  private static let builtins: Set<String> = [
    "set", "frozenset", "list", "dict", "tuple", "int", "float", "bool", "complex", "str", "bytes",
    "bytearray", "slice", "range", "object", "long", "unicode",
  ]
}
