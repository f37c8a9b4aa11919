"""Writes colormaps.json: 65 evenly spaced colours of three of matplotlib's maps.

Run again when a gradient of the charts changes: python3 Tests/References/colormaps.py
Written with matplotlib 3.11; the maps have not changed since they were published (2015, 2018).
"""

import json
import pathlib

import matplotlib

maps = {
    name: [
        [round(c, 6) for c in matplotlib.colormaps[name](i / 64)[:3]] for i in range(65)
    ]
    for name in ["viridis", "cividis", "magma"]
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(maps) + "\n")
