#!/usr/bin/python3
"""Writes the golden numbers that tests/it holds the engine against: `python3 tests/golden/make.py`.

Needs Debian's python3-torch and python3-numpy; the fixtures are committed, PyTorch never is.
Every reference is computed by PyTorch in float64 from inputs that are exact in float32, so a
difference from it is the engine's own rounding. Each case also carries `float32`, the largest
difference of PyTorch's own float32 run from the same reference: the yardstick for the tests'
tolerances. It is relative to |reference| + 1 for activations, optimizers and steps, and otherwise to
|reference| + the tensor's largest |reference|; `stepsFloat32` is the first kind for cases that have both,
and whole runs' losses are compared by |reference| alone. Numbers are printed with nine significant digits, rows one
after the other. The random inputs come from NumPy's MT19937, whose stream is fixed for good.
"""

import json
import pathlib
import sys

import numpy as np
import torch

sys.dont_write_bytecode = True  # no __pycache__ among the fixtures

import codes
import convolutions
import layers
import models
import presets

HERE = pathlib.Path(__file__).resolve().parent


def plain(value):
    """Tensors become flat lists, floats lose what nine digits do not hold."""
    if isinstance(value, torch.Tensor):
        value = value.detach().double().flatten().tolist()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        number = float(f"{value:.9g}")
        return int(number) if number == int(number) and abs(number) < 1e6 else number
    return value


def write(name, script, cases):
    """One file, one case a line."""
    made_by = f"{script}, PyTorch {torch.__version__}, NumPy {np.__version__}"
    lines = ",\n".join(json.dumps(plain(case), separators=(",", ":")) for case in cases)
    path = HERE / f"{name}.json"
    path.write_text(f'{{"madeBy":{json.dumps(made_by)},"cases":[\n{lines}\n]}}\n')
    worst = max(case.get("float32", 0.0) for case in cases)
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes, float32 off by at most {worst:.1e}")


def main():
    torch.set_num_threads(1)
    write("dense", "tests/golden/layers.py", layers.dense_cases())
    write("activations", "tests/golden/layers.py", layers.activation_cases())
    write("losses", "tests/golden/layers.py", layers.loss_cases())
    write("variational", "tests/golden/codes.py", codes.code_cases())
    write("optimizers", "tests/golden/layers.py", layers.optimizer_cases())
    write("models", "tests/golden/models.py", models.model_cases())
    write("steps", "tests/golden/models.py", models.step_cases())
    write("presets", "tests/golden/presets.py", presets.small_cases("dense"))
    write("presets-conv", "tests/golden/presets.py", presets.small_cases("conv"))
    write("fifty-steps", "tests/golden/presets.py", presets.full_cases())
    write("convolutions", "tests/golden/convolutions.py", convolutions.convolution_cases())


if __name__ == "__main__":
    main()
