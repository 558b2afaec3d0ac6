"""Golden cases of convolutions; run by make.py.

Images are planar: (batch, channels, height, width), written row after row.
"""

import numpy as np
import torch
from torch.nn import functional as F

from layers import both, draw

# (rows, channels in, channels out, height, width, kernel, stride); padding is (kernel - 1) // 2.
SHAPES = [
    (1, 1, 1, 1, 1, 1, 1),
    (2, 3, 5, 5, 4, 3, 2),
    (3, 2, 4, 5, 5, 5, 1),
    (2, 1, 3, 8, 9, 3, 3),
    (33, 2, 2, 3, 2, 3, 2),
    (2, 2, 3, 6, 7, 4, 2),
    (2, 2, 2, 8, 5, 2, 3),
    (1, 1, 3, 8, 7, 7, 2),
    (2, 2, 2, 5, 4, 1, 2),
]


def room(size, kernel):
    """How far a kernel can move along a side."""
    return size + 2 * ((kernel - 1) // 2) - kernel


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
        rooms = room(height, kernel), room(width, kernel)
        small = tuple(way // stride + 1 for way in rooms)
        padding = (kernel - 1) // 2
        extra = tuple(way % stride for way in rooms)
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
