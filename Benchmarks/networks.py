"""Runs whole networks beside PyTorch's eager mode on this machine and prints ratios; above 1 the study is
faster.

    cd Benchmarks && swift build -c release --product engine-timings && python3 networks.py

Needs PyTorch (Debian: python3-torch). Both draw fresh weights, go forward and come back, on two threads, in
turns; each figure is the fastest of some runs on the wall, so only a quiet machine tells it. Below the ratios
stand the seconds and the memory of networks that no framework can draw here.
"""
import json
import os
import subprocess
import sys
import time

import torch
from torch import nn

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
PROGRAM = os.environ.get("ENGINE_TIMINGS", ".build/release/engine-timings")
torch.set_num_threads(2)


def convolution(inputs, outputs, kernel, stride=1):
    layer = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    return layer


class Block(nn.Module):
    """Three convolutions with batch normalisation, and the way around them."""

    def __init__(self, inputs, inner, stride):
        super().__init__()
        self.branch = nn.Sequential(
            convolution(inputs, inner, 1), nn.BatchNorm2d(inner), nn.ReLU(),
            convolution(inner, inner, 3, stride), nn.BatchNorm2d(inner), nn.ReLU(),
            convolution(inner, 4 * inner, 1), nn.BatchNorm2d(4 * inner))
        self.shortcut = nn.Identity()
        if stride > 1 or inputs != 4 * inner:
            self.shortcut = nn.Sequential(
                convolution(inputs, 4 * inner, 1, stride), nn.BatchNorm2d(4 * inner))

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def resnet50():
    """Fresh weights, eight images of 32 × 32, forward and backward, the images' gradient too."""
    layers = [convolution(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for index, (inner, count) in enumerate([(64, 3), (128, 4), (256, 6), (512, 3)]):
        for number in range(count):
            layers.append(Block(channels, inner, 2 if index > 0 and number == 0 else 1))
            channels = 4 * inner
    network = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))
    x = torch.randn(8, 3, 32, 32, requires_grad=True)
    nn.functional.cross_entropy(network(x), torch.randint(1000, (8,))).backward()


def lstm():
    """Fresh weights, 16 sequences of 200 steps of 512 channels, forward and backward."""
    cell = nn.LSTM(512, 512)
    x = torch.randn(200, 16, 512, requires_grad=True)
    y = cell(x)[0]
    y.backward(torch.randn_like(y))


def seconds(body):
    start = time.perf_counter()
    body()
    return time.perf_counter() - start


def engine(name):
    """Seconds of the study's fastest of three, and its largest memory in bytes."""
    process = subprocess.Popen([PROGRAM, name], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{PROGRAM} {name} failed")
    return json.loads(text)["seconds"], usage.ru_maxrss * 1024


for name, body, goal in [("resnet-50-32-8", resnet50, 1.5), ("lstm-512-200-16", lstm, 1.0)]:
    body()
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(engine(name)[0])
        theirs.append(min(seconds(body) for _ in range(3)))
    print(
        f"{name:20} {min(ours):8.3f} s, PyTorch {min(theirs):8.3f} s, ratio {min(theirs) / min(ours):5.2f}"
        f" (goal {goal})")
for name, goal in [("llama-70b-8", "3 s, 1.5 GB"), ("gpt2-xl-16", "0.6 s")]:
    runs = [engine(name) for _ in range(min(RUNS, 3))]
    print(f"{name:20} {min(r[0] for r in runs):8.3f} s, {max(r[1] for r in runs) / 1e9:5.2f} GB (goal {goal})")
