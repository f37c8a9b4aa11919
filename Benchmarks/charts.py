"""Compares the time and size of a chart with matplotlib's, in one run.

Needs matplotlib (pip install matplotlib) and the built timings:

    swift build -c release --package-path Benchmarks --product chart-timings
    python3 Benchmarks/charts.py

The chart is claimed-against-measured: three panels with lines, areas, points, intervals, value
labels, a wrapped title and a caption. Both save a PNG of 1600 pixels' width and an SVG with outlined
text. Start-up is not counted for either. The two take turns, round by round, so that other work on
the machine slows both; medians of eleven rounds, by the clock and in processor time.
"""

import io
import json
import pathlib
import statistics
import subprocess
import sys
import time

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.fonttype"] = "path"
import matplotlib.pyplot as plt  # noqa: E402

PANELS = [
    ("Geometric", "#009E73", "^", [1, 1, 1, 1, 1], [1, 0.707, 0.5, 0.707, 1]),
    ("Arithmetic (Xavier)", "#0072B2", "o", [1, 0.94, 0.89, 0.94, 1], [1, 0.667, 0.444, 0.593, 0.79]),
    ("Quadratic", "#A0477B", "v", [1, 0.89, 0.8, 0.89, 1], [1, 0.6, 0.36, 0.432, 0.518]),
]


def draw():
    """Draws the chart and saves both files; their sizes."""
    figure, axes = plt.subplots(1, 3, sharey=True, figsize=(8, 5.9), dpi=100)
    for axis, (name, color, marker, claimed, measured) in zip(axes, PANELS):
        x = range(5)
        axis.fill_between(x, measured, claimed, color=color, alpha=0.1, linewidth=0)
        axis.plot(x, claimed, color="#5E6069", linewidth=0.9)
        axis.plot(x, measured, color="#4A4C54", linewidth=1.1, dashes=(4, 3.5))
        axis.plot(x, claimed, "o", markerfacecolor="none", color="#1C1D21")
        axis.errorbar(
            x, measured, yerr=[0.03 * m for m in measured], fmt=marker, color=color, linewidth=7,
            alpha=0.3)
        axis.plot(x, measured, marker, color=color)
        for i in x:
            axis.annotate(f"{claimed[i]:.2f}", (i, claimed[i]), (0, 8), textcoords="offset points", ha="center")
            axis.annotate(f"{measured[i]:.2f}", (i, measured[i]), (0, -14), textcoords="offset points",
                          ha="center", color=color, weight="bold")
        axis.set_title(name, loc="left")
        axis.set_xticks(list(x), ["64", "128", "256", "128", "64"])
        axis.set_ylim(0, 1.1)
        axis.grid(axis="y", alpha=0.1)
        for side in ["top", "left", "right"]:
            axis.spines[side].set_visible(False)
    figure.suptitle("In the middle of the network half of the variance\nor more is gone; the note says a "
                    "fifth at most", x=0.05, ha="left", weight="bold")
    figure.text(0.05, 0.01, "Method. Products over the layers; the intervals are synthetic. Solid: mean. "
                "Pale bar: central 95 %\nof single networks. Dashed: theory. Hollow: the table of the note.",
                fontsize=8)
    figure.tight_layout(rect=(0, 0.08, 1, 0.95))
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=200)
    figure.savefig(svg, format="svg")
    plt.close(figure)
    return len(png.getvalue()), len(svg.getvalue())


def main():
    folder = pathlib.Path(__file__).parent
    binary = folder / ".build/release/chart-timings"
    if not binary.exists():
        sys.exit(__doc__)
    charts = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ours(request):
        charts.stdin.write(request + "\n")
        charts.stdin.flush()
        return json.loads(charts.stdout.readline())

    def theirs():
        wall, processor = time.perf_counter(), time.process_time()
        sizes = draw()
        return {
            "seconds": time.perf_counter() - wall, "processor": time.process_time() - processor,
            "png": sizes[0], "svg": sizes[1]}

    theirs(), ours("claimed-against-measured")
    rounds = [(theirs(), ours("claimed-against-measured"), ours("twelve")) for _ in range(11)]

    def median(who, what):
        return statistics.median(turn[who][what] for turn in rounds)

    for who, name in [(0, f"matplotlib {matplotlib.__version__}"), (1, "charts")]:
        print(f"{name}: {median(who, 'seconds') * 1000:.0f} ms, {median(who, 'processor') * 1000:.0f} ms "
              f"of processor time, PNG {rounds[0][who]['png']}, SVG {rounds[0][who]['svg']} bytes")
    print(f"ratio: {median(0, 'seconds') / median(1, 'seconds'):.1f}, "
          f"in processor time {median(0, 'processor') / median(1, 'processor'):.1f}")
    print(f"twelve kinds, both formats, two threads with fonts to load: {median(2, 'seconds'):.2f} s, "
          f"best {min(turn[2]['seconds'] for turn in rounds):.2f} s, "
          f"{median(2, 'processor'):.2f} s of processor time")
    charts.stdin.close()
    charts.wait()


if __name__ == "__main__":
    main()
