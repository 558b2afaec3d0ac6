"""Golden cases of whole auto-encoders: one forward with all gradients, and ten steps; run by make.py.

The model is 12-7-5-2-5-7-12 on eight images of 1x3x4 bytes. Losses are means over pixels and
batch. `codeSparsity` s adds s * (mean over the batch of the sum over the code of |code|) to the
loss, with the slope 0 at 0. `weightDecay` is PyTorch's L2: w * parameter is added to the gradient
of every parameter, biases too, and the loss does not show it.
"""

import itertools

import numpy as np
import torch
from torch import nn

from layers import ACTIVATIONS, LOSSES, OPTIMIZERS, both

ENCODER = [12, 7, 5, 2]
IMAGES = 8
BATCH = 5  # so that every second step sees the last, short batch of three
STEPS = 10
ENDS = [("sigmoid", "mse"), ("linear", "mse"), ("sigmoid", "bce")]
LEARNING_RATES = {"sgd": 0.1, "momentum": 0.1, "rmsprop": 0.01, "adam": 0.01}


def names():
    """(name, inputs, outputs) of every dense layer."""
    for side, widths in [("encoder", ENCODER), ("decoder", ENCODER[::-1])]:
        for i, (n_in, n_out) in enumerate(zip(widths, widths[1:])):
            yield f"{side}.{i}", n_in, n_out


def weights():
    """The initial parameters of all cases, exact in float32: name to tensor."""
    rng = np.random.RandomState(7)
    made = {}
    for name, n_in, n_out in names():
        bound = (3 / n_in) ** 0.5
        made[f"{name}.weight"] = rng.uniform(-bound, bound, (n_out, n_in))
        made[f"{name}.bias"] = rng.uniform(-0.3, 0.3, n_out)
    return {k: torch.from_numpy(v.astype(np.float32)).double() for k, v in made.items()}


def image_bytes():
    return np.random.RandomState(8).randint(0, 256, (IMAGES, ENCODER[0])).astype(np.uint8)


def images():
    """Bytes / 255 as float32 has it."""
    return torch.from_numpy(image_bytes().astype(np.float32) / np.float32(255)).double()


def forward(parameters, x, activation, output_activation, loss, sparsity):
    """Loss, its parts, code and reconstruction; `margin` is the distance to the nearest kink."""
    f, margin = ACTIVATIONS[activation], torch.inf
    kinked = activation in ("relu", "leaky-relu")
    y, code = x, None
    layers = [name for name, _, _ in names()]
    for name in layers:
        y = nn.functional.linear(y, parameters[f"{name}.weight"], parameters[f"{name}.bias"])
        if name == f"encoder.{len(ENCODER) - 2}":
            code = y
            margin = min(margin, code.abs().min().item()) if sparsity else margin
        elif name != layers[-1]:
            margin = min(margin, y.abs().min().item()) if kinked else margin
            y = f(y)
    output = torch.sigmoid(y) if output_activation == "sigmoid" else y
    reconstruction_loss = LOSSES[loss](y if loss == "bce" else output, x)
    total = reconstruction_loss + sparsity * code.abs().sum(dim=1).mean() if sparsity else reconstruction_loss
    return {"loss": total, "reconstructionLoss": reconstruction_loss, "code": code, "reconstruction": output, "margin": margin}


def gradients_of(keys, *case):
    """A run from (images, parameter values) to the outputs and all gradients."""

    def run(x, *values):
        parameters = {k: v.clone().requires_grad_() for k, v in zip(keys, values)}
        seen = forward(parameters, x, *case)
        assert seen.pop("margin") > 1e-4, f"{case}: too near a kink for one rounding to be harmless"
        seen["loss"].backward()
        out = {k: v.detach().reshape(-1) for k, v in seen.items()}
        out.update({f"d {k}": p.grad for k, p in parameters.items()})
        return out

    return run


def model_cases():
    start, x = weights(), images()
    cases = [{"encoder": ENCODER, "weights": start, "bytes": image_bytes().flatten().tolist(), "images": IMAGES, "batch": BATCH}]
    kinds = [(a, *end, 0.0) for a, end in itertools.product(ACTIVATIONS, ENDS)]
    kinds += [("tanh", "sigmoid", "mse", 0.01), ("relu", "sigmoid", "bce", 0.3)]
    for activation, output, loss, sparsity in kinds:
        seen = both(gradients_of(list(start), activation, output, loss, sparsity), x, *start.values())
        d_parameters = {k: seen.pop(f"d {k}") for k in start}
        cases.append({"activation": activation, "outputActivation": output, "loss": loss, "codeSparsity": sparsity, "float32": seen.pop("float32"), "value": seen, "gradients": d_parameters})
    return cases


def training_of(keys, case, optimizer, decay):
    """A run of ten steps in file order from (images, parameter values) to losses and parameters."""

    def run(x, *values):
        parameters = {k: nn.Parameter(v.clone()) for k, v in zip(keys, values)}
        update = OPTIMIZERS[optimizer](parameters.values(), LEARNING_RATES[optimizer], decay)
        batches = itertools.cycle(x.split(BATCH))
        losses = []
        for _, batch in zip(range(STEPS), batches):
            seen = forward(parameters, batch, *case)
            assert seen["margin"] > 1e-5, f"{case} {optimizer}: too near a kink"
            update.zero_grad()
            seen["loss"].backward()
            update.step()
            losses.append(seen["loss"].detach())
        return {"losses": torch.stack(losses), **{k: p.detach() for k, p in parameters.items()}}

    return run


def step_cases():
    """Every optimizer with every activation, with weight decay at one, code sparsity at another."""
    start, x = weights(), images()
    settings = [
        ("relu", "sigmoid", "mse", 0.0, 0.0),
        ("leaky-relu", "linear", "mse", 0.0, 0.0),
        ("tanh", "sigmoid", "bce", 0.0, 0.05),
        ("sigmoid", "sigmoid", "bce", 0.0, 0.0),
        ("elu", "linear", "mse", 0.02, 0.0),
        ("gelu", "sigmoid", "mse", 0.0, 0.05),
        ("linear", "linear", "mse", 0.0, 0.0),
    ]
    cases = []
    for (activation, output, loss, sparsity, decay), optimizer in itertools.product(settings, OPTIMIZERS):
        case = activation, output, loss, sparsity
        seen = both(training_of(list(start), case, optimizer, decay), x, *start.values(), scale=1)
        cases.append({"activation": activation, "outputActivation": output, "loss": loss, "codeSparsity": sparsity, "weightDecay": decay, "optimizer": optimizer, "learningRate": LEARNING_RATES[optimizer], "float32": seen.pop("float32"), "losses": seen.pop("losses"), "weights": seen})
    return cases
