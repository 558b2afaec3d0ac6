"""@description

    python model.py IMAGES                 # writes reconstructions.npy
    python model.py IMAGES --codes c.npy   # and the codes, too

IMAGES is an IDX file, gzipped or not, or a folder of pictures. The class Autoencoder is the whole network; what
follows it reads weights and images. Written by Hourglass for PyTorch 1.13 and later.
"""

import argparse
import contextlib
import gzip
import json
import os
import re
import struct
import sys
import zipfile
import zlib

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as error:
    if __name__ != "__main__":
        raise
    sys.exit(f"model.py needs PyTorch and NumPy: {error}")

# @size

# The same in Hourglass's words. They go into the file of weights, so that Hourglass opens it by itself.
CONFIG = json.loads("""
@config
""")


# @network


# Weights

# Readers of safetensors refuse headers over this many bytes.
MAX_HEADER = 100_000_000


def load_weights(model, path):
    """Puts the weights of a safetensors file, or of a kept run, into the model, and returns the file's metadata.

    The file is eight bytes with the length of its header, the header as JSON, and the numbers. Nothing in the model
    changes before all of them were read.
    """
    if not is_kept_run(path):
        with open(path, "rb") as file:
            return read_weights(model, path, file, os.path.getsize(path))
    try:
        with zipfile.ZipFile(path) as kept, kept.open("model.safetensors") as file:
            return read_weights(model, path, file, kept.getinfo("model.safetensors").file_size)
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ValueError(f"{path} is a ZIP, and no model.safetensors can be read from it: {error}") from None


def is_kept_run(path):
    """Whether a file is a ZIP, as NAME.hourglass is; what is no file is none."""
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        return file.read(4) == b"PK\x03\x04"


def read_weights(model, path, file, size):
    """As load_weights, from a file that is open, of `size` bytes."""
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > min(size - 8, MAX_HEADER):
        raise ValueError(f"{path} is no safetensors file, or it is cut short")
    try:
        header = json.loads(file.read(length).decode())
        metadata = dict(header.get("__metadata__", {}).items())
        metadata = metadata if "hourglass" in metadata else {}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise ValueError(f"{path} is no safetensors file: its header is not readable") from None
    step = metadata.get("step", "0")
    if not isinstance(step, str) or not re.fullmatch("[0-9]{1,16}", step) or int(step) > 2**53:
        raise ValueError(f"{path}: its step is {json.dumps(step)[:40]}, and no number of steps")
    weights = {}
    for name, tensor in model.state_dict().items():
        begin = place_of(header.get(name), tensor, size - 8 - length)
        if begin is None:
            raise ValueError(f"{path}: {name} is missing, cut short or not F32 of shape {list(tensor.shape)}")
        file.seek(8 + length + begin)
        numbers = bytearray(file.read(4 * tensor.numel()))
        weights[name] = torch.frombuffer(numbers, dtype=torch.float32).reshape(tensor.shape)
        if not torch.isfinite(weights[name]).all():
            raise ValueError(f"{path}: {name} has a number that is not finite")
    model.load_state_dict(weights)
    return metadata


def place_of(entry, tensor, size):
    """Where a tensor's numbers begin, if the header's entry fits the tensor and the file."""
    try:
        begin, end = entry["data_offsets"]
        fits = entry["dtype"] == "F32" and entry["shape"] == list(tensor.shape)
        fits = fits and type(begin) is type(end) is int
        fits = fits and 0 <= begin <= end <= size and end - begin == 4 * tensor.numel()
        return begin if fits else None
    except (KeyError, TypeError, ValueError):
        return None


def save_weights(model, path, step):
    """Writes a safetensors file that Hourglass opens: beside its place first, then over the older one."""
    metadata = {
        "hourglass": "1",
        "format": "pt",
        "config": json.dumps(CONFIG),
        "seed": str(CONFIG["seed"]),
        "step": str(step),
    }
    header, tensors, end = {"__metadata__": metadata}, [], 0
    for name, tensor in model.state_dict().items():
        tensors.append(tensor.detach().cpu().numpy().astype("<f4").tobytes())
        begin, end = end, end + len(tensors[-1])
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    part = f"{path}.part-{os.getpid()}"
    try:
        with open(part, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            file.writelines(tensors)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        if os.path.exists(part):
            os.remove(part)


def check_place(path):
    """Raises what would keep weights from being written there, so that it is known before any work."""
    if os.path.isdir(path):
        raise ValueError(f"{path} is a folder; the name of a file is needed")
    if is_kept_run(path):
        raise ValueError(f"{path} is a ZIP, such as a kept run, and stays as it is; give --output another name")
    folder, part = os.path.dirname(path) or ".", f"{path}.part-{os.getpid()}"
    if not os.path.isdir(folder):
        raise ValueError(f"{path} cannot be written: there is no folder {folder}")
    try:
        with open(part, "wb"):
            pass
        os.remove(part)
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror}") from None


# @images


# The program

HERE = os.path.dirname(os.path.abspath(__file__))


@torch.no_grad()
def in_parts(run, images):
    """What `run` makes of all images, 256 at a time, as one array."""
    places = list(range(len(images)))
    parts = [places[start : start + 256] for start in range(0, len(places), 256)]
    return np.concatenate([run(images[part]).numpy() for part in parts])


def main():
    parser = argparse.ArgumentParser(description="Reconstructs images.")
    parser.add_argument("images", metavar="IMAGES", help="an IDX file, gzipped or not, or a folder of pictures")
    parser.add_argument("--weights", default=os.path.join(HERE, "model.safetensors"), help="a safetensors file")
    parser.add_argument("--output", default="reconstructions.npy", help="where to write the reconstructions")
    parser.add_argument("--codes", help="where to write the codes")
    args = parser.parse_args()
    check_arrays()
    for path in filter(None, (args.output, args.codes)):
        check_place(path)
    model = Autoencoder().eval()
    load_weights(model, args.weights)
    images = open_images(args.images)
    reconstructions = in_parts(model, images)
    np.save(args.output, reconstructions)
    if args.codes:
        np.save(args.codes, in_parts(model.encode, images))
    originals = in_parts(nn.Identity(), images)
    print(f"{len(images)} images, mean squared error {np.mean((reconstructions - originals) ** 2):.6f}")


def check_arrays():
    """Raises if PyTorch and NumPy do not know each other: PyTorch before 2.3 wants NumPy before 2."""
    try:
        torch.zeros(1).numpy()
    except RuntimeError:
        pair = f"PyTorch {torch.__version__} cannot use NumPy {np.__version__}"
        raise ImportError(f"{pair}: PyTorch before 2.3 needs NumPy before 2") from None


def told(program):
    """Runs a program; what was wrong with its files is said in a sentence."""
    try:
        program()
    except (OSError, ValueError, ImportError) as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")


if __name__ == "__main__":
    told(main)
