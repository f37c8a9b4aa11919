#!/usr/bin/env python3
"""Measures real modules of PyTorch at their real start, over many seeds; writes torch_modules.json.

Needs any PyTorch (1.13 of Debian's python3-torch wrote the committed numbers; ten minutes on one core).

Every seed makes a fresh module, a standard normal input and a standard normal gradient at the output (or
a loss). Noted are, as [mean over seeds, standard error]:

    output, outputSquare     the mean and the mean square of the output's entries
    gradientSquare           the mean square of the gradient at the input
    weights                  the mean square of each weight matrix's gradient, by the parameter's name
    starts                   the mean square of each parameter's entries at the start
    inner                    mean squares of signals inside a module, by name
    loss                     of modules that end in one

and for each weight the fans that PyTorch itself computes. Layouts of weights and the order of channels do
not matter to any of these.
"""
import json
import math
import os
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
SEEDS = 3000


class Gates(nn.Module):
    """A linear layer of twice the width and PyTorch's own gated linear unit."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(12, 32)
        self.after = nn.Linear(16, 10)

    def forward(self, x):
        return self.after(F.glu(self.linear(x)))


class SelfAttention(nn.Module):
    """torch.nn.MultiheadAttention of one signal with itself."""

    def __init__(self, causal, kept=16, heads=4):
        super().__init__()
        self.attention = nn.MultiheadAttention(kept, heads, batch_first=True)
        self.causal = causal

    def forward(self, x):
        t = x.shape[1]
        mask = torch.triu(torch.ones(t, t, dtype=torch.bool), 1) if self.causal else None
        return self.attention(x, x, x, attn_mask=mask, need_weights=False)[0]


class First(nn.Module):
    """The first of what a recurrent module gives: the states of all steps."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x):
        return self.cell(x)[0]


class GPT2Block(nn.Module):
    """A block of GPT-2 as its authors start it: N(0, 0.02²), projections onto the stream 0.02/√(2L)."""

    def __init__(self, width=32, heads=4, layers=12):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.Linear(width, 3 * width)
        self.projection = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.heads = heads
        for module in (self.attention, self.projection, self.up, self.down):
            nn.init.normal_(module.weight, 0, 0.02)
            nn.init.zeros_(module.bias)
        for module in (self.projection, self.down):
            nn.init.normal_(module.weight, 0, 0.02 / math.sqrt(2 * layers))
        self.inner = {}

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.attention(self.first(x)).split(c, dim=2)
        q, k, v = (y.view(b, t, self.heads, c // self.heads).transpose(1, 2) for y in (q, k, v))
        logits = q @ k.transpose(-2, -1) / math.sqrt(c // self.heads)
        logits = logits.masked_fill(torch.triu(torch.ones(t, t, dtype=torch.bool), 1), -math.inf)
        y = (torch.softmax(logits, -1) @ v).transpose(1, 2).reshape(b, t, c)
        y = self.projection(y)
        self.inner["attention"] = y
        x = x + y
        u = self.up(self.second(x))
        u = 0.5 * u * (1 + torch.tanh(math.sqrt(2 / math.pi) * (u + 0.044715 * u ** 3)))
        y = self.down(u)
        self.inner["mlp"] = y
        return x + y


class Classifier(nn.Module):
    """Logits and a cross-entropy with random targets."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 7)

    def forward(self, x):
        return F.cross_entropy(self.linear(x), torch.randint(7, (x.shape[0],)))


class Started(nn.Module):
    """A module whose weight another rule fills, its biases zero."""

    def __init__(self, module, rule):
        super().__init__()
        self.module = module
        rule(module.weight)
        nn.init.zeros_(module.bias)

    def forward(self, x):
        return self.module(x)


def encoder():
    return nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True)


CONV = dict(kernel_size=3, stride=2, padding=1, groups=4)
BACK = dict(kernel_size=4, stride=2, padding=1, groups=3)
CASES = {
    "linear": (lambda: nn.Linear(24, 17), (5, 24)),
    "linear-deep": (
        lambda: nn.Sequential(*[m for _ in range(4) for m in (nn.Linear(16, 16), nn.ReLU())]), (3, 16)),
    "glu": (Gates, (4, 12)),
    "dropout": (lambda: nn.Sequential(nn.Linear(12, 20), nn.Dropout(0.3), nn.Linear(20, 6)), (4, 12)),
    "conv2d-groups": (lambda: nn.Conv2d(8, 12, **CONV), (2, 8, 7, 6)),
    "conv2d-groups-he-fan-out": (
        lambda: Started(nn.Conv2d(8, 12, **CONV), lambda w: nn.init.kaiming_normal_(w, mode="fan_out")),
        (2, 8, 7, 6)),
    "conv2d-depthwise": (lambda: nn.Conv2d(6, 6, 3, padding=1, groups=6), (2, 6, 5, 5)),
    "conv2d-circular": (
        lambda: nn.Conv2d(3, 8, 3, padding=1, padding_mode="circular"), (2, 3, 5, 6)),
    "conv1d-dilated": (lambda: nn.Conv1d(5, 8, 3, dilation=2), (3, 5, 11)),
    "conv-transpose2d-groups": (lambda: nn.ConvTranspose2d(6, 9, **BACK), (2, 6, 4, 3)),
    "conv-transpose2d-groups-he-fan-out": (
        lambda: Started(
            nn.ConvTranspose2d(6, 9, **BACK), lambda w: nn.init.kaiming_normal_(w, mode="fan_out")),
        (2, 6, 4, 3)),
    "conv-transpose2d-groups-xavier": (
        lambda: Started(nn.ConvTranspose2d(6, 9, **BACK), nn.init.xavier_uniform_), (2, 6, 4, 3)),
    "max-pool": (lambda: nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.MaxPool2d(3, 2, 1)), (2, 3, 7, 7)),
    "average-pool": (
        lambda: nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.AvgPool2d(3, 2, 1)), (2, 3, 7, 7)),
    "attention": (lambda: SelfAttention(False), (2, 6, 16)),
    "attention-causal": (lambda: SelfAttention(True), (2, 6, 16)),
    "encoder-layer": (encoder, (2, 5, 16)),
    "gpt2-block": (GPT2Block, (2, 6, 32)),
    "lstm": (lambda: First(nn.LSTM(5, 8, batch_first=True)), (3, 6, 5)),
    "gru": (lambda: First(nn.GRU(5, 8, batch_first=True)), (3, 6, 5)),
    "rnn": (lambda: First(nn.RNN(5, 8, batch_first=True)), (3, 6, 5)),
    "layer-norm": (
        lambda: nn.Sequential(nn.Linear(12, 16), nn.LayerNorm(16), nn.ReLU(), nn.Linear(16, 8)), (3, 12)),
    "batch-norm": (
        lambda: nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Linear(16, 8)), (6, 12)),
    "batch-norm-2d": (
        lambda: nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU()), (3, 3, 6, 5)),
    "group-norm": (
        lambda: nn.Sequential(nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.ReLU()), (2, 3, 6, 5)),
    "cross-entropy": (Classifier, (5, 20)),
}


class Sample:
    """Mean and standard error of numbers by name."""

    def __init__(self):
        self.numbers = {}

    def add(self, name, value):
        self.numbers.setdefault(name, []).append(float(value))

    def of(self, name):
        x = torch.tensor(self.numbers[name], dtype=torch.float64)
        return [x.mean().item(), (x.std() / math.sqrt(len(x))).item()]

    def group(self, prefix):
        return {n[len(prefix):]: self.of(n) for n in self.numbers if n.startswith(prefix)}


def measure(make, shape, seeds):
    sample = Sample()
    fans = {}
    for seed in range(seeds):
        torch.manual_seed(seed)
        module = make().train()
        x = torch.randn(shape, requires_grad=True)
        for name, parameter in module.named_parameters():
            sample.add("start " + name, parameter.detach().double().square().mean())
            if parameter.dim() > 1:
                fans[name] = list(nn.init._calculate_fan_in_and_fan_out(parameter))
        y = module(x)
        if y.dim() == 0:
            y.backward()
            sample.add("loss", y)
        else:
            y.backward(torch.randn(y.shape))
            sample.add("output", y.detach().double().mean())
            sample.add("outputSquare", y.detach().double().square().mean())
        sample.add("gradientSquare", x.grad.double().square().mean())
        for name, parameter in module.named_parameters():
            if parameter.dim() > 1:
                sample.add("weight " + name, parameter.grad.double().square().mean())
        for name, signal in getattr(module, "inner", {}).items():
            sample.add("inner " + name, signal.detach().double().square().mean())
    result = {
        "gradientSquare": sample.of("gradientSquare"), "weights": sample.group("weight "),
        "starts": sample.group("start "), "inner": sample.group("inner "), "fans": fans,
    }
    for name in ("output", "outputSquare", "loss"):
        if name in sample.numbers:
            result[name] = sample.of(name)
    return result


def main():
    only = sys.argv[1:]
    result = {"version": torch.__version__, "seeds": SEEDS, "modules": {}}
    for name, (make, shape) in CASES.items():
        if only and name not in only:
            continue
        result["modules"][name] = measure(make, shape, SEEDS)
        print(name, result["modules"][name]["gradientSquare"], flush=True)
    if only:
        return
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_modules.json")
    with open(path, "w") as file:
        json.dump(result, file, indent=1, sort_keys=True)
        file.write("\n")


main()
