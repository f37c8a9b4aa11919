# A checkpoint in ten lines, broken on purpose, and the sharpness of a test that fails one right start in a million.
import json, pathlib, statistics, tempfile
import numpy as np

rng = np.random.default_rng(1)
folder = pathlib.Path(tempfile.mkdtemp())
starts = {"right": lambda: rng.normal(0, (2 / 64) ** 0.5, (64, 64)), "default": lambda: rng.uniform(-1 / 8, 1 / 8, (64, 64))}
for start, draw in starts.items():  # report diagnose FILE says what each of the two is
    layers = np.stack([draw() for _ in range(6)]).astype("<f4")
    header = {f"layers.{i}.weight": {"dtype": "F32", "shape": [64, 64], "data_offsets": [i * 16384, (i + 1) * 16384]} for i in range(6)}
    text = json.dumps(header).encode()
    (folder / f"{start}.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + layers.tobytes())
    starts[start] = layers.std()
print(f"PyTorch's default over He: {starts['default'] / starts['right']:.3f}")  # in the report: {{defects-default-ratio}}, within 3 %
z = statistics.NormalDist().inv_cdf(1 - 1e-6 / {{detection-tests}} / 2)
print(f"half of all starts fail at a factor of {1 + z / np.sqrt(2 * 64 * 64):.3f}")  # in the report: {{detection-factor-64}}, within 0.3 %
