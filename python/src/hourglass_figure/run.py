"""A run as the browser sends it: a safetensors file with the curves in its metadata."""

import json
from typing import Dict, NamedTuple

import numpy as np

# A curve begins with its stride and its unfinished point: step, value and how many steps that has.
UNFINISHED = 4

CURVES = {
    "training": "loss",
    "reconstruction": "reconstruction_loss",
    "kl": "kl",
    "heldOut": "held_out_loss",
    "heldOutError": "held_out_error",
}


class Run(NamedTuple):
    """What a model is after `step` steps."""

    step: int
    config: dict
    weights: Dict[str, np.ndarray]
    history: Dict[str, np.ndarray]
    file: bytes


def read_run(file):
    """Takes a file apart; the weights are views of it."""
    length = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + length])
    metadata = header.pop("__metadata__")
    weights = {}
    for name, entry in header.items():
        # Running means of large models' optimizers stand among the tensors.
        if name.startswith("optimizer."):
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        weights[name] = np.frombuffer(file[begin:end], dtype="<f4").reshape(entry["shape"])
    curves = json.loads(metadata["history"])
    history = {
        known: np.array(curves.get(name, [])[UNFINISHED:], dtype=np.float64).reshape(-1, 2)
        for name, known in CURVES.items()
    }
    return Run(int(metadata["step"]), json.loads(metadata["config"]), weights, history, file)
