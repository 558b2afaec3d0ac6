"""Golden cases of convolutions and of a variational bottleneck; run by make.py with `--all`.

Images are planar: (batch, channels, height, width), written row after row.
"""

import numpy as np
import torch
from torch.nn import functional as F

from layers import both, draw, exact

# (rows, channels in, channels out, height, width, kernel, stride); padding is (kernel - 1) / 2.
SHAPES = [(1, 1, 1, 1, 1, 1, 1), (2, 3, 5, 7, 6, 3, 2), (3, 2, 4, 5, 5, 5, 1), (2, 1, 3, 8, 9, 3, 3), (33, 1, 2, 4, 3, 3, 2)]


def down(size, kernel, stride):
    """What a convolution makes of a side."""
    return (size - 1) // stride + 1


def gradients(layer, inputs, d_y):
    x, weight, bias = (t.clone().requires_grad_() for t in inputs)
    y = layer(x, weight, bias)
    y.backward(d_y)
    return {"output": y.detach(), "dInput": x.grad, "dWeight": weight.grad, "dBias": bias.grad}


def convolution_cases():
    """conv2d with weights (out, in, k, k), and the conv_transpose2d (in, out, k, k) that mirrors it:
    its output padding brings back exactly the sides that the convolution started from."""
    cases = []
    for i, (rows, c_in, c_out, height, width, kernel, stride) in enumerate(SHAPES):
        small = down(height, kernel, stride), down(width, kernel, stride)
        padding = (kernel - 1) // 2
        extra = tuple(side - ((s - 1) * stride + 1) for side, s in zip((height, width), small))
        rng = np.random.RandomState(400 + i)
        large, coded = (rows, c_in, height, width), (rows, c_out, *small)
        shape = {"rows": rows, "height": height, "width": width, "kernel": kernel, "stride": stride}

        def forward(x, w, b, stride=stride, padding=padding):
            return F.conv2d(x, w, b, stride=stride, padding=padding)

        def mirror(x, w, b, stride=stride, padding=padding, extra=extra):
            return F.conv_transpose2d(x, w, b, stride=stride, padding=padding, output_padding=extra)

        for name, layer, given, made, c in [("conv2d", forward, large, coded, c_out), ("conv_transpose2d", mirror, coded, large, c_in)]:
            # The mirror's weight has the same shape: what goes in comes first in it.
            inputs = draw(rng, *given), draw(rng, c_out, c_in, kernel, kernel), draw(rng, c), draw(rng, *made)
            seen = both(lambda x, w, b, d, layer=layer: gradients(layer, (x, w, b), d), *inputs)
            named = dict(zip(["input", "weight", "bias", "dOutput"], inputs))
            cases.append({"layer": name, **shape, "channelsIn": given[1], "channelsOut": made[1], "outputPadding": list(extra), **named, **seen})
    return cases


def variational_cases():
    """Forward and gradients of 12-7-(mu, log_var of 3)-7-12 with tanh and sigmoid, for a given epsilon.

    z = mu + exp(log_var / 2) * epsilon. Loss: the reconstruction loss, summed over pixels, plus beta
    times KL = -1/2 sum(1 + log_var - mu^2 - exp(log_var)), both averaged over the batch.
    """
    rng = np.random.RandomState(500)
    shapes = {"encoder.0": (7, 12), "bottleneck.mu": (3, 7), "bottleneck.log_var": (3, 7), "decoder.0": (7, 3), "decoder.1": (12, 7)}
    weights = {}
    for name, (n_out, n_in) in shapes.items():
        weights[f"{name}.weight"] = draw(rng, n_out, n_in, scale=0.5)
        weights[f"{name}.bias"] = draw(rng, n_out, scale=0.3)
    images = exact(rng.randint(0, 256, (5, 12)) / np.float32(255))
    epsilon = draw(rng, 5, 3)

    def run_of(loss, beta):
        def run(x, epsilon, *values):
            p = {k: v.clone().requires_grad_() for k, v in zip(weights, values)}
            dense = lambda name, x: F.linear(x, p[f"{name}.weight"], p[f"{name}.bias"])
            hidden = torch.tanh(dense("encoder.0", x))
            mu, log_var = dense("bottleneck.mu", hidden), dense("bottleneck.log_var", hidden)
            z = mu + torch.exp(log_var / 2) * epsilon
            logits = dense("decoder.1", torch.tanh(dense("decoder.0", z)))
            output = torch.sigmoid(logits)
            if loss == "bce":
                part = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
            else:
                part = F.mse_loss(output, x, reduction="sum") / len(x)
            kl = -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum() / len(x)
            total = part + beta * kl
            total.backward()
            values = {"loss": total, "reconstructionLoss": part, "kl": kl, "mu": mu, "logVar": log_var, "z": z, "reconstruction": output}
            return {**{k: v.detach().reshape(-1) for k, v in values.items()}, **{f"d {k}": v.grad for k, v in p.items()}}

        return run

    cases = [{"weights": weights, "images": images, "epsilon": epsilon}]
    for loss, beta in [("mse", 1.0), ("bce", 1.0), ("bce", 4.0)]:
        seen = both(run_of(loss, beta), images, epsilon, *weights.values())
        cases.append({"loss": loss, "beta": beta, "float32": seen.pop("float32"), "gradients": {k: seen.pop(f"d {k}") for k in weights}, "value": seen})
    return cases
