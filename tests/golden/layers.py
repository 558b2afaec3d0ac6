"""Golden cases of single layers, activations, losses and optimizers; run by make.py."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# (rows, inputs, outputs): a single number, odd widths, and more rows than one shard holds.
DENSE_SHAPES = [(1, 1, 1), (3, 5, 2), (2, 1, 9), (7, 13, 11), (5, 8, 8), (33, 6, 17), (67, 9, 3)]

ACTIVATIONS = {
    "relu": F.relu,
    "leaky-relu": lambda x: F.leaky_relu(x, 0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "elu": lambda x: F.elu(x, 1.0),
    "gelu": F.gelu,  # x Φ(x) by the error function, not the tanh approximation
    "linear": lambda x: x * 1.0,
}

MAGNITUDES = [1e-30, 1e-10, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 9, 12, 20, 50, 88, 100, 1e4, 1e18]

LOSSES = {"mse": F.mse_loss, "bce": F.binary_cross_entropy_with_logits}

OPTIMIZERS = {
    "sgd": lambda p, lr, wd: torch.optim.SGD(p, lr=lr, weight_decay=wd),
    "momentum": lambda p, lr, wd: torch.optim.SGD(p, lr=lr, momentum=0.9, weight_decay=wd),
    "rmsprop": lambda p, lr, wd: torch.optim.RMSprop(p, lr=lr, weight_decay=wd),
    "adam": lambda p, lr, wd: torch.optim.Adam(p, lr=lr, weight_decay=wd),
}


def draw(rng, *shape, scale=1.0):
    """Normal numbers that are exact in float32, as float64."""
    return torch.from_numpy((rng.standard_normal(shape) * scale).astype(np.float32)).double()


def exact(values):
    """`values` rounded to float32, as float64."""
    return torch.tensor(values, dtype=torch.float32).double()


def deviation(reference, single, scale):
    """Largest |single - reference| / (scale + |reference|) over all tensors of two dicts.

    Without a `scale` it is the tensor's largest |reference|, as suits sums of products.
    """
    pairs = [(v, single[k].double()) for k, v in reference.items()]
    scales = [v.abs().max() if scale is None else scale for v, _ in pairs]
    return max(((s - v).abs() / (scale + v.abs()).clamp(min=1e-300)).max().item() for (v, s), scale in zip(pairs, scales))


def both(run, *inputs, scale=None):
    """`run` in float64, and how far the same run in float32 is from it."""
    reference = run(*inputs)
    return {**reference, "float32": deviation(reference, run(*(x.float() for x in inputs)), scale)}


def dense_run(x, weight, bias, d_y):
    """y = x Wᵀ + b and its three gradients for the incoming gradient d_y."""
    x, weight, bias = (t.clone().requires_grad_() for t in (x, weight, bias))
    y = F.linear(x, weight, bias)
    y.backward(d_y)
    return {"output": y.detach(), "dInput": x.grad, "dWeight": weight.grad, "dBias": bias.grad}


def dense_cases():
    cases = []
    for i, (rows, n_in, n_out) in enumerate(DENSE_SHAPES):
        rng = np.random.RandomState(100 + i)
        inputs = draw(rng, rows, n_in), draw(rng, n_out, n_in), draw(rng, n_out), draw(rng, rows, n_out)
        given = dict(zip(["input", "weight", "bias", "dOutput"], inputs))
        cases.append({"rows": rows, "inputs": n_in, "outputs": n_out, **given, **both(dense_run, *inputs)})
    return cases


def activation_cases():
    x = exact([-m for m in reversed(MAGNITUDES)] + [0.0] + MAGNITUDES)

    def run(f):
        def inner(x):
            x = x.clone().requires_grad_()
            y = f(x)
            y.sum().backward()
            return {"output": y.detach(), "derivative": x.grad}

        return inner

    return [{"activation": name, "input": x, **both(run(f), x, scale=1)} for name, f in ACTIVATIONS.items()]


def loss_cases():
    """MSE and BCE-with-logits, both means over pixels and batch, with gradients by the prediction."""
    cases = []
    for name, loss in LOSSES.items():

        def run(prediction, target, loss=loss):
            prediction = prediction.clone().requires_grad_()
            value = loss(prediction, target)
            value.backward()
            return {"loss": value.detach().reshape(1), "dPrediction": prediction.grad}

        for i, (rows, features) in enumerate([(1, 1), (3, 7), (37, 5)]):
            rng = np.random.RandomState(200 + i)
            prediction = draw(rng, rows, features, scale=3.0)
            target = exact(rng.randint(0, 256, (rows, features)) / np.float32(255))
            cases.append({"loss": name, "rows": rows, "features": features, "prediction": prediction, "target": target, "result": both(run, prediction, target)})
        # Every extreme prediction against black, white and between.
        extremes = exact([-100, -88, -30, -16, -1e-6, 0, 1e-6, 16, 30, 88, 100])
        prediction = extremes.repeat(3).reshape(3, -1)
        target = exact([0, 0.3, 1]).reshape(3, 1).expand(3, len(extremes)).contiguous()
        cases.append({"loss": name, "rows": 3, "features": len(extremes), "prediction": prediction, "target": target, "result": both(run, prediction, target)})
    for case in cases:
        case["float32"] = case["result"].pop("float32")
    return cases


def optimizer_cases():
    """Ten updates of one parameter by given gradients: huge, tiny, zero, and sign changes."""
    rng = np.random.RandomState(300)
    start = draw(rng, 13)
    gradients = draw(rng, 10, 13)
    gradients[:, 0] = 0
    gradients[:, 1] = exact(1e-7)
    gradients[:, 2] = exact(1e4)
    gradients[1:, 3] = 0
    gradients[:9, 4] = 0
    cases = []
    for name, make in OPTIMIZERS.items():
        for lr, decay in [(0.001, 0.0), (0.01, 0.0), (0.1, 0.05)]:

            def run(start, gradients, make=make, lr=lr, decay=decay):
                value = nn.Parameter(start.clone())
                optimizer = make([value], lr, decay)
                path = []
                for gradient in gradients:
                    value.grad = gradient.clone()
                    optimizer.step()
                    path.append(value.detach().clone())
                return {"first": path[0], "last": path[-1]}

            cases.append({"optimizer": name, "learningRate": lr, "weightDecay": decay, "start": start, "gradients": gradients, **both(run, start, gradients, scale=1)})
    return cases
