#!/usr/bin/python3
"""Writes pictures.json, scaled pictures that tests/it/data holds the engine against:
`python3 tests/golden/pictures.py`. Needs NumPy and Pillow.

Bicubic is Pillow's BICUBIC (Keys, a = -1/2) on 32-bit floats. An area filter is Pillow's BOX where the
sides divide each other, and otherwise, where BOX takes whole pixels only, the shares of pixels that are
covered, as a matrix in float64. The picture is a rule both sides know: channel c of (x, y) is
(3 x x + 5 y y + 7 x y + 90 c) mod 256. Numbers are rounded to four decimals, `(y, x)` of one channel.
"""

import json
import pathlib

import numpy as np
import PIL
from PIL import Image

# Width and height before and after, and the channel.
CASES = [
    ("box", (40, 30), (20, 10), 0),
    ("box", (64, 48), (16, 16), 2),
    ("area", (40, 30), (28, 21), 1),
    ("area", (29, 101), (16, 16), 0),
    ("bicubic", (9, 7), (16, 18), 0),
    ("bicubic", (3, 2), (16, 16), 1),
    ("bicubic", (1, 5), (4, 12), 2),
    ("mixed", (30, 6), (10, 16), 0),
]


def picture(width, height, channel):
    y, x = np.mgrid[0:height, 0:width]
    return ((3 * x * x + 5 * y * y + 7 * x * y + 90 * channel) % 256).astype(np.float32)


def shares(n_in, n_out):
    """What share of each output's stretch each pixel covers, (n_out, n_in)."""
    edges = np.arange(n_out + 1)[:, None] * n_in
    pixels = np.arange(n_in)[None, :] * n_out
    low = np.maximum(edges[:-1], pixels)
    high = np.minimum(edges[1:], pixels + n_out)
    return np.maximum(high - low, 0) / n_in


def scaled(kind, values, to):
    width, height = to
    image = Image.fromarray(values, "F")
    if kind == "box":
        return np.asarray(image.resize(to, Image.BOX), np.float64)
    if kind == "bicubic":
        return np.asarray(image.resize(to, Image.BICUBIC), np.float64)
    if kind == "mixed":
        image = image.resize((image.width, height), Image.BICUBIC)
        return np.asarray(image.resize(to, Image.BOX), np.float64)
    rows = shares(values.shape[0], height) @ values.astype(np.float64)
    return rows @ shares(values.shape[1], width).T


def main():
    cases = []
    for kind, size, to, channel in CASES:
        values = scaled(kind, picture(*size, channel), to)
        numbers = [round(float(v), 4) for v in values.flatten()]
        case = {"kind": kind, "from": size, "to": to, "channel": channel, "values": numbers}
        cases.append(json.dumps(case, separators=(",", ":")))
    made_by = f"tests/golden/pictures.py, Pillow {PIL.__version__}, NumPy {np.__version__}"
    path = pathlib.Path(__file__).resolve().parent / "pictures.json"
    path.write_text(f'{{"madeBy":{json.dumps(made_by)},"cases":[\n' + ",\n".join(cases) + "\n]}\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
