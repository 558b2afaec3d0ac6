"""Every kind of auto-encoder in PyTorch, from the same JSON configuration as the engine's.

`forward` is the one formula: encoder, bottleneck, decoder, loss. Images and feature maps are planar
(channel, y, x), parameters have the engine's names, and a decoder is its encoder's mirror.
"""

import copy

import torch
from torch.nn import functional as F

from layers import ACTIVATIONS

DEFAULT = {
    "input": {"channels": 1, "height": 28, "width": 28},
    "architecture": {"kind": "dense", "hidden": [128, 64]},
    "activation": "relu",
    "outputActivation": "sigmoid",
    "codeActivation": "linear",
    "bottleneck": {"kind": "plain", "latentDim": 2},
    "corruption": {"kind": "none", "amount": 0.0},
    "loss": "mse",
    "codeSparsity": 0.0,
    "sparsityTarget": 0.0,
    "optimizer": {"kind": "adam", "learningRate": 0.001},
    "batchSize": 128,
}

CONV = {"kind": "conv", "channels": [16, 32], "kernel": 3, "stride": 2, "hidden": []}
VARIATIONAL = {"kind": "variational", "latentDim": 2, "beta": 1.0}
NOISY = {"bottleneck": {"latentDim": 32}, "corruption": {"kind": "gaussian", "amount": 0.5}}

OFTEN = {"batchSize": 32, "optimizer": {"learningRate": 0.003}}

PRESETS = {
    "vanilla": {},
    "convolutional": {"architecture": CONV, **OFTEN},
    "variational": {"architecture": {"hidden": [400]}, "bottleneck": VARIATIONAL, "loss": "bce"},
    "denoising": {"architecture": {"hidden": [512]}, **NOISY, "bottleneck": {"latentDim": 64}},
    "sparse": {"architecture": {"hidden": [128]}, "bottleneck": {"latentDim": 32}, "codeSparsity": 1e-4},
    "linear": {"architecture": {"hidden": []}, "activation": "linear", "outputActivation": "linear"},
    "conv-variational": {"architecture": CONV, **OFTEN, "bottleneck": VARIATIONAL, "loss": "bce"},
    "conv-denoising": {"architecture": CONV, **OFTEN, **NOISY},
}


def merge(base, over):
    """`base` with `over`'s keys in it, object by object; another `kind` starts from nothing."""
    out = copy.deepcopy(base)
    for key, value in over.items():
        old = out.get(key)
        same = isinstance(value, dict) and isinstance(old, dict) and value.get("kind", old.get("kind")) == old.get("kind")
        out[key] = merge(old, value) if same else copy.deepcopy(value)
    return out


def configure(preset, over):
    """The preset's configuration with `over`'s keys in it."""
    return merge(merge(DEFAULT, PRESETS[preset]), over)


def features(config):
    """Numbers in an image."""
    return config["input"]["channels"] * config["input"]["height"] * config["input"]["width"]


def down(size, kernel, stride):
    """What a convolution with padding (kernel - 1) / 2 makes of a side."""
    return (size + 2 * ((kernel - 1) // 2) - kernel) // stride + 1


def maps(config):
    """(channels, height, width) of the image and of every feature map; the image alone if dense."""
    image, arch = config["input"], config["architecture"]
    sizes = [(image["channels"], image["height"], image["width"])]
    for channels in arch.get("channels", []):
        _, height, width = sizes[-1]
        k, s = arch["kernel"], arch["stride"]
        sizes.append((channels, down(height, k, s), down(width, k, s)))
    return sizes


def shapes(config):
    """Names and shapes of all parameters, in the engine's order."""
    arch, latent = config["architecture"], config["bottleneck"]["latentDim"]
    sizes = maps(config)
    kernels = [(b[0], a[0], arch["kernel"], arch["kernel"]) for a, b in zip(sizes, sizes[1:])]
    widths = [sizes[-1][0] * sizes[-1][1] * sizes[-1][2], *arch["hidden"]]
    dense = [(n_out, n_in) for n_in, n_out in zip(widths, widths[1:])]
    encoder = {f"encoder.{i}": (shape, shape[0]) for i, shape in enumerate(kernels + dense)}
    variational = config["bottleneck"]["kind"] == "variational"
    heads = ["bottleneck.mu", "bottleneck.log_var"] if variational else [f"encoder.{len(encoder)}"]
    encoder.update({head: ((latent, widths[-1]), latent) for head in heads})
    back = [(n_in, n_out) for n_out, n_in in [*dense, (latent, widths[-1])][::-1]]
    # A transposed convolution's weight is (in, out, k, k): its mirror's, as it stands.
    mirrored = [(shape, shape[0]) for shape in back] + [(shape, shape[1]) for shape in kernels[::-1]]
    decoder = {f"decoder.{i}": layer for i, layer in enumerate(mirrored)}
    out = {}
    for name, (weight, bias) in {**encoder, **decoder}.items():
        out.update({f"{name}.weight": weight, f"{name}.bias": (bias,)})
    return out


class Pass:
    """The layers of one configuration; `margin` is the distance of all that was seen to the nearest kink."""

    def __init__(self, config, parameters):
        self.config, self.p, self.sizes, self.margin = config, parameters, maps(config), torch.inf
        self.kinked = config["activation"] in ("relu", "leaky-relu")

    def near(self, y):
        self.margin = min(self.margin, y.detach().abs().min().item())

    def activate(self, y):
        if self.kinked:
            self.near(y)
        return ACTIVATIONS[self.config["activation"]](y)

    def dense(self, name, x):
        return F.linear(x, self.p[f"{name}.weight"], self.p[f"{name}.bias"])

    def encode(self, x):
        """What the code's layer sees: after the last hidden layer."""
        arch = self.config["architecture"]
        y = x.reshape(len(x), *self.sizes[0])
        for i in range(len(self.sizes) - 1):
            w, b, k = self.p[f"encoder.{i}.weight"], self.p[f"encoder.{i}.bias"], arch["kernel"]
            y = self.activate(F.conv2d(y, w, b, stride=arch["stride"], padding=(k - 1) // 2))
        y = y.flatten(1)
        for i in range(len(arch["hidden"])):
            y = self.activate(self.dense(f"encoder.{len(self.sizes) - 1 + i}", y))
        return y

    def decode(self, z):
        """Logits."""
        arch = self.config["architecture"]
        n_dense, n_maps = len(arch["hidden"]) + 1, len(self.sizes) - 1
        y = z
        for i in range(n_dense):
            y = self.dense(f"decoder.{i}", y)
            if i < n_dense - 1 or n_maps:
                y = self.activate(y)
        y = y.reshape(len(y), *self.sizes[-1])
        for i in range(n_maps):
            (_, *small), (_, *large) = self.sizes[n_maps - i], self.sizes[n_maps - i - 1]
            k, s = arch["kernel"], arch["stride"]
            p = (k - 1) // 2
            extra = [big - ((side - 1) * s - 2 * p + k) for big, side in zip(large, small)]
            w, b = self.p[f"decoder.{n_dense + i}.weight"], self.p[f"decoder.{n_dense + i}.bias"]
            y = F.conv_transpose2d(y, w, b, stride=s, padding=p, output_padding=extra)
            y = self.activate(y) if i < n_maps - 1 else y
        return y.flatten(1)


def forward(config, parameters, noisy, target, epsilon, beta):
    """Loss and its parts, code and reconstruction of rows of images, with the distance to the nearest kink.

    Plain: the reconstruction loss is the mean over pixels and batch. Variational: it is summed over pixels
    and averaged over the batch, and the code is mu; z = mu + exp(log_var / 2) * epsilon.
    """
    net, rows = Pass(config, parameters), len(noisy)
    hidden = net.encode(noisy)
    out, penalty = {}, 0
    if config["bottleneck"]["kind"] == "variational":
        code = net.dense("bottleneck.mu", hidden)
        log_var = net.dense("bottleneck.log_var", hidden).clamp(-20, 20)
        z = code + torch.exp(log_var / 2) * epsilon
        out["kl"] = -0.5 * (1 + log_var - code**2 - log_var.exp()).sum() / rows
        out["logVar"] = log_var
        penalty = beta * out["kl"]
    else:
        code = net.dense(f"encoder.{len(net.sizes) - 1 + len(config['architecture']['hidden'])}", hidden)
        code = torch.sigmoid(code) if config["codeActivation"] == "sigmoid" else code
        z = code
    logits = net.decode(z)
    output = torch.sigmoid(logits) if config["outputActivation"] == "sigmoid" else logits
    if config["loss"] == "bce":
        part = F.binary_cross_entropy_with_logits(logits, target, reduction="sum")
    else:
        part = F.mse_loss(output, target, reduction="sum")
    part = part / (rows if "kl" in out else target.numel())
    amount, rate = config["codeSparsity"], config["sparsityTarget"]
    if amount and rate:
        mean = code.mean(dim=0)
        penalty = penalty + amount * (rate * torch.log(rate / mean) + (1 - rate) * torch.log((1 - rate) / (1 - mean))).sum()
    elif amount:
        net.near(code)
        penalty = penalty + amount * code.abs().sum(dim=1).mean()
    out.update({"loss": part + penalty, "reconstructionLoss": part, "code": code, "reconstruction": output})
    return {**out, "margin": net.margin}
