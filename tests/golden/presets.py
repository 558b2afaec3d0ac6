"""Golden cases of every preset: forward, all gradients and ten Adam steps; run by make.py.

The presets come small, with weights, images, epsilon and noise by the rule of rule.py, so that a fixture
holds only what PyTorch makes of them. Presets without anything random come in full size, too: 50 losses on
the first digits of the pack, in file order.
"""

import gzip
import itertools
import math
import pathlib

import numpy as np
import torch
from torch import nn

from layers import both
from rule import floats, some_bytes
from zoo import configure, features, forward, shapes

DATA = pathlib.Path(__file__).resolve().parents[2] / "www" / "data"
IMAGES, BATCH, STEPS = 5, 3, 10  # every second step sees the last, short batch of two
LONG_STEPS, LONG_IMAGES = 50, 3000  # 24 steps an epoch, the last one of 56 images

GRAY = {"channels": 1, "height": 5, "width": 4}
SQUARE = {"channels": 1, "height": 8, "width": 8}
RGB = {"channels": 3, "height": 7, "width": 4}
SMALL_CONV = {"channels": [3, 4]}

# Preset, and what is said over it: first the presets as they are, only smaller, then other combinations.
SMALL = [
    ("vanilla", {"input": GRAY, "architecture": {"hidden": [7, 5]}}),
    ("convolutional", {"input": SQUARE, "architecture": SMALL_CONV}),
    ("variational", {"input": GRAY, "architecture": {"hidden": [7]}}),
    ("denoising", {"input": GRAY, "architecture": {"hidden": [7]}, "bottleneck": {"latentDim": 4}}),
    ("sparse", {"input": GRAY, "architecture": {"hidden": [7]}, "bottleneck": {"latentDim": 4}, "codeSparsity": 0.01}),
    ("linear", {"input": GRAY}),
    ("conv-variational", {"input": SQUARE, "architecture": SMALL_CONV}),
    ("conv-denoising", {"input": RGB, "architecture": SMALL_CONV, "bottleneck": {"latentDim": 3}}),
    ("convolutional", {"input": SQUARE, "architecture": {"channels": [3], "kernel": 4, "stride": 3, "hidden": [6]}, "activation": "elu", "outputActivation": "linear"}),
    ("conv-variational", {"input": {"channels": 2, "height": 4, "width": 3}, "architecture": {"channels": [2, 2], "kernel": 5, "stride": 1, "hidden": [3]}, "activation": "gelu", "loss": "mse", "bottleneck": {"beta": 4.0}}),
    ("conv-denoising", {"input": {"channels": 2, "height": 9, "width": 7}, "architecture": {"channels": [3, 2], "kernel": 2, "stride": 2}, "bottleneck": {"latentDim": 3}, "activation": "leaky-relu", "loss": "bce"}),
    ("sparse", {"input": GRAY, "architecture": {"hidden": [7]}, "bottleneck": {"latentDim": 4}, "codeSparsity": 0.3, "codeActivation": "sigmoid", "sparsityTarget": 0.05, "activation": "tanh"}),
]
LEARNING_RATE = 0.01
FULL = ["vanilla", "convolutional", "sparse", "linear"]
FULL_OVER = {"batchSize": 128, "optimizer": {"learningRate": 0.001}}


def exponents(config, louder=0):
    """Name, shape and power of two of every parameter: near Xavier's bound for weights, small for biases.

    `louder` is added to the powers: in a small model more goes on where weights are larger.
    """
    out = []
    for name, shape in shapes(config).items():
        window = math.prod(shape[2:])
        bound = math.sqrt(6 / ((shape[0] + shape[1]) * window)) if len(shape) > 1 else 2**-5
        out.append([name, list(shape), round(math.log2(bound)) + louder])
    return out


def weights(parameters, salt):
    return {name: floats(f"{salt} {name}", exponent, *shape) for name, shape, exponent in parameters}


def inputs(config, salt):
    """Images, and noisy images and epsilon for every step, exact in float32."""
    rows, n = IMAGES, features(config)
    images = some_bytes(f"{salt} images", rows, n).astype(np.float32) / np.float32(255)
    noisy = [images] * STEPS
    if config["corruption"]["kind"] != "none":
        noise = [floats(f"{salt} noise {step}", -1, rows, n).numpy().astype(np.float32) for step in range(STEPS)]
        noisy = [np.clip(images + one, np.float32(0), np.float32(1)) for one in noise]
    latent = config["bottleneck"]["latentDim"]
    epsilon = [floats(f"{salt} epsilon {step}", 1, rows, latent) for step in range(STEPS)]
    exact = lambda x: torch.from_numpy(x).double()
    return exact(images), torch.stack([exact(x) for x in noisy]), torch.stack(epsilon)


def gradients_of(config, keys):
    def run(images, noisy, epsilon, *values):
        p = {k: v.clone().requires_grad_() for k, v in zip(keys, values)}
        seen = forward(config, p, noisy[0], images, epsilon[0], config["bottleneck"].get("beta", 0.0))
        assert seen.pop("margin") > 1e-4, "too near a kink for one rounding to be harmless"
        seen["loss"].backward()
        return {**{k: v.detach().reshape(-1) for k, v in seen.items()}, **{f"d {k}": v.grad for k, v in p.items()}}

    return run


def training_of(config, keys, steps, margin):
    """Adam in file order, batch by batch: the losses and the last parameters."""

    def run(images, noisy, epsilon, *values):
        p = {k: nn.Parameter(v.clone()) for k, v in zip(keys, values)}
        optimizer = torch.optim.Adam(p.values(), lr=config["optimizer"]["learningRate"])
        parts = itertools.cycle(torch.arange(len(images)).split(config["batchSize"]))
        losses = []
        for step, rows in zip(range(steps), parts):
            seen = forward(config, p, noisy[step % len(noisy)][rows], images[rows], epsilon[step % len(epsilon)][rows], config["bottleneck"].get("beta", 0.0))
            assert seen["margin"] > margin, "too near a kink"
            optimizer.zero_grad()
            seen["loss"].backward()
            optimizer.step()
            losses.append(seen["loss"].detach())
        return {"losses": torch.stack(losses), **{k: v.detach() for k, v in p.items()}}

    return run


def small_case(preset, over, salt):
    over = {**over, "batchSize": BATCH, "shuffle": False, "optimizer": {"learningRate": LEARNING_RATE}}
    config = configure(preset, over)
    parameters = exponents(config, louder=1)
    values = weights(parameters, salt)
    given = *inputs(config, salt), *values.values()
    seen = both(gradients_of(config, values), *given)
    path = both(training_of(config, values, STEPS, 1e-5), *given, scale=1)
    case = {"preset": preset, "over": over, "salt": salt, "images": IMAGES, "parameters": parameters, "float32": seen.pop("float32")}
    case["gradients"] = {k: seen.pop(f"d {k}") for k in values}
    return {**case, "value": seen, "stepsFloat32": path.pop("float32"), "losses": path.pop("losses"), "weights": path}


def small_cases(kind):
    """The cases with this kind of architecture."""
    cases = []
    for preset, over in SMALL:
        if configure(preset, over)["architecture"]["kind"] != kind:
            continue
        for salt in map(str, itertools.count(1)):
            try:
                cases.append(small_case(preset, over, salt))
                break
            except AssertionError:
                continue  # other numbers, further from the kinks
    return cases


def digits(count):
    """The first images of the pack, as float32 has bytes / 255."""
    raw = gzip.decompress((DATA / "mnist-train-images.idx3-ubyte.gz").read_bytes())
    pixels = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 784)[:count]
    return torch.from_numpy(pixels.astype(np.float32) / np.float32(255)).double()


def full_cases():
    """50 losses of each preset without noise, full size; `float32` is relative.

    The salt matters: with some weights a code comes so near to 0, where the slope of its price jumps, that
    the order of a sum decides the last steps up to 4e-5.
    """
    cases, images = [], digits(LONG_IMAGES)
    for preset in FULL:
        config = configure(preset, FULL_OVER)
        parameters = exponents(config)
        salt = f"{preset} 2"
        values = weights(parameters, salt)
        run = training_of(config, values, LONG_STEPS, 0.0)
        given = images, images[None], torch.zeros(1, len(images), 1).double(), *values.values()
        path, single = (run(*(x.to(kind) for x in given))["losses"].double() for kind in (torch.float64, torch.float32))
        off = ((single - path).abs() / path).max().item()
        cases.append({"preset": preset, "over": FULL_OVER, "salt": salt, "images": LONG_IMAGES, "parameters": parameters, "float32": off, "losses": path})
    return cases
