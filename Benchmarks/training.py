"""Trains 32 networks of 8 × 128 units on digits with this program, PyTorch and jax, in turns; prints ratios.

    cd Benchmarks && swift build -c release --product engine-timings && python3 training.py

Every program does the same work: 32 networks of 256 inputs, eight hidden ReLU layers of 128 units and ten classes, each from
a start of its own, plain gradient descent on batches of 64, single precision, all cores. Rows whose library is missing are left
out with a reason; `JAX=/path/to/python` and `TORCH=/path/to/python` name interpreters that have it.

- *PyTorch, a loop*: eager modules, one network after the other, as a script that trains 32 of them does.
- *PyTorch, stacked*: eager too, the networks as one batched product (`baddbmm`) with one optimiser step for all.
- *jax*: `vmap` over networks, `jit` of the whole step, time after compilation ("steady state").

Seconds on the wall are those of the fastest of some runs, in turns, so that a machine that slows down slows all; processor seconds
of all threads stand beside them, which other programs on the machine distort little. `RUNS=1` measures once.
"""
import json
import os
import resource
import subprocess
import sys
import time

NETWORKS, LAYERS, WIDTH, INPUTS, CLASSES, BATCH, STEPS, SAMPLES, RATE = 32, 8, 128, 256, 10, 64, 50, 2000, 0.05
SIZES = [INPUTS] + [WIDTH] * LAYERS + [CLASSES]


RUNS = int(os.environ.get("RUNS", "3"))


def fastest(body):
    """Seconds of the fastest run, on the wall and of the processor."""
    walls, processors = [], []
    for _ in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        body()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def data():
    """Pictures of noise and their classes: the time of a step does not depend on what is learned."""
    import numpy as np
    rng = np.random.default_rng(1)
    return rng.random((SAMPLES, INPUTS), dtype=np.float32), rng.integers(0, CLASSES, SAMPLES)


def torch_loop():
    import torch
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    x, y = (torch.from_numpy(a) for a in data())

    def run():
        for network in range(NETWORKS):
            torch.manual_seed(network)
            layers = []
            for m, n in zip(SIZES, SIZES[1:]):
                layer = torch.nn.Linear(m, n)
                torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                torch.nn.init.zeros_(layer.bias)
                layers += [layer, torch.nn.ReLU()]
            model = torch.nn.Sequential(*layers[:-1])
            optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
            loss = torch.nn.CrossEntropyLoss()
            order = torch.randperm(SAMPLES)
            for step in range(STEPS):
                at = step * BATCH % (SAMPLES - BATCH)
                chosen = order[at:at + BATCH]
                optimizer.zero_grad()
                loss(model(x[chosen]), y[chosen]).backward()
                optimizer.step()

    return fastest(run)


def torch_stacked():
    import torch
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    x, y = (torch.from_numpy(a) for a in data())

    def run():
        torch.manual_seed(1)
        weights = [(torch.randn(NETWORKS, m, n) * (2 / m) ** 0.5).requires_grad_() for m, n in zip(SIZES, SIZES[1:])]
        biases = [torch.zeros(NETWORKS, 1, n, requires_grad=True) for n in SIZES[1:]]
        optimizer = torch.optim.SGD(weights + biases, lr=RATE)
        loss = torch.nn.CrossEntropyLoss(reduction="sum")
        orders = torch.stack([torch.randperm(SAMPLES) for _ in range(NETWORKS)])
        for step in range(STEPS):
            at = step * BATCH % (SAMPLES - BATCH)
            chosen = orders[:, at:at + BATCH]
            h = x[chosen]
            for index, (w, b) in enumerate(zip(weights, biases)):
                h = torch.baddbmm(b, h, w)
                if index < LAYERS:
                    h = torch.relu(h)
            optimizer.zero_grad()
            (loss(h.reshape(-1, CLASSES), y[chosen].reshape(-1)) / BATCH).backward()
            optimizer.step()

    return fastest(run)


def jax_stacked():
    import jax
    import jax.numpy as jnp
    jax.config.update("jax_platforms", "cpu")
    x, y = (jnp.asarray(a) for a in data())

    def start(key):
        keys = jax.random.split(key, len(SIZES))
        return [(jax.random.normal(k, (m, n), jnp.float32) * (2 / m) ** 0.5, jnp.zeros(n, jnp.float32))
                for k, m, n in zip(keys, SIZES, SIZES[1:])]

    def loss(parameters, inputs, classes):
        h = inputs
        for w, b in parameters[:-1]:
            h = jax.nn.relu(h @ w + b)
        w, b = parameters[-1]
        logs = jax.nn.log_softmax(h @ w + b)
        return -jnp.mean(jnp.take_along_axis(logs, classes[:, None], 1))

    def step(parameters, chosen):
        gradient = jax.grad(loss)(parameters, x[chosen], y[chosen])
        return jax.tree_util.tree_map(lambda p, g: p - RATE * g, parameters, gradient)

    steps = jax.jit(jax.vmap(step), donate_argnums=0)
    starts = jax.jit(jax.vmap(start))
    shuffle = jax.jit(jax.vmap(lambda key: jax.random.permutation(key, SAMPLES)))

    def run():
        parameters = starts(jax.random.split(jax.random.PRNGKey(1), NETWORKS))
        orders = shuffle(jax.random.split(jax.random.PRNGKey(2), NETWORKS))
        for number in range(STEPS):
            at = number * BATCH % (SAMPLES - BATCH)
            parameters = steps(parameters, orders[:, at:at + BATCH])
        jax.block_until_ready(parameters)

    run()
    return fastest(run)


def study():
    """Seconds of this program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    output = subprocess.run([".build/release/engine-timings", "train-8x128"], capture_output=True, text=True, check=True)
    # It trains three times.
    processor = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) / 3
    return json.loads(output.stdout)["seconds"], processor


OTHERS = {"torch-loop": torch_loop, "torch-stacked": torch_stacked, "jax": jax_stacked}


def main():
    rows = [("torch-loop", "PyTorch eager, a loop over networks", "TORCH"),
            ("torch-stacked", "PyTorch eager, networks stacked", "TORCH"),
            ("jax", "jax, vmap and jit, steady state", "JAX")]
    def least(one, other):
        return other if one is None else tuple(map(min, one, other))

    own, others = None, {key: None for key, _, _ in rows}
    for _ in range(RUNS):
        own = least(own, study())
        for key, _, variable in rows:
            python = os.environ.get(variable, sys.executable)
            done = subprocess.run([python, __file__, key], capture_output=True, text=True)
            if done.returncode:
                print(f"{key} left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            else:
                others[key] = least(others[key], tuple(json.loads(done.stdout)))
    print(f"32 networks of 8 x 128 on digits, batch {BATCH}, {STEPS} steps, {len(os.sched_getaffinity(0))} cores")
    print(f"{'':40}{'wall, s':>10}{'ratio':>8}{'processor, s':>14}{'ratio':>8}")
    for name, seconds in [("this study", own)] + [(name, others[key]) for key, name, _ in rows]:
        if seconds:
            print(f"{name:40}{seconds[0]:10.2f}{seconds[0] / own[0]:8.1f}{seconds[1]:14.2f}{seconds[1] / own[1]:8.1f}")


if len(sys.argv) > 1:
    print(json.dumps(OTHERS[sys.argv[1]]()))
else:
    main()
