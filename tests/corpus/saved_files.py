"""Saved sets (safetensors, see src/export/collection.rs): a good one, and others that lie or hold something else."""

import json
import struct

import numpy as np

from table_files import numbers


def saved(tensors, settings=None, metadata=None, lie=None):
    """A file of `(name, array)` pairs; `lie` changes the header's entries."""
    entries, data = {}, b""
    for name, array in sorted(tensors.items()):
        content = array.tobytes()
        dtype = {"uint8": "U8", "float32": "F32"}[array.dtype.name]
        entries[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    texts = {"hourglass": "1"}
    if settings is not None:
        texts["set"] = json.dumps(settings)
    entries["__metadata__"] = texts if metadata is None else metadata
    if lie:
        lie(entries)
    header = json.dumps(entries, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + data


def files():
    pictures = numbers(40, count=3, side=16)[..., None]
    tensors = {
        "images": pictures,
        "labels": np.array([0, 1, 255], np.uint8),
        "drawings": numbers(41, count=2, side=20),
        "drawing_labels": np.array([1, 255], np.uint8),
    }
    settings = {"classes": ["round", "<b>square</b>"], "preparation": {"size": 16}, "share": 0.2, "seed": 7}
    strange = {**tensors, "labels": np.array([0, 9, 255], np.uint8)}
    weights = {"encoder.0.weight": np.zeros((2, 16), np.float32)}

    def huge(entries):
        entries["images"]["shape"] = [1 << 40, 16, 16, 1]

    def overlapping(entries):
        entries["images"]["data_offsets"] = entries["drawings"]["data_offsets"]

    whole = saved(tensors, settings)
    return {
        "saved-good.safetensors": whole,
        "saved-cut.safetensors": whole[:-30],
        "saved-header-2-60.safetensors": struct.pack("<Q", 1 << 60) + whole[8:],
        "saved-huge-shape.safetensors": saved(tensors, settings, lie=huge),
        "saved-overlapping.safetensors": saved(tensors, settings, lie=overlapping),
        "saved-strange-label.safetensors": saved(strange, settings),
        "saved-size-65535.safetensors": saved(tensors, {**settings, "preparation": {"size": 65535}}),
        "saved-unknown-key.safetensors": saved(tensors, {**settings, "surprise": 1}),
        "saved-model.safetensors": saved(weights, metadata={"hourglass": "1", "config": "{}"}),
        "saved-elsewhere.safetensors": saved(weights, metadata={"format": "pt"}),
    }
