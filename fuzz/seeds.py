#!/usr/bin/env python3
"""Writes first files for the fuzzer to start from: those of tests/corpus, by kind, and some small ones."""

import gzip
import io
import json
import shutil
import struct
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
FILES = HERE.parent / "tests" / "corpus" / "files"
KINDS = {
    "picture": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".avif"),
    "archive": (".zip",),
    "gunzip": (".gz",),
    "idx": ("-ubyte", ".idx"),
    "npy": (".npy",),
    "csv": (".csv",),
    "collection": (".safetensors",),
}
LARGEST = 64 << 10


def small():
    """One small good file of each kind that needs no encoder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.png", b"abc" * 50)
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 3), }".ljust(117) + "\n"
    npy = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(range(18))
    tensors = json.dumps({"images": {"dtype": "U8", "shape": [1, 2, 2, 1], "data_offsets": [0, 4]}})
    return {
        "archive": packed.getvalue(),
        "gunzip": gzip.compress(b"abc" * 50, mtime=0),
        "idx": struct.pack(">4B3I", 0, 0, 8, 3, 2, 3, 3) + bytes(18),
        "npy": npy,
        "csv": b"label," + b",".join(b"p%d" % i for i in range(9)) + b"\n1," + b",".join([b"7"] * 9) + b"\n",
        "collection": struct.pack("<Q", len(tensors)) + tensors.encode() + bytes(4),
    }


def main():
    """Fills fuzz/corpus."""
    made = small()
    for kind, endings in KINDS.items():
        folder = HERE / "corpus" / kind
        folder.mkdir(parents=True, exist_ok=True)
        if kind in made:
            (folder / "small").write_bytes(made[kind])
        found = sorted(FILES.glob("*")) if FILES.is_dir() else []
        for file in found:
            if file.name.endswith(endings) and file.stat().st_size <= LARGEST:
                shutil.copy(file, folder / file.name)
        print(f"{kind}: {len(list(folder.iterdir()))} files", file=sys.stderr)


if __name__ == "__main__":
    main()
