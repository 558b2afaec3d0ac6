#!/usr/bin/python3
"""Writes the files that tests/browser/own-corpus.spec.js drops on the page: `python3 tests/corpus/make.py`.

Needs Debian's python3-numpy, python3-pil, libavif-bin and golang-1.19-src; the files are committed, these are not.
Damaged files are written byte by byte; whole ones come from Pillow, libavif and Go's own tests (see README.md).
Every picture is of other random squares (NumPy's MT19937, whose stream is fixed for good), so that none is taken for
another's copy. What the page makes of each file is in outcomes.json, which this script leaves alone.
"""

import pathlib
import shutil
import sys

sys.dont_write_bytecode = True  # no __pycache__ among the files

import archive_files
import foreign_files
import png_files
import raster_files
import saved_files
import table_files

HERE = pathlib.Path(__file__).resolve().parent
GO = pathlib.Path("/usr/share/go-1.19/src/image")

# Go's names for its files, and ours.
FROM_GO = {
    "png/testdata/invalid-crc32.png": "png-crc-go.png",
    "png/testdata/invalid-noend.png": "png-no-end-go.png",
    "png/testdata/invalid-palette.png": "png-palette-go.png",
    "png/testdata/invalid-trunc.png": "png-cut-go.png",
    "png/testdata/invalid-zlib.png": "png-zlib-go.png",
    "testdata/triangle-001.gif": "gif-triangle-go.gif",
    "testdata/video-001.5bpp.gif": "gif-palette-go.gif",
    "testdata/video-001.cmyk.jpeg": "jpeg-cmyk-go.jpeg",
    "testdata/video-001.progressive.truncated.jpeg": "jpeg-few-scans-go.jpeg",
    "testdata/video-001.q50.420.jpeg": "jpeg-420-go.jpeg",
    "testdata/video-001.q50.444.progressive.jpeg": "jpeg-progressive-go.jpeg",
    "testdata/video-001.rgb.jpeg": "jpeg-rgb-go.jpeg",
    "testdata/video-005.gray.q50.jpeg": "jpeg-gray-go.jpeg",
}
PNG_SUITE = [
    "basn0g01", "basn0g02-29", "basn0g16", "basn2c08", "basn2c16", "basn3p04-31i", "basn3p08-trns",
    "basn4a08", "basn4a16", "basn6a16", "ftbbn0g04", "ftbwn0g16",
]


def main():
    out = HERE / "files"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    for source, name in FROM_GO.items():
        shutil.copyfile(GO / source, out / name)
    for name in PNG_SUITE:
        shutil.copyfile(GO / f"png/testdata/pngsuite/{name}.png", out / f"suite-{name}.png")
    for module in (png_files, raster_files, archive_files, table_files, saved_files, foreign_files):
        for name, content in module.files().items():
            path = out / name
            assert not path.exists(), name
            path.write_bytes(content)
    sizes = [path.stat().st_size for path in out.iterdir()]
    print(f"{len(sizes)} files, {sum(sizes)} bytes")


if __name__ == "__main__":
    main()
