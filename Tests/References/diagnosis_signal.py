#!/usr/bin/env python3
"""What a signal does on its way through small models of six families, by numpy alone.

Weights are whole numbers over 2003 (the same in Swift, without a file); each model is written from its paper and
the framework's code, and the root mean square after each block is kept.
"""
import json, math, os
import numpy as np
from scipy.special import erf

TOKENS = np.array([[(7 * t + 3 * s) % 11 for t in range(16)] for s in range(4)])


def value(name, shape, scale=0.5, shift=0.0):
    seed = sum((i + 1) * ord(c) for i, c in enumerate(name)) % 2003
    k = np.arange(int(np.prod(shape)), dtype=np.int64)
    v = ((k * 7919 + (k * k) % 1009 * 31 + seed * 613) % 2003) / 2003 - 0.5
    # Rounded to single precision, as a checkpoint would be.
    return np.float32(shift + 2 * scale * v).astype(np.float64).reshape(shape)


class Model:
    def __init__(self):
        self.tensors, self.rms = [], []

    def w(self, name, *shape, scale=0.5, shift=0.0):
        self.tensors.append({"name": name, "shape": list(shape), "scale": scale, "shift": shift})
        return value(name, shape, scale, shift)

    def note(self, x):
        self.rms.append(float(np.sqrt(np.mean(x * x))))
        return x

    def linear(self, x, name, i, o, bias=True, conv1d=False):
        w = self.w(name + ".weight", *((i, o) if conv1d else (o, i)))
        y = x @ (w if conv1d else w.T)
        return y + self.w(name + ".bias", o, scale=0.1) if bias else y

    def norm(self, x, name, n, eps, rms=False):
        g = self.w(name + ".weight", n, scale=0.2, shift=1.0)
        if rms:
            return g * x / np.sqrt(np.mean(x * x, -1, keepdims=True) + eps)
        b = self.w(name + ".bias", n, scale=0.1)
        m = x.mean(-1, keepdims=True)
        return g * (x - m) / np.sqrt(((x - m) ** 2).mean(-1, keepdims=True) + eps) + b


def gelu(x):
    return x * 0.5 * (1 + erf(x / math.sqrt(2)))


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))


def silu(x):
    return x / (1 + np.exp(-x))


def attend(q, k, v, heads, causal=False, scale=None):
    s, t, n = q.shape
    d = n // heads
    groups = k.shape[-1] // d
    out = np.zeros_like(q)
    for h in range(heads):
        g = h * groups // heads
        a, b, c = q[..., h * d:h * d + d], k[..., g * d:g * d + d], v[..., g * d:g * d + d]
        z = a @ b.transpose(0, 2, 1) * (1 / math.sqrt(d) if scale is None else scale)
        if causal:
            z = np.where(np.tril(np.ones((t, t))) > 0, z, -np.inf)
        p = np.exp(z - z.max(-1, keepdims=True))
        out[..., h * d:h * d + d] = p / p.sum(-1, keepdims=True) @ c
    return out


def rotate(x, heads):
    """Rotary positions, halves of a head as pairs, base 10000 (Su et al. 2021 as transformers has it)."""
    s, t, n = x.shape
    d = n // heads
    angle = np.arange(t)[:, None] / 10000 ** (np.arange(0, d, 2) / d)[None, :]
    c, si = np.cos(angle), np.sin(angle)
    y = x.reshape(s, t, heads, d).copy()
    a, b = y[..., :d // 2].copy(), y[..., d // 2:].copy()
    y[..., :d // 2] = a * c[:, None] - b * si[:, None]
    y[..., d // 2:] = b * c[:, None] + a * si[:, None]
    return y.reshape(s, t, n)


def gpt2(m, n=8):
    x = m.w("wte.weight", 11, n)[TOKENS] + m.w("wpe.weight", 20, n)[:16]
    m.note(x)
    for l in range(2):
        p = f"h.{l}."
        z = m.linear(m.norm(x, p + "ln_1", n, 1e-5), p + "attn.c_attn", n, 3 * n, conv1d=True)
        x = m.note(x + m.linear(attend(*np.split(z, 3, -1), 2, causal=True), p + "attn.c_proj", n, n, conv1d=True))
        z = gelu_tanh(m.linear(m.norm(x, p + "ln_2", n, 1e-5), p + "mlp.c_fc", n, 4 * n, conv1d=True))
        x = m.note(x + m.linear(z, p + "mlp.c_proj", 4 * n, n, conv1d=True))
    x = m.note(m.norm(x, "ln_f", n, 1e-5))
    # Tied: the file has no matrix of its own for the read-out.
    m.note(x @ value("wte.weight", (11, n)).T)


def llama(m, n=8, keys=4, inner=12):
    x = m.note(m.w("model.embed_tokens.weight", 11, n)[TOKENS])
    for l in range(2):
        p = f"model.layers.{l}."
        h = m.norm(x, p + "input_layernorm", n, 1e-5, rms=True)
        q = rotate(m.linear(h, p + "self_attn.q_proj", n, n, bias=False), 4)
        k = rotate(m.linear(h, p + "self_attn.k_proj", n, keys, bias=False), 2)
        v = m.linear(h, p + "self_attn.v_proj", n, keys, bias=False)
        x = m.note(x + m.linear(attend(q, k, v, 4, causal=True), p + "self_attn.o_proj", n, n, bias=False))
        h = m.norm(x, p + "post_attention_layernorm", n, 1e-5, rms=True)
        z = silu(m.linear(h, p + "mlp.gate_proj", n, inner, bias=False)) * m.linear(h, p + "mlp.up_proj", n, inner, bias=False)
        x = m.note(x + m.linear(z, p + "mlp.down_proj", inner, n, bias=False))
    x = m.note(m.norm(x, "model.norm", n, 1e-5, rms=True))
    m.note(x @ m.w("lm_head.weight", 11, n).T)


def bert(m, n=8):
    e = "bert.embeddings."
    x = m.w(e + "word_embeddings.weight", 11, n)[TOKENS] + m.w(e + "position_embeddings.weight", 20, n)[:16]
    x = m.note(m.norm(x + m.w(e + "token_type_embeddings.weight", 2, n)[0], e + "LayerNorm", n, 1e-12))
    for l in range(2):
        p = f"bert.encoder.layer.{l}."
        q, k, v = (m.linear(x, p + "attention.self." + s, n, n) for s in ("query", "key", "value"))
        x = m.note(x + m.linear(attend(q, k, v, 2), p + "attention.output.dense", n, n))
        x = m.norm(x, p + "attention.output.LayerNorm", n, 1e-12)
        x = m.note(x + m.linear(gelu(m.linear(x, p + "intermediate.dense", n, 3 * n)), p + "output.dense", 3 * n, n))
        x = m.norm(x, p + "output.LayerNorm", n, 1e-12)


def t5(m, n=8, width=8):
    x = m.note(m.w("shared.weight", 11, n)[TOKENS])
    for l in range(2):
        p = f"encoder.block.{l}.layer."
        h = m.norm(x, p + "0.layer_norm", n, 1e-6, rms=True)
        q, k, v = (m.linear(h, p + "0.SelfAttention." + s, n, width, bias=False) for s in "qkv")
        x = m.note(x + m.linear(attend(q, k, v, 2, scale=1.0), p + "0.SelfAttention.o", width, n, bias=False))
        h = m.norm(x, p + "1.layer_norm", n, 1e-6, rms=True)
        z = np.maximum(0, m.linear(h, p + "1.DenseReluDense.wi", n, 2 * n, bias=False))
        x = m.note(x + m.linear(z, p + "1.DenseReluDense.wo", 2 * n, n, bias=False))
    m.note(m.norm(x, "encoder.final_layer_norm", n, 1e-6, rms=True))


def convolve(x, w, stride, pad):
    """x: samples, height, width, channels; w: O I H W."""
    o, i, kh, kw = w.shape
    x = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    h, v = (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1
    y = np.zeros((x.shape[0], h, v, o))
    for a in range(kh):
        for b in range(kw):
            y += x[:, a:a + stride * h:stride, b:b + stride * v:stride, :] @ w[:, :, a, b].T
    return y


def picture(side, channels, samples):
    """Whole numbers over 2003, the same in Swift."""
    return value("picture", (samples, side, side, channels), scale=1.0)


def vit(m, n=8):
    w = m.w("patch_embed.proj.weight", n, 3, 2, 2)
    x = convolve(picture(8, 3, 4), w, 2, 0) + m.w("patch_embed.proj.bias", n, scale=0.1)
    m.note(x)
    x = x.reshape(4, 16, n) + m.w("pos_embed", 1, 17, n)[0, 1:]
    for l in range(2):
        p = f"blocks.{l}."
        z = m.linear(m.norm(x, p + "norm1", n, 1e-6), p + "attn.qkv", n, 3 * n)
        x = m.note(x + m.linear(attend(*np.split(z, 3, -1), 2), p + "attn.proj", n, n))
        x = m.note(x + m.linear(gelu(m.linear(m.norm(x, p + "norm2", n, 1e-6), p + "mlp.fc1", n, 2 * n)), p + "mlp.fc2", 2 * n, n))
    x = m.note(m.norm(x, "norm", n, 1e-6))
    m.note(m.linear(x.mean(1), "head", n, 5))


def resnet(m, n=4):
    def bn(x, name, c):
        g, b = m.w(name + ".weight", c, scale=0.2, shift=1.0), m.w(name + ".bias", c, scale=0.1)
        mean = x.mean((0, 1, 2))
        return g * (x - mean) / np.sqrt(((x - mean) ** 2).mean((0, 1, 2)) + 1e-5) + b

    x = m.note(convolve(picture(16, 3, 4), m.w("conv1.weight", n, 3, 3, 3), 1, 1))
    x = np.maximum(0, bn(x, "bn1", n))
    c = n
    for level, o in ((1, n), (2, 2 * n)):
        for number in range(2):
            p, s = f"layer{level}.{number}.", 2 if level > 1 and number == 0 else 1
            y = np.maximum(0, bn(convolve(x, m.w(p + "conv1.weight", o, c, 3, 3), s, 1), p + "bn1", o))
            y = bn(convolve(y, m.w(p + "conv2.weight", o, o, 3, 3), 1, 1), p + "bn2", o)
            if s > 1:
                x = bn(convolve(x, m.w(p + "downsample.0.weight", o, c, 1, 1), s, 0), p + "downsample.1", o)
            x, c = np.maximum(0, m.note(x + y)), o
    m.note(m.linear(x.mean((1, 2)), "fc", c, 5))


def graph(m, n=4):
    """A picture of 8 by 8 through a graph with a stride, a skip and a pool, flattened channel by channel."""
    x = m.note(convolve(picture(8, 3, 4), m.w("conv1", n, 3, 3, 3), 1, 1) + m.w("conv1_bias", n, scale=0.1))
    x = np.maximum(0, x)
    x = np.maximum(0, m.note(x + convolve(x, m.w("conv2", n, n, 3, 3), 1, 1)))
    x = x.reshape(4, 4, 2, 4, 2, n).max((2, 4))
    x = m.note(convolve(x, m.w("conv3", 2 * n, n, 3, 3), 2, 1))
    m.note(np.tanh(x).transpose(0, 3, 1, 2).reshape(4, -1) @ m.w("fc", 5, 8 * n).T)


result = {}
for family, config in ((gpt2, '{"n_head": 2}'), (llama, '{"num_attention_heads": 4}'), (bert, '{"num_attention_heads": 2}'),
                       (t5, '{"num_heads": 2}'), (vit, '{"num_attention_heads": 2}'), (resnet, "{}"), (graph, "{}")):
    model = Model()
    family(model)
    result[family.__name__] = {"configuration": config, "tensors": model.tensors, "rms": model.rms}
json.dump(result, open(os.path.join(os.path.dirname(__file__), "diagnosis_signal.json"), "w"), indent=0)
