#!/usr/bin/python3
"""Writes labs.json, what tests/it/labs holds the labs' measures and filters against:
`python3 tests/golden/labs.py`. The cases of classifiers and sets are those of codes_of_classes.py. Needs Debian's
python3-skimage, python3-sklearn, python3-scipy and python3-torch (for rule.py alone).

Pictures are `(channel, y, x)` in 256ths, so that both sides have the very same: `a` are the rule's bytes of a name,
and `b` is (3 a + other bytes) / 4, rounded down. Everything is computed in float64 and printed with nine digits.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import scipy.stats
import skimage
import sklearn
from skimage.filters import gaussian, median
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from skimage.restoration import denoise_tv_chambolle
from sklearn import metrics

sys.dont_write_bytecode = True  # no __pycache__ among the fixtures

import codes_of_classes
import rule

SHAPES = [(1, 12, 11), (3, 9, 14), (1, 7, 7)]


def nine(values):
    return [float(f"{value:.9g}") for value in np.asarray(values, np.float64).flatten()]


def pictures(shape):
    name = "x".join(map(str, shape))
    a = rule.some_bytes(f"{name} a", *shape).astype(np.int64)
    b = (3 * a + rule.some_bytes(f"{name} b", *shape)) // 4
    return a / 256, b / 256


def similarity_cases():
    for shape in SHAPES:
        a, b = pictures(shape)
        one = [structural_similarity(a[c], b[c], data_range=1.0) for c in range(shape[0])]
        psnr = peak_signal_noise_ratio(a, b, data_range=1.0)
        yield {"kind": "ssim", "shape": shape, "ssim": nine(np.mean(one))[0], "psnr": nine(psnr)[0]}


def filter_cases():
    filters = {"median": (median_of, [3, 5]), "gaussian": (gaussian, [0.5, 1.3]), "tv": (total_variation, [0.05, 0.4])}
    for shape in SHAPES[:2]:
        _, b = pictures(shape)
        for name, (run, parameters) in filters.items():
            for parameter in parameters:
                pixels = np.stack([run(plane, parameter) for plane in b])
                yield {"kind": name, "shape": shape, "parameter": parameter, "pixels": nine(pixels)}


def median_of(plane, side):
    return median(plane, np.ones((side, side)))


def total_variation(plane, weight):
    return denoise_tv_chambolle(plane, weight=weight)


def delong(normal, odd):
    """Half of the 95 % interval, from all pairs."""
    pairs = (odd[:, None] > normal[None]) + 0.5 * (odd[:, None] == normal[None])
    variance = pairs.mean(1).var(ddof=1) / len(odd) + pairs.mean(0).var(ddof=1) / len(normal)
    return scipy.stats.norm.ppf(0.975) * np.sqrt(variance)


def roc_cases():
    for n_normal, n_odd, steps in [(23, 17, 12), (40, 9, 1000), (5, 5, 2)]:
        name = f"roc {steps}"
        # In whole steps, so that there are ties.
        score = lambda which, n: rule.some_bytes(f"{name} {which}", n).astype(np.int64) * steps // 256
        normal, odd = score("normal", n_normal), score("odd", n_odd) + max(1, steps // 6)
        truth = np.r_[np.zeros(n_normal), np.ones(n_odd)]
        scores = np.r_[normal, odd]
        auc = metrics.roc_auc_score(truth, scores)
        fpr, tpr, thresholds = metrics.roc_curve(truth, scores, drop_intermediate=False)
        middle = float(np.median(scores))
        called = scores >= middle
        half = delong(normal, odd)
        yield {
            "kind": "roc", "normal": normal.tolist(), "odd": odd.tolist(), "auc": nine(auc)[0],
            "interval": nine([max(0, auc - half), min(1, auc + half)]), "falseAlarms": nine(fpr), "recall": nine(tpr),
            "thresholds": nine(thresholds[1:]), "middle": middle,
            "precisionThere": nine(metrics.precision_score(truth, called))[0],
            "recallThere": nine(metrics.recall_score(truth, called))[0],
        }


def interval_cases():
    for count in [2, 5, 31, 32, 200]:
        values = rule.some_bytes(f"interval {count}", count).astype(np.float64)
        mean, error = values.mean(), scipy.stats.sem(values)
        low, high = scipy.stats.t.interval(0.95, count - 1, loc=mean, scale=error)
        yield {"kind": "interval", "count": count, "mean": nine(mean)[0], "interval": nine([low, high])}


def main():
    cases = [*similarity_cases(), *filter_cases(), *roc_cases(), *interval_cases(), *codes_of_classes.cases()]
    versions = [f"{module.__name__} {module.__version__}" for module in (np, scipy, skimage, sklearn)]
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path = pathlib.Path(__file__).resolve().parent / "labs.json"
    made_by = json.dumps(", ".join(["tests/golden/labs.py", *versions]))
    path.write_text(f'{{"madeBy":{made_by},"cases":[\n{lines}\n]}}\n')
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
