"""Numbers by a rule that both sides compute exactly, so that a fixture need not list them.

The i-th number of a name is SplitMix64's finalizer of (FNV-1a of the name) + (i + 1) * GOLDEN, all in
64 bits. A byte is its top 8 bits. A float is its top 24 bits, read as a number in -1..1 in steps of 2^-23,
times a power of two: exact in float32. tests/it/golden/rule.rs is the other side.
"""

import numpy as np
import torch

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def fnv1a64(name):
    """FNV-1a of a name's bytes, in 64 bits."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def words(name, count):
    """`count` words of 64 bits."""
    x = np.uint64(fnv1a64(name)) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def some_bytes(name, *shape):
    """Bytes 0..255."""
    return (words(name, int(np.prod(shape))) >> np.uint64(56)).astype(np.uint8).reshape(shape)


def floats(name, exponent, *shape):
    """Uniform numbers in -2^exponent..2^exponent, as float64."""
    top = (words(name, int(np.prod(shape))) >> np.uint64(40)).astype(np.int64) - (1 << 23)
    return torch.from_numpy(np.ldexp(top.astype(np.float64), exponent - 23)).reshape(shape)
