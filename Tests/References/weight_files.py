#!/usr/bin/env python3
"""Writes small checkpoints by the libraries that people write them with, and what is in them.

Run twice, from anywhere; the files land in Tests/WeightFilesTests/Fixtures:

    python3 weight_files.py            numpy, safetensors, h5py, onnx, gguf, ml_dtypes from PyPI
    python3 weight_files.py torch      any PyTorch (1.13 of Debian's python3-torch wrote the committed ones)

`truth.json` and `truth-torch.json` list, for each file, every tensor's name, shape, type and the CRC-32
of its values as little-endian float64: bit for bit what the libraries read.
`hostile.json` has for each malformed file the sentence that a reader should say; these files are put
together byte by byte here.
"""
import io
import json
import os
import pickle
import struct
import sys
import types
import zipfile
import zlib

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "WeightFilesTests", "Fixtures")
RNG = np.random.default_rng(20)
TRUTH = {}


def path(name):
    full = os.path.join(OUT, name)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def tensor(name, kind, values):
    values = np.asarray(values)
    flat = np.ascontiguousarray(values).astype("<f8")
    # Every NaN is one: which bits a conversion leaves is not what is tested.
    flat[np.isnan(flat)] = 0.0
    return {
        "name": name,
        "shape": list(values.shape),
        "type": kind,
        "crc": zlib.crc32(flat.tobytes()),
        "nan": int(np.isnan(values.astype("<f8")).sum()),
    }


def unread(name, kind, shape):
    return {"name": name, "shape": list(shape), "type": kind}


def truth(name, form, tensors, **more):
    TRUTH[name] = {"format": form, "tensors": tensors, **more}


def safetensors_file():
    import ml_dtypes
    from safetensors.numpy import save_file

    half = np.arange(65536, dtype=np.uint32).astype(np.uint16).view(np.float16)[::7].copy()
    arrays = {
        "f64": RNG.standard_normal((3, 5)),
        "f32": RNG.standard_normal((7, 4)).astype("f4"),
        "f16": half,
        "scalar": np.array(2.5, "f4"),
        "empty": np.zeros((0, 3), "f4"),
        "i8": np.array([-128, 127], "i1"),
        "i16": np.array([-32768, 32767], "i2"),
        "i32": np.array([-(2**31), 2**31 - 1], "i4"),
        "i64": np.array([-(2**53), 2**53], "i8"),
        "u8": np.array([0, 255], "u1"),
        "u16": np.array([0, 65535], "u2"),
        "u32": np.array([0, 2**32 - 1], "u4"),
        "u64": np.array([0, 2**53], "u8"),
        "bool": np.array([True, False, True]),
    }
    kinds = {"scalar": "F32", "empty": "F32"}
    raw = {
        "bf16": np.arange(0, 65536, 5, dtype=np.uint32).astype("<u2").view(ml_dtypes.bfloat16),
        "e4m3": np.arange(256, dtype=np.uint8).view(ml_dtypes.float8_e4m3fn),
        "e5m2": np.arange(256, dtype=np.uint8).view(ml_dtypes.float8_e5m2),
    }
    names = {"bf16": "BF16", "e4m3": "F8_E4M3", "e5m2": "F8_E5M2"}
    entries = [(k, kinds.get(k, k.upper()), v) for k, v in arrays.items()]
    entries += [(k, names[k], v) for k, v in raw.items()]
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, kind, v in entries:
        b = v.tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(v.shape),
            "data_offsets": [len(data), len(data) + len(b)],
        }
        data += b
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with open(path("types.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head + data)
    truth(
        "types.safetensors", "safetensors",
        [tensor(n, k, v) for n, k, v in entries], convention="outputsFirst")

    # The library's own writer, and two shards with their index.
    w = {f"layers.{i}.weight": RNG.standard_normal((4, 6)).astype("f4") for i in range(4)}
    save_file({k: w[k] for k in list(w)[:2]}, path("sharded/model-00001-of-00002.safetensors"))
    save_file({k: w[k] for k in list(w)[2:]}, path("sharded/model-00002-of-00002.safetensors"))
    index = {
        "metadata": {"total_size": 384},
        "weight_map": {k: f"model-0000{1 + i // 2}-of-00002.safetensors" for i, k in enumerate(w)},
    }
    with open(path("sharded/model.safetensors.index.json"), "w") as f:
        json.dump(index, f)
    truth(
        "sharded/model.safetensors.index.json", "shardIndex",
        [tensor(k, "F32", v) for k, v in w.items()])


def numpy_files():
    a = RNG.standard_normal((6, 5, 4)).astype("f4")
    files = {
        "c.npy": (a, "F32"),
        "fortran.npy": (np.asfortranarray(a), "F32"),
        "big.npy": (a.astype(">f4"), "F32"),
        "big-double.npy": (a.astype(">f8"), "F64"),
        "half.npy": (a.astype("<f2"), "F16"),
        "scalar.npy": (np.array(3.25), "F64"),
        "big-integers.npy": (np.array([-5, 70000], ">i4"), "I32"),
    }
    for name, (v, kind) in files.items():
        np.save(path("numpy/" + name), v)
        truth("numpy/" + name, "numpy", [tensor(name[:-4], kind, v)])
    arrays = {"fc/weight": a, "fc/bias": np.zeros(5, "f4"), "order": np.asfortranarray(a[0])}
    for name, save in [("stored", np.savez), ("deflated", np.savez_compressed)]:
        save(path(f"numpy/{name}.npz"), **arrays)
        truth(
            f"numpy/{name}.npz", "numpyZip", [tensor(k, "F32", v) for k, v in arrays.items()])
    # Streams into a zip have no sizes in their local headers.
    zipped = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self):
            return True

        def write(self, b):
            return zipped.write(b)

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as z:
        one = io.BytesIO()
        np.save(one, a)
        z.writestr("streamed.npy", one.getvalue())
    open(path("numpy/streamed.npz"), "wb").write(zipped.getvalue())
    truth("numpy/streamed.npz", "numpyZip", [tensor("streamed", "F32", a)])


def hdf5_files():
    import h5py
    import ml_dtypes

    def listed(name, kinds={}, form="hdf5", **more):
        found = []
        codes = {"f8": "F64", "f4": "F32", "f2": "F16", "i4": "I32", "i8": "I64", "u1": "U8"}
        with h5py.File(path(name), "r") as f:

            def visit(n, x):
                if not isinstance(x, h5py.Dataset):
                    return
                v, kind = x[()], kinds.get(n)
                if kind == "BF16":
                    v = np.asarray(v).view(ml_dtypes.bfloat16)
                if kind is None:
                    kind = "BOOL" if x.dtype == bool else codes[x.dtype.str[1:]]
                found.append(tensor(n, kind, v))

            f.visititems(visit)
        truth(name, form, found, **more)

    a = RNG.standard_normal((37, 23)).astype("f4")
    with h5py.File(path("hdf5/layouts.h5"), "w") as f:
        f.create_dataset("contiguous", data=a)
        f.create_dataset("chunked", data=a, chunks=(8, 5))
        f.create_dataset("gzip", data=a, chunks=(8, 23), compression="gzip")
        f.create_dataset("all", data=a, chunks=(10, 7), compression="gzip", shuffle=True,
                         fletcher32=True)
        f.create_dataset("line", data=a[:, 0], chunks=(4,), fletcher32=True)
        f.create_dataset("cube", data=a[:36, :20].reshape(9, 8, 10), chunks=(2, 3, 4), shuffle=True)
        f.create_dataset("grows", data=a, chunks=(64, 64), maxshape=(None, None))
        f.create_dataset("unwritten", (5, 4), "f4", fillvalue=1.5)
        holes = f.create_dataset("holes", (20, 20), "f4", chunks=(5, 5), fillvalue=-2)
        holes[3:7, 11:13] = 4
        f.create_dataset("big", data=a.astype(">f8"))
        f.create_dataset("half", data=a.astype("f2"))
        f.create_dataset("scalar", data=np.float64(7.5))
        f.create_dataset("integers", data=np.arange(5, dtype=">i4"))
        f.create_dataset("truth", data=np.array([True, False]))
        f.create_dataset("none", data=np.zeros((0, 4), "f4"))
        small = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        small.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((3,))
        h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F32LE, space, small).write(
            space, space, np.array([1, 2, 3], "f4"))
    listed("hdf5/layouts.h5")
    with h5py.File(path("hdf5/filters.h5"), "w") as f:
        f.create_dataset("all", data=a[:5, :6], chunks=(3, 4), compression="gzip", shuffle=True,
                         fletcher32=True)
    listed("hdf5/filters.h5")
    # As Keras writes: groups of groups, bfloat16 as raw bytes with an attribute, configuration.
    with h5py.File(path("hdf5/groups.h5"), "w") as f:
        f.attrs["model_config"] = '{"class_name": "Sequential"}'
        for i in range(60):
            f.create_dataset(f"layers/dense_{i}/vars/0", data=np.full((2, 2), i, "f4"))
        brain = f.create_dataset(
            "layers/brain/vars/0", data=RNG.standard_normal(9).astype(ml_dtypes.bfloat16).view("V2"))
        brain.attrs["dtype"] = "bfloat16"
        f["twice"] = f["layers/dense_3/vars/0"]
        f["circle"] = f["layers"]
        f["soft"] = h5py.SoftLink("/layers/dense_4")
    found = []
    with h5py.File(path("hdf5/groups.h5"), "r") as f:
        def visit(n):
            x = f[n]
            if isinstance(x, h5py.Dataset):
                v = x[()]
                brain = x.dtype.kind == "V"
                found.append(tensor(n, "BF16" if brain else "F32",
                                    v.view(ml_dtypes.bfloat16) if brain else v))
        names = []
        f["layers"].visit(lambda n: names.append("circle/" + n))
        for n in sorted(names):
            visit(n)
        visit("twice")
    truth("hdf5/groups.h5", "hdf5", found, configuration='{"class_name": "Sequential"}')
    with h5py.File(path("hdf5/new.h5"), "w", libver="v108") as f:
        f.create_dataset("a", data=a[:5])
        f.create_dataset("g/h/b", data=a[:, :2], chunks=(9, 2), compression="gzip")
        f.attrs["model_config"] = np.bytes_(b'{"fixed": true}')
    listed("hdf5/new.h5", configuration='{"fixed": true}')
    with h5py.File(path("hdf5/userblock.h5"), "w", userblock_size=1024) as f:
        f.create_dataset("a", data=a[:5])
    listed("hdf5/userblock.h5")
    # A small model.keras with its HDF5 deflated, which Keras does not do but zip programs may.
    with h5py.File(path("hdf5/tiny.h5"), "w") as f:
        f.create_dataset("layers/dense/vars/0", data=a[:3, :2])
    tensors = [tensor("layers/dense/vars/0", "F32", a[:3, :2])]
    truth("hdf5/tiny.h5", "hdf5", tensors)
    for name, kind in [("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)]:
        with zipfile.ZipFile(path(f"hdf5/{name}.keras"), "w", kind) as z:
            z.writestr("metadata.json", "{}")
            z.writestr("config.json", '{"class_name": "Functional"}')
            z.write(path("hdf5/tiny.h5"), "model.weights.h5")
        truth(f"hdf5/{name}.keras", "keras", tensors,
              configuration='{"class_name": "Functional"}')


def onnx_file():
    import ml_dtypes
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    w = RNG.standard_normal((4, 3)).astype("f4")
    half = w.astype("f2")
    made = [
        (numpy_helper.from_array(w, "raw"), "F32", w),
        (helper.make_tensor("floats", TensorProto.FLOAT, (4, 3), w.ravel()), "F32", w),
        (helper.make_tensor("halves", TensorProto.FLOAT16, (4, 3), half.ravel()), "F16", half),
        (helper.make_tensor("doubles", TensorProto.DOUBLE, (2,), [0.1, -1e300]), "F64",
         np.array([0.1, -1e300])),
        (helper.make_tensor("longs", TensorProto.INT64, (3,), [-1, 2, 2**40]), "I64",
         np.array([-1, 2, 2**40])),
        (helper.make_tensor("ints", TensorProto.INT32, (3,), [-7, 0, 7]), "I32",
         np.array([-7, 0, 7])),
        (helper.make_tensor("bytes", TensorProto.INT8, (2,), [-3, 3]), "I8", np.array([-3, 3])),
        (helper.make_tensor("truths", TensorProto.BOOL, (2,), [True, False]), "BOOL",
         np.array([True, False])),
        (numpy_helper.from_array(w.astype(ml_dtypes.bfloat16), "brain"), "BF16",
         w.astype(ml_dtypes.bfloat16)),
        (numpy_helper.from_array(w.astype(ml_dtypes.float8_e4m3fn), "eight"), "F8_E4M3",
         w.astype(ml_dtypes.float8_e4m3fn)),
    ]
    inner_weight = numpy_helper.from_array(w[0], "inner")
    inner = helper.make_graph(
        [helper.make_node("Identity", ["inner"], ["y"])], "inner", [],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3])], [inner_weight])
    constant = numpy_helper.from_array(w[1], "")
    nodes = [
        helper.make_node("Constant", [], ["fixed"], value=constant),
        helper.make_node("Gemm", ["x", "raw"], ["h"], name="first", transB=1, alpha=0.5),
        helper.make_node("Conv", ["h", "floats"], ["c"], pads=[1, 2, 3, 4]),
        helper.make_node("If", ["truths"], ["y"], then_branch=inner, else_branch=inner),
    ]
    outside = numpy_helper.from_array(w * 2, "outside")
    graph = helper.make_graph(nodes, "g", [], [], [t for t, _, _ in made])
    model = helper.make_model(graph, producer_name="weight_files.py")
    onnx.save(model, path("onnx/model.onnx"))
    tensors = [tensor("fixed", "F32", w[1])]
    tensors += [tensor("inner", "F32", w[0])] * 2
    tensors += [tensor(t.name, k, v) for t, k, v in made]
    truth(
        "onnx/model.onnx", "onnx", tensors,
        nodes=["Constant", "Gemm", "Conv", "Identity", "Identity", "If"])
    graph = helper.make_graph([], "g", [], [], [outside])
    onnx.save(helper.make_model(graph), path("onnx/external.onnx"), save_as_external_data=True,
              location="external.data", size_threshold=0)
    truth("onnx/external.onnx", "onnx", [tensor("outside", "F32", w * 2)])


def gguf_file():
    import gguf
    import ml_dtypes

    a = RNG.standard_normal((6, 32)).astype("f4")
    writer = gguf.GGUFWriter(path("gguf/model.gguf"), "llama")
    writer.add_string("general.name", "small")
    writer.add_array("tokens", ["a", "bc", ""])
    writer.add_array("numbers", [1, 2, 3])
    writer.add_float32("rope", 1e4)
    writer.add_tensor("blk.0.weight", a)
    writer.add_tensor("blk.0.half", a[:3].astype("f2"))
    brain = a[:2].astype(ml_dtypes.bfloat16)
    writer.add_tensor("blk.0.brain", brain.view(np.uint16).view(np.uint8).reshape(2, 64),
                      raw_dtype=gguf.GGMLQuantizationType.BF16)
    packed = gguf.quants.quantize(a, gguf.GGMLQuantizationType.Q8_0)
    writer.add_tensor("blk.0.packed", packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    truth(
        "gguf/model.gguf", "gguf",
        [tensor("blk.0.weight", "F32", a), tensor("blk.0.half", "F16", a[:3].astype("f2")),
         tensor("blk.0.brain", "BF16", brain), unread("blk.0.packed", "Q8_0", a.shape)])


def torch_like_files():
    """Files of PyTorch that need its newer versions or another machine, made by hand."""
    import ml_dtypes

    torch = types.ModuleType("torch")
    utils = types.ModuleType("torch._utils")
    storage = types.ModuleType("torch.storage")
    sys.modules.update({"torch": torch, "torch._utils": utils, "torch.storage": storage})

    def named(module, name):
        def function(*_):
            return None
        function.__module__, function.__qualname__, function.__name__ = module.__name__, name, name
        setattr(module, name, function)
        return function

    class Call:
        def __init__(self, callee, *arguments):
            self.reduced = (callee, arguments)

        def __reduce__(self):
            return self.reduced

    class Storage:
        def __init__(self, *parts):
            self.parts = parts

    class Pickler(pickle._Pickler):
        def persistent_id(self, x):
            return x.parts if isinstance(x, Storage) else None

        def save_global(self, x, name=None):
            self.write(pickle.GLOBAL + f"{x.__module__}\n{x.__name__}\n".encode())
            self.memoize(x)

    def dump(x):
        b = io.BytesIO()
        Pickler(b, 2).dump(x)
        return b.getvalue()

    third = named(utils, "_rebuild_tensor_v3")
    second = named(utils, "_rebuild_tensor_v2")
    untyped = named(storage, "UntypedStorage")
    floats = named(torch, "FloatStorage")
    eight = RNG.standard_normal((4, 3)).astype(ml_dtypes.float8_e5m2)
    kind = named(torch, "float8_e5m2")
    # A dtype is a bare name in a pickle, as functions are.
    data = {
        "w": Call(third, Storage("storage", untyped, "0", "cpu", 12), 0, (4, 3), (3, 1), False, {},
                  kind),
    }
    with zipfile.ZipFile(path("torch/eight.pt"), "w") as z:
        z.writestr("eight/data.pkl", dump(data))
        z.writestr("eight/byteorder", "little")
        z.writestr("eight/data/0", eight.tobytes())
    truth("torch/eight.pt", "torchZip", [tensor("w", "F8_E5M2", eight)])
    a = RNG.standard_normal((4, 3)).astype("f4")
    view = {
        "w": Call(second, Storage("storage", floats, "0", "cpu", 12), 0, (4, 3), (3, 1), False, {}),
        "t": Call(second, Storage("storage", floats, "0", "cpu", 12), 1, (2, 4), (1, 3), False, {}),
    }
    for name, order, kind in [
        ("big", ">f4", zipfile.ZIP_STORED), ("deflated", "<f4", zipfile.ZIP_DEFLATED)]:
        with zipfile.ZipFile(path(f"torch/{name}.pt"), "w", kind) as z:
            z.writestr("x/data.pkl", dump(view))
            z.writestr("x/byteorder", "big" if order[0] == ">" else "little")
            z.writestr("x/data/0", a.astype(order).tobytes())
        truth(f"torch/{name}.pt", "torchZip",
              [tensor("w", "F32", a), tensor("t", "F32", a[:, 1:].T)])
    return dump, Call, Storage, named, second, floats


def hostile_files(tools):
    dump, Call, Storage, named, second, floats = tools
    said = {}

    def write(name, content, sentence):
        full = path("hostile/" + name)
        open(full, "wb").write(content if isinstance(content, bytes) else content.encode())
        said[name] = sentence

    def safe(header, data=b""):
        head = header if isinstance(header, bytes) else json.dumps(header).encode()
        return struct.pack("<Q", len(head)) + head + data

    def entry(shape, begin, end, kind="F32"):
        return {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}

    forged = "; the file is damaged or forged."
    cut = "; the copy was cut off: fetch it again."
    plain = ("; save plain tensors: "
             "safetensors.torch.save_file(model.state_dict(), 'model.safetensors').")

    def start(header):
        return 8 + len(json.dumps(header).encode())

    h = {"a": entry([4], 0, 16)}
    write("truncated.safetensors", safe(h, bytes(10)), " ends 6 bytes before the end of 'a'" + cut)
    h = {"a": entry([4], 0, 16), "b": entry([4], 12, 28)}
    s = start(h)
    write("overlap.safetensors", safe(h, bytes(28)),
          f": bytes {s + 12} … {s + 16} belong to both 'a' and 'b'" + forged)
    h = {"a": entry([4], 0, 16), "b": entry([2], 20, 28)}
    s = start(h)
    write("hole.safetensors", safe(h, bytes(28)),
          f": bytes {s + 16} … {s + 20} belong to no tensor" + forged)
    h = {"a": entry([4], 0, 16)}
    s = start(h)
    write("rest.safetensors", safe(h, bytes(19)),
          f": bytes {s + 16} … {s + 19} belong to no tensor" + forged)
    h = {"a": entry([2, 3], 0, 16)}
    write("shape.safetensors", safe(h, bytes(16)),
          f": 'a' of shape [2, 3] and type F32 needs 24 bytes and has 16 (byte {start(h)})" + forged)
    h = {"a": entry([2**40, 2**40], 0, 16)}
    write("overflow.safetensors", safe(h, bytes(16)),
          f": 'a' has the shape [{2**40}, {2**40}], more elements than can be counted"
          f" (byte {start(h)})" + forged)
    h = {"a": entry([-1, 4], 0, 16)}
    write("negative.safetensors", safe(h, bytes(16)), f": 'a' has a size of -1 (byte {start(h)})" + forged)
    one = json.dumps(entry([1], 0, 4))
    write("duplicate.safetensors", safe(f'{{"a": {one}, "a": {one}}}'.encode(), bytes(4)),
          " has two entries of the name 'a'" + forged)
    write("json.safetensors", safe(b'{"a": {"dtype": "F32", "shape": [2'),
          ": the header is not JSON: it ends too early (byte 42).")
    write("fraction.safetensors", safe(b'{"a": {"dtype": "F32", "shape": [2.5]'),
          ": the header is not JSON: 2.5 is not an integer of 64 bits (byte 44).")
    write("nested.safetensors", safe(b'{"a": {"x": ' + b"[" * 2000),
          ": the header is not JSON: more than 512 brackets inside each other (byte 533).")
    write("header.safetensors", struct.pack("<Q", 2**62) + b"{}",
          f": the header is said to have {2**62} bytes, where at most 2 are possible (byte 0).")
    write("long.safetensors", struct.pack("<Q", 1000) + b"{}",
          " ends 998 bytes before the end of the header" + cut)
    write("empty.safetensors", b"", " is empty" + cut)
    write("page.safetensors", "<!DOCTYPE html><html><body>Repository not found</body></html>",
          " is a web page, not weights (\"<!DOCTYPE html>\"); the download was refused: look at the"
          " address, and whether a login is asked for.")
    write("lfs.safetensors",
          "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 548105171\n",
          " is a Git LFS pointer: the weights (548105171 bytes) were not fetched; run 'git lfs pull'.")
    write("noise.bin", bytes([200, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
          " is of no known format (it begins with c8 01 02 03 04 05 06 07); save the weights as"
          " safetensors: safetensors.torch.save_file(model.state_dict(), 'model.safetensors').")
    write("packed.bin", bytes([0x1F, 0x8B, 8, 0]), " is compressed by gzip, which is not read; unpack it first.")
    write("model.pdparams", b"\xffpaddle",
          " is a PaddlePaddle checkpoint, which is not read; save arrays: "
          "numpy.savez('model.npz', **{k: v.numpy() for k, v in model.state_dict().items()}).")
    write("traversal.index.json", '{"weight_map": {"a": "../secret.safetensors"}}',
          ": the shard '../secret.safetensors' is not in the folder of its index;"
          " an index may only name files beside it.")
    write("missing.index.json", '{"weight_map": {"a": "missing.safetensors"}}',
          ": the shard 'missing.safetensors' is missing; fetch every file that the index names.")
    write("elsewhere.index.json", '{"weight_map": {"z": "good.safetensors"}}',
          ": 'z' is not in 'good.safetensors', where the index puts it.")
    h = {"a": entry([1], 0, 4)}
    open(path("hostile/good.safetensors"), "wb").write(safe(h, bytes(4)))
    write("settings.json", '{"hidden_act": "gelu"}',
          " is JSON without a weight_map, neither weights nor their index, which is not read;"
          " name the file of weights itself.")

    # Pickles that call things. None of them must ever be loaded by Python.
    call = b"cposix\nsystem\nX\x07\x00\x00\x00touch x\x85R."
    named_call = " would call posix.system when loaded; nothing was run here" + plain

    def zipped(members, kind=zipfile.ZIP_STORED):
        b = io.BytesIO()
        with zipfile.ZipFile(b, "w", kind) as z:
            for n, c in members:
                z.writestr(zipfile.ZipInfo(n, (2020, 1, 1, 0, 0, 0)), c, kind)
        return b.getvalue()

    write("evil.pt", zipped([("x/data.pkl", b"\x80\x02" + call)]), named_call)
    write("plain.pkl", b"\x80\x02" + call, named_call)
    write("instance.pkl", b"\x80\x02(X\x07\x00\x00\x00touch xiposix\nsystem\n.", named_call)
    write("stacked.pkl", b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x07touch x\x85R.", named_call)
    write("object.pkl", b"\x80\x02(cposix\nsystem\nX\x07\x00\x00\x00touch xo.", named_call)
    write("path.pkl",
          b"\x80\x04\x8c\x10torch.nn.modules\x8c\x0fModule.__init__\x93)R.",
          " would call torch.nn.modules.Module.__init__ when loaded; nothing was run here" + plain)
    write("list.pkl", pickle.dumps([1, 2, 3], 2),
          " is a pickle that torch.save did not write, which is not read" + plain)
    write("extension.pkl", b"\x80\x02\x82\x01.",
          ": the pickle uses EXT1, which weights do not need (byte 3)" + plain)
    view = {"w": Call(second, Storage("storage", floats, "0", "cpu", 12), 4, (4, 3), (3, 1), False, {})}
    write("outside.pt", zipped([("x/data.pkl", dump(view)), ("x/data/0", bytes(48))]),
          ": 'w' of shape [4, 3], strides [3, 1] and offset 4 leaves its storage of 12 elements.")
    view = {"w": Call(second, Storage("storage", floats, "0", "cpu", 1), 0, (2**40,), (0,), False, {})}
    write("repeated.pt", zipped([("x/data.pkl", dump(view)), ("x/data/0", bytes(4))]),
          f": 'w' would unpack to {2**42} bytes from 4" + forged)
    view = {"w": Call(second, Storage("storage", floats, "7", "cpu", 1), 0, (1,), (1,), False, {})}
    write("lost.pt", zipped([("x/data.pkl", dump(view)), ("x/data/0", bytes(4))]),
          ": the storage 'x/data/7' of 'w' is missing.")

    # Arrays and archives.
    b = io.BytesIO()
    np.save(b, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    write("object.npy", b.getvalue(),
          " holds Python objects, which only running them could read; save plain numbers:"
          " np.save(path, array, allow_pickle=False).")
    b = io.BytesIO()
    np.save(b, np.zeros(2, dtype=[("x", "f4"), ("y", "f4")]))
    write("records.npy", b.getvalue(),
          ": it is an array of records; save each field on its own: numpy.savez('model.npz', **arrays).")
    b = io.BytesIO()
    np.save(b, np.zeros(9, "f4"))
    write("short.npy", b.getvalue()[:-5], " ends 5 bytes before the end of 'short'" + cut)
    archive = zipped([("a.npy", b.getvalue())])
    name = b"a.npy"
    middle = archive.index(b"PK\x01\x02")
    end = archive.index(b"PK\x05\x06")
    line = archive[middle:end]
    twice = line + line.replace(name, b"b.npy")
    forged_end = archive[end:end + 8] + struct.pack("<HHII", 2, 2, len(twice), middle) + b"\0\0"
    write("quine.npz", archive[:middle] + twice + forged_end,
          f": bytes 0 … {middle} belong to both 'a.npy' and 'b.npy'" + forged)
    same = line + line
    forged_end = archive[end:end + 8] + struct.pack("<HHII", 2, 2, len(same), middle) + b"\0\0"
    write("twice.npz", archive[:middle] + same + forged_end,
          " has two entries of the name 'a.npy'" + forged)
    locked = bytearray(archive)
    locked[middle + 8] |= 1
    write("locked.npz", bytes(locked), ": 'a.npy' is encrypted; unpack it with its password first.")
    other = bytearray(archive)
    other[middle + 10] = 93
    write("method.npz", bytes(other),
          ": 'a.npy' is compressed by method 93, not by deflate; pack it again with 'zip'.")
    bomb = bytearray(zipped([("a.npy", bytes(100_000))], zipfile.ZIP_DEFLATED))
    place = bomb.index(b"PK\x01\x02")
    bomb[place + 24:place + 28] = struct.pack("<I", 4_000_000_000)
    packed = struct.unpack("<I", bomb[place + 20:place + 24])[0]
    write("bomb.npz", bytes(bomb),
          f": 'a' would unpack to 4000000000 bytes from {packed} (byte 35)" + forged)
    write("tail.npz", archive[:-4], ": the zip directory at the end is missing" + cut)

    # HDF5, ONNX, GGUF.
    whole = open(path("hdf5/tiny.h5"), "rb").read()
    size = struct.unpack("<Q", whole[40:48])[0]
    write("cut.h5", whole[:-100], f" ends {100 - (len(whole) - size)} bytes before the end of the data" + cut)
    damaged = bytearray(whole)
    damaged[8] = 9
    again = "; write it again with h5py's default libver, or save the weights as safetensors."
    write("version.h5", bytes(damaged), ": its superblock is of version 9 (byte 8)" + again)
    loop = bytearray(whole)
    # The root group's tree of one leaf points to itself, as if it were two levels high.
    tree = loop.index(b"TREE")
    loop[tree + 5] = 1
    loop[tree + 32:tree + 40] = struct.pack("<Q", tree)
    write("loop.h5", bytes(loop), f": a tree's levels are out of order (byte {tree + 6}).")
    import h5py
    with h5py.File(path("hostile/dense.h5"), "w", libver="latest") as f:
        for i in range(40):
            f.create_dataset(f"d{i}", data=np.zeros(1, "f4"))
    said["dense.h5"] = None
    with h5py.File(path("hostile/lzf.h5"), "w") as f:
        f.create_dataset("a", data=np.zeros((4, 4), "f4"), compression="lzf")
    said["lzf.h5"] = None
    with h5py.File(path("hostile/nothing.h5"), "w") as f:
        f.create_dataset("a", (2**20, 2**10), "f4", chunks=(1024, 1024))
    said["nothing.h5"] = None
    write("outside.onnx", b"\x08\x0a\x3a" + bytes([72]) + b"x" * 10,
          None)
    write("keys.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, 2**40),
          f" has {2**40} tensors or keys, more than 1000000 (byte 8).")
    write("old.gguf", b"GGUF" + struct.pack("<IQQ", 1, 0, 0),
          ": it is of version 1 (byte 4); convert it with llama.cpp's convert_hf_to_gguf.py of today.")
    # Places inside files of the libraries' own making differ by version: only the words are given.
    said["dense.h5"] = ": it keeps a group's members in a fractal heap"
    said["lzf.h5"] = ": its numbers are compressed by lzf"
    said["nothing.h5"] = f": 'a' would unpack to {2**32} bytes from 0"
    said["outside.onnx"] = " ends 62 bytes before the end of a field of the model"
    json.dump(said, open(path("hostile.json"), "w"), indent=1, ensure_ascii=False)


def torch_files():
    import torch

    torch.manual_seed(3)
    kinds = {
        torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
        torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
        torch.uint8: "U8", torch.bool: "BOOL",
    }

    def listed(pairs):
        return [tensor(n, kinds[t.dtype], t.detach().double().numpy()) for n, t in pairs]

    base = torch.randn(12, 5)
    state = {
        "weight": base,
        "tied": base,
        "view": base[2:9],
        "turned": base.t(),
        "columns": base[:, 1:3],
        "steps": base[::3],
        "expanded": base[0].expand(4, 5),
        "half": torch.randn(6).half(),
        "brain": torch.randn(3, 3).bfloat16(),
        "double": torch.randn(2).double(),
        "scalar": torch.tensor(4.5),
        "empty": torch.zeros(0, 3),
        "counter": torch.tensor(17),
        "truth": torch.tensor([True, False]),
        "bytes": torch.arange(5, dtype=torch.uint8),
    }
    for name, zipped in [("zip", True), ("legacy", False)]:
        torch.save(state, path(f"torch/{name}.pt"), _use_new_zipfile_serialization=zipped)
        truth(f"torch/{name}.pt", "torchZip" if zipped else "torchLegacy", listed(state.items()))
    net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 2))
    step = torch.optim.Adam(net.parameters())
    net(torch.randn(6, 4)).sum().backward()
    step.step()
    torch.save({"epoch": 3, "model": net.state_dict(), "optimizer": step.state_dict(),
                "losses": [1.0, 0.5], "note": None}, path("torch/training.ckpt"))
    pairs = [(f"model.{k}", v) for k, v in net.state_dict().items()]
    for i, s in step.state_dict()["state"].items():
        pairs += [(f"optimizer.state.{i}.{k}", v) for k, v in s.items()]
    truth("torch/training.ckpt", "torchZip", listed(pairs))
    for name, zipped in [("module", True), ("module-legacy", False)]:
        torch.save(net, path(f"torch/{name}.pt"), _use_new_zipfile_serialization=zipped)
        truth(f"torch/{name}.pt", "torchZip" if zipped else "torchLegacy",
              listed(net.state_dict().items()))
    torch.jit.script(net).save(path("torch/script.pt"))
    truth("torch/script.pt", "torchScript", listed(net.state_dict().items()))


def framework_torch_files():
    """What PyTorch 2.15 wrote (`frameworks/*.pt`, made once): read here by an older one."""
    import torch

    for name, form in [("strided", "torchZip"), ("module", "torchZip"), ("legacy", "torchLegacy"),
                       ("scripted", "torchScript")]:
        full = path(f"frameworks/{name}.pt")
        loaded = torch.jit.load(full) if name == "scripted" else torch.load(full)
        state = loaded if isinstance(loaded, dict) else loaded.state_dict()
        truth(f"frameworks/{name}.pt", form,
              [tensor(k, "F32", v.detach().double().numpy()) for k, v in state.items()])


def framework_keras_file():
    """What Keras 3.15 wrote (`frameworks/model.keras`, made once)."""
    import h5py

    archive = zipfile.ZipFile(path("frameworks/model.keras"))
    found = []
    with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as f:
        f.visititems(lambda n, x: found.append(tensor(n, "F32", x[()]))
                     if isinstance(x, h5py.Dataset) else None)
    truth("frameworks/model.keras", "keras", found,
          configuration=archive.read("config.json").decode())


def seeds():
    """Copies the small files to the fuzzer's corpora, by the reader that they reach first."""
    import shutil

    folders = {
        "safetensors": ["sharded/model-00001-of-00002.safetensors",
                        "sharded/model.safetensors.index.json"],
        "torch": ["torch/zip.pt", "torch/legacy.pt", "torch/module.pt", "torch/deflated.pt",
                  "torch/eight.pt", "numpy/c.npy", "numpy/fortran.npy", "numpy/deflated.npz",
                  "numpy/streamed.npz"],
        "hdf5": ["hdf5/tiny.h5", "hdf5/filters.h5", "hdf5/new.h5", "hdf5/deflated.keras"],
        "onnx": ["onnx/model.onnx", "onnx/external.onnx", "gguf/model.gguf"],
    }
    endings = {".safetensors": "safetensors", ".json": "safetensors", ".pt": "torch",
               ".pkl": "torch", ".npz": "torch", ".npy": "torch", ".h5": "hdf5", ".onnx": "onnx",
               ".gguf": "onnx"}
    for name in sorted(os.listdir(path("hostile"))):
        target = endings.get(os.path.splitext(name)[1])
        if target and os.path.getsize(path("hostile/" + name)) < 4096:
            folders[target].append("hostile/" + name)
    for target, names in folders.items():
        corpus = os.path.join(HERE, "..", "..", "Fuzzing", "Corpus", target)
        os.makedirs(corpus, exist_ok=True)
        for name in names:
            shutil.copy(path(name), os.path.join(corpus, name.replace("/", "-")))


if __name__ == "__main__":
    if sys.argv[1:] == ["torch"]:
        torch_files()
        framework_torch_files()
        json.dump(TRUTH, open(path("truth-torch.json"), "w"), indent=1)
        seeds()
    else:
        safetensors_file()
        numpy_files()
        hdf5_files()
        onnx_file()
        gguf_file()
        framework_keras_file()
        tools = torch_like_files()
        hostile_files(tools)
        json.dump(TRUTH, open(path("truth.json"), "w"), indent=1)
