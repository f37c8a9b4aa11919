#!/usr/bin/env python3
"""Runs the scripts of note 001 and note 000 as printed, with numpy, and keeps what they print.

The audit draws some of these outputs from their exact law; its tests compare with these runs of the
dense originals. Takes half a minute: python3 Tests/References/audit_scripts.py
"""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(20211018)
rules = {
    "geometric": lambda m, n: 1.0 / np.sqrt(np.sqrt(m * n)),
    "arithmetic": lambda m, n: np.sqrt(2.0 / (m + n)),
    "quadratic": lambda m, n: np.sqrt((m + n) / (m**2 + n**2)),
}


def compare_initializations(m, n, std, num_trials=1000):
    x = rng.standard_normal(m)
    variances = [np.var(rng.normal(0, std, (m, n)).T @ x) for _ in range(num_trials)]
    return np.mean(variances), np.std(variances)


def run_experiment(m, n, std, num_trials=1000):
    x, grad_y = rng.standard_normal((m, num_trials)), rng.standard_normal((n, num_trials))
    W = rng.normal(0, std, (m, n))
    # The note's loop: the same product num_trials times; ten are enough to see it.
    forward = [np.var(W.T @ x) for _ in range(10)]
    backward = [np.var(W @ grad_y) for _ in range(10)]
    return np.mean(forward), np.std(forward), np.mean(backward), np.std(backward)


def matrix_product():
    M = rng.standard_normal((4, 4))
    for _ in range(100):
        M = M @ rng.standard_normal((4, 4))
    return float(np.log10(np.linalg.norm(M)))


result = {
    "compare": {
        name: [compare_initializations(64, 256, rule(64, 256)) for _ in range(30)]
        for name, rule in rules.items()
    },
    "compare square": [compare_initializations(128, 128, rules["geometric"](128, 128))
                       for _ in range(30)],
    "experiment": {
        name: [run_experiment(64, 256, rule(64, 256)) for _ in range(30)]
        for name, rule in rules.items()
    },
    "experiment square": [run_experiment(128, 128, rules["geometric"](128, 128))
                          for _ in range(60)],
    "matrix product": [matrix_product() for _ in range(2000)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
