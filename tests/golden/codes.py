"""Golden cases of what a reconstruction and a code cost; run by make.py.

The sums over an image that a variational model's loss is made of; a Gaussian code's sample and its KL
divergence from N(0, 1), whole and number by number; the distance to a wanted rate of activity.
"""

import numpy as np
import torch

from layers import LOSSES, both, draw, exact


def sum_cases():
    """Summed over an image's pixels, averaged over the batch."""
    cases = []
    for name, loss in LOSSES.items():

        def run(prediction, target, loss=loss):
            prediction = prediction.clone().requires_grad_()
            value = loss(prediction, target, reduction="sum") / len(prediction)
            value.backward()
            return {"loss": value.detach().reshape(1), "dPrediction": prediction.grad}

        for i, (rows, features) in enumerate([(1, 1), (3, 7), (35, 2)]):
            rng = np.random.RandomState(600 + i)
            prediction = draw(rng, rows, features, scale=2.0)
            target = exact(rng.randint(0, 256, (rows, features)) / np.float32(255))
            given = {"prediction": prediction, "target": target}
            cases.append({"kind": "sum", "function": name, "rows": rows, **given, **both(run, *given.values())})
    return cases


def gaussian_cases():
    """z = μ + e^(½·log σ²)·ε, its gradients for a given dL/dz, and those of beta·KL added to them."""
    cases = []
    beyond = exact([-1000, -25, -20, -19.5, 19.5, 20, 21, 1000])
    for i, (rows, dim, beta) in enumerate([(1, 1, 1.0), (4, 2, 1.0), (3, 7, 4.0), (2, 4, 1.0)]):

        def run(mu, log_var, epsilon, d_z, beta=beta):
            mu, log_var = mu.clone().requires_grad_(), log_var.clone().requires_grad_()
            clamped = log_var.clamp(-20, 20)
            z = mu + torch.exp(clamped / 2) * epsilon
            terms = -0.5 * (1 + clamped - mu**2 - clamped.exp())
            kl = terms.sum() / len(mu)
            ((z * d_z).sum() + beta * kl).backward()
            value = {"z": z, "kl": kl.reshape(1), "klPerDim": terms.sum(0)}
            return {**{k: v.detach() for k, v in value.items()}, "dMu": mu.grad, "dLogVar": log_var.grad}

        rng = np.random.RandomState(700 + i)
        names = ["mu", "logVar", "epsilon", "dZ"]
        given = {name: draw(rng, rows, dim) for name in names}
        if i == 3:
            given["logVar"] = beyond.reshape(rows, dim)
        cases.append({"kind": "gaussian", "rows": rows, "beta": beta, **given, **both(run, *given.values(), scale=1)})
    return cases


def rate_cases():
    """amount · Σ KL(Bernoulli(target) ‖ Bernoulli(mean activity)) over the units of a code within 0..1."""
    cases = []
    for i, (rows, dim, target, amount) in enumerate([(1, 1, 0.5, 1.0), (5, 3, 0.05, 0.3), (40, 4, 0.2, 2.0)]):

        def run(code, target=target, amount=amount):
            code = code.clone().requires_grad_()
            on = torch.distributions.Bernoulli(torch.full((code.shape[1],), target, dtype=code.dtype))
            seen = torch.distributions.Bernoulli(code.mean(0))
            value = amount * torch.distributions.kl_divergence(on, seen).sum()
            value.backward()
            return {"loss": value.detach().reshape(1), "dCode": code.grad}

        code = torch.sigmoid(draw(np.random.RandomState(800 + i), rows, dim, scale=2.0)).float().double()
        cases.append({"kind": "rate", "rows": rows, "target": target, "amount": amount, "code": code, **both(run, code)})
    return cases


def code_cases():
    return sum_cases() + gaussian_cases() + rate_cases()
