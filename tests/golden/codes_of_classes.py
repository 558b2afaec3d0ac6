"""The cases of labs.py that are about codes and classes: classifiers, neighborhoods, distances of sets.

Points are by rule.py, in 256ths: whole steps around a center of their class, far enough apart for no two distances that
matter to be the same. Only what scikit-learn and SciPy make of them is written down.
"""

import numpy as np
import rule
import scipy.linalg
import scipy.stats
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import trustworthiness
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.semi_supervised import LabelSpreading


def nine(values):
    return [float(f"{value:.9g}") for value in np.asarray(values, np.float64).flatten()]


def points(name, count, width, classes):
    """Points (count, width) and their labels: (center + 2 · offset) / 256 of bytes, with the class by turns."""
    centers = rule.some_bytes("centers", 10, width).astype(np.int64)
    offsets = rule.some_bytes(f"{name} points", count, width).astype(np.int64)
    labels = np.arange(count) % classes
    return (centers[labels] + 2 * offsets) / 256, labels


def classifier_cases():
    for width, classes, n_training, n_judged in [(3, 2, 60, 41), (6, 5, 150, 83), (20, 10, 400, 211)]:
        (x, y), (u, v) = points("training", n_training, width, classes), points("judged", n_judged, width, classes)
        for k in [1, 5]:
            distances, _ = NearestNeighbors(n_neighbors=k + 1).fit(x).kneighbors(u)
            assert (np.diff(distances[:, k - 1:]) > 1e-6).all(), "a tie that each side may break as it likes"
        knn = {k: int((KNeighborsClassifier(k).fit(x, y).predict(u) == v).sum()) for k in [1, 5]}
        # Its L-BFGS ends where the fourth digit is still moving.
        linear = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-6, max_iter=10000).fit(x, y)
        right = int((linear.predict(u) == v).sum())
        low, high = scipy.stats.binomtest(right, n_judged).proportion_ci(method="wilson")
        yield {
            "kind": "classifiers", "width": width, "classes": classes, "training": n_training, "judged": n_judged,
            "knn1": knn[1], "knn5": knn[5], "linear": right, "interval": nine([low, high]),
            "loss": nine(penalized_loss(linear, x, y))[0], "weights": nine(weights(linear).T),
            "differences": nine(differences(linear)),
        }


def weights(linear):
    """(classes, features); of two classes half the one vector each."""
    return np.r_[-linear.coef_ / 2, linear.coef_ / 2] if len(linear.classes_) == 2 else linear.coef_


def differences(linear):
    """Biases less their mean, which no probability depends on."""
    bias = linear.intercept_
    bias = np.r_[-bias / 2, bias / 2] if len(linear.classes_) == 2 else bias
    return bias - bias.mean()


def penalized_loss(linear, x, y):
    chances = linear.predict_log_proba(x)[np.arange(len(y)), y]
    return -chances.sum() + 0.5 * (linear.coef_**2).sum()


def neighborhood_cases():
    for count, width, k in [(40, 5, 3), (90, 8, 12), (200, 20, 12)]:
        space, _ = points("space", count, width, 5)
        # In steps so fine that hardly any two distances are the same.
        map_ = points("map", count, 2, 5)[0] + points("map's rest", count, 2, 5)[0] / 4096
        # A map that shows something of the space.
        near = space[:, :2] + map_ / 16
        yield {
            "kind": "neighborhoods", "count": count, "width": width, "k": k,
            "trustworthiness": nine(trustworthiness(space, near, n_neighbors=k))[0],
            "continuity": nine(trustworthiness(near, space, n_neighbors=k))[0],
            "ofChance": nine(trustworthiness(space, map_, n_neighbors=k))[0],
        }


def frechet(a, b):
    (mean_a, cov_a), (mean_b, cov_b) = [(x.mean(0), np.cov(x, rowvar=False)) for x in (a, b)]
    root = scipy.linalg.sqrtm(cov_a @ cov_b).real
    return ((mean_a - mean_b) ** 2).sum() + np.trace(cov_a + cov_b - 2 * root)


def frechet_cases():
    for width, count in [(2, 30), (8, 100), (32, 150)]:
        a, _ = points("a", count, width, 3)
        b, _ = points("b", count + 7, width, 4)
        yield {"kind": "frechet", "width": width, "count": count, "distance": nine(frechet(a, b))[0]}


def gaussian_cases():
    for width, count in [(3, 20), (6, 5)]:
        x, _ = points("gaussian", count, width, 2)
        covariance = np.cov(x, rowvar=False)
        jitter = 1e-6 * np.trace(covariance) / width
        factor = scipy.linalg.cholesky(covariance + jitter * np.eye(width), lower=True)
        yield {"kind": "normal", "width": width, "count": count, "mean": nine(x.mean(0)), "factor": nine(factor)}


def cross_entropy_cases():
    for count, classes, scale in [(1, 2, 1), (7, 3, 4), (40, 10, 16)]:
        values, labels = points("logits", count, classes, classes)
        logits = torch.tensor(scale * values, dtype=torch.float64, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
        loss.backward()
        yield {
            "kind": "cross-entropy", "count": count, "classes": classes, "scale": scale,
            "loss": nine(loss.detach())[0], "gradient": nine(logits.grad),
        }


def spreading_cases():
    for count, width, classes, known in [(40, 3, 2, 4), (150, 6, 5, 15)]:
        x, y = points("spread", count, width, classes)
        _, places = NearestNeighbors(n_neighbors=6).fit(x).kneighbors(x)
        graph = np.zeros((count, count))
        for own, near in enumerate(places):
            assert own == near[0], "twins"
            graph[own, near[1:]] = graph[near[1:], own] = 1
        told = np.where(np.arange(count) < known, y, -1)
        spread = LabelSpreading(kernel=lambda *_: graph, alpha=0.99, max_iter=30, tol=0).fit(x, told)
        yield {
            "kind": "spreading", "count": count, "width": width, "classes": classes, "known": known,
            "shares": nine(np.nan_to_num(spread.label_distributions_)),
        }


def cases():
    return [*spreading_cases(), *cross_entropy_cases(), *classifier_cases(), *neighborhood_cases(), *frechet_cases(), *gaussian_cases()]
