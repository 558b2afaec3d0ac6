#!/usr/bin/python3
"""Writes decoded.json, what tests/it/formats/decoded.rs holds our decoders against: `python3 tests/golden/decoded.py`.

Needs Debian's python3-png, python3-pil and python3-numpy. Each PNG and BMP of tests/corpus that those can read, as its
width, its height and the CRC-32 of its pixels (red, green, blue, alpha). PNG is PyPNG's, with 16 bits a channel
stretched by the rule of src/formats/pictures/png/pixels.rs and turned as Pillow's exif_transpose does. BMP is Pillow's,
or the picture that a file was made of: Pillow 9.4 does not read all kinds, and drops the last of an odd number of
pixels in run lengths of 4 bits.
"""

import json
import pathlib
import sys
import zlib

import numpy as np
import PIL
import png
from PIL import Image, ImageOps

sys.dont_write_bytecode = True  # no __pycache__ among the fixtures
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "corpus"))

import bmp_files

FILES = HERE.parent / "corpus" / "files"
# Files whose pixels are known, since they were made of them.
MADE_OF_ONE = set(bmp_files.taken())


def stretched(rgba, bits):
    """16-bit channels as bytes, the colors after the bits that the visible ones use."""
    if bits < 16:
        most = (1 << bits) - 1
        return (rgba.astype(np.int64) * 255 + most // 2) // most
    values = rgba.astype(np.int64)
    color, alpha = values[..., :3], values[..., 3:]
    largest = int((color * (alpha > 0)).max())
    most = (1 << max(8, largest.bit_length())) - 1
    color = (np.minimum(color, most) * 255 + most // 2) // most
    return np.concatenate([color, (alpha * 255 + 32767) // 65535], axis=2)


def decoded_png(path):
    width, height, rows, info = png.Reader(filename=path).asRGBA()
    rgba = np.vstack([np.asarray(row, np.uint16) for row in rows]).reshape(height, width, 4)
    picture = Image.fromarray(stretched(rgba, info["bitdepth"]).astype(np.uint8))
    picture.info["exif"] = Image.open(path).getexif().tobytes()
    return np.asarray(ImageOps.exif_transpose(picture))


def decoded_bmp(path):
    if path.name not in MADE_OF_ONE:
        return np.asarray(Image.open(path).convert("RGBA"))
    colors = np.array([(*color[::-1], 255) for color in bmp_files.COLORS], np.uint8)
    made_of = colors[bmp_files.indices()]
    try:
        same = np.array_equal(np.asarray(Image.open(path).convert("RGB")), made_of[..., :3])
        print(path.name, "the same in Pillow" if same else "other than in Pillow")
    except Exception as error:
        print(path.name, "not in Pillow:", error)
    return made_of


def main():
    pictures = {}
    for path in sorted(FILES.iterdir()):
        decode = {".png": decoded_png, ".bmp": decoded_bmp}.get(path.suffix)
        if decode is None:
            continue
        try:
            rgba = decode(path)
        except Exception as error:
            print(path.name, "left out:", str(error)[:60])
            continue
        pictures[path.name] = [rgba.shape[1], rgba.shape[0], zlib.crc32(np.ascontiguousarray(rgba).tobytes())]
    made_by = f"tests/golden/decoded.py, PyPNG {png.__version__}, Pillow {PIL.__version__}, NumPy {np.__version__}"
    lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(size)}" for name, size in pictures.items())
    text = f'{{"madeBy":{json.dumps(made_by)},"pictures":{{\n{lines}\n}}}}\n'
    (HERE / "decoded.json").write_text(text)
    print(f"decoded.json: {len(pictures)} pictures, {len(text)} bytes")


if __name__ == "__main__":
    main()
