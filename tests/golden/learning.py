#!/usr/bin/env python3
"""How well the engine learns, with intervals over seeds: writes tests/golden/learning.json.

    cargo build --release --example train
    python3 tests/golden/learning.py [--only variational,denoising] [--jobs 2] [--data www/data]

Every figure comes from the terminal interface, examples/train/main.rs, on the packs: 10,000 training and 2,000
held-out images. A part that is run replaces the same part of the file. Runs are bit for bit repeatable, so
the number of jobs and the machine change nothing but the time. docs/learning.md and docs/hinton.md say what
the figures mean; `--tables` trains nothing and prints their tables from the file.
"""

import argparse
import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
RESULT = TOP / "tests" / "golden" / "learning.json"
SEEDS = [1, 2, 3, 4, 5]
EPOCHS = 20
# Sixty runs: fewer epochs each.
COMPARED_EPOCHS = 2
# What is kept of the line that a run prints; its speed is not.
KEYS = ["step", "loss", "kl", "heldOutLoss", "heldOutMse", "pcaMse", "noisyPsnr", "denoisedPsnr", "activeUnits"]
# Student's t for a two-sided 95 % interval, by number of runs.
T = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}

WIDE = {
    "architecture": {"kind": "dense", "hidden": [1000, 500, 250]},
    "bottleneck": {"latentDim": 30},
    "activation": "gelu",
    "loss": "bce",
}

# What two architectures are compared at: batches and rate of the default.
SAME_STEPS = {"batchSize": 128, "optimizer": {"learningRate": 0.001}}


def case(data, preset, epochs=EPOCHS, **config):
    """A run: what it is called, and its stages of (epochs, configuration); a later stage goes on from the
    one before it."""
    return {"data": data, "preset": preset, "stages": [[epochs, config]]}


def parts():
    """The runs of every part, by name."""
    both = [(data, code) for data in ("mnist", "fashion") for code in (2, 8, 32)]
    code = lambda n: {"latentDim": n}
    return {
        "linear": {f"code {n}": case("mnist", "linear", bottleneck=code(n)) for n in (2, 8)},
        "variational": {"variational": case("mnist", "variational")},
        "denoising": {"denoising": case("mnist", "denoising", 16)},
        "conv-or-dense": {
            f"{data}, code {n}, {name}": case(data, preset, COMPARED_EPOCHS, bottleneck=code(n), **SAME_STEPS)
            for data, n in both
            for name, preset in (("dense", "vanilla"), ("conv", "convolutional"))
        },
        "hinton": {
            "GELU, cross-entropy": {
                "data": "mnist",
                "preset": "vanilla",
                "stages": [[15, WIDE], [5, {**WIDE, "optimizer": {"learningRate": 1e-4}}]],
                "nSeeds": 1,
            },
        },
    }


def train(binary, data, run, seed):
    """What the last stage reports."""
    files = [data / f"{run['data']}-{part}-images.idx3-ubyte.gz" for part in ("train", "test")]
    with tempfile.TemporaryDirectory() as folder:
        saved, load = pathlib.Path(folder) / "run.safetensors", []
        for epochs, config in run["stages"]:
            asked = ["--preset", run["preset"], "--config", json.dumps({**config, "seed": seed})]
            command = [binary, "--images", files[0], "--test-images", files[1], *asked, "--epochs", epochs, *load, "--save", saved]
            done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            load = ["--load", saved]
    seen = json.loads(done.stdout)
    return {"seed": seed, **{key: seen[key] for key in KEYS if seen[key] is not None}}


def interval(values):
    """Mean and half the width of its 95 % interval."""
    mean = statistics.fmean(values)
    half = T[len(values)] * statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else None
    return {"mean": mean, "within": half}


def summary(runs):
    """Mean and interval of every number that the runs report."""
    numbers = {k for k, v in runs[0].items() if isinstance(v, (int, float)) and k not in ("seed", "step")}
    return {key: interval([run[key] for run in runs]) for key in sorted(numbers)}


def shown(value, digits, scale=1):
    """A mean with its interval, for a table."""
    within = "" if value["within"] is None else f" ± {scale * value['within']:.{digits}f}"
    return f"{scale * value['mean']:.{digits}f}{within}"


def table(*rows):
    """The first row is the head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    print("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n")


def tables(done):
    """The pages' tables."""
    def mse(name, part, key="heldOutMse"):
        return shown(done[part][name]["summary"][key], 5)

    head = "code", "linear auto-encoder", "PCA", "ratio"
    ratio = lambda runs: interval([run["heldOutMse"] / run["pcaMse"] for run in runs])
    table(head, *([name[5:], mse(name, "linear"), mse(name, "linear", "pcaMse"), shown(ratio(runs["seeds"]), 4)] for name, runs in done["linear"].items()))

    torch = json.loads((RESULT.parent / "elbo.json").read_text())["seeds"]
    ours = done["variational"]["variational"]["seeds"]
    kinds = [("Hourglass", ours), ("PyTorch", torch)]
    table(("", "held-out −ELBO, nats"), *([name, shown(interval([run["heldOutLoss"] for run in runs]), 2)] for name, runs in kinds))

    psnr = lambda runs, key: shown(runs["summary"][key], 2)
    gain = lambda runs: interval([run["denoisedPsnr"] - run["noisyPsnr"] for run in runs["seeds"]])
    table(("preset", "noisy, dB", "reconstruction, dB", "gain, dB"), *([name, psnr(runs, "noisyPsnr"), psnr(runs, "denoisedPsnr"), shown(gain(runs), 2)] for name, runs in done["denoising"].items()))

    rows = []
    for data, name in (("mnist", "digits"), ("fashion", "fashion")):
        for code in (2, 8, 32):
            dense, conv = (done["conv-or-dense"][f"{data}, code {code}, {kind}"] for kind in ("dense", "conv"))
            pairs = zip(dense["seeds"], conv["seeds"])
            change = interval([100 * (b["heldOutMse"] / a["heldOutMse"] - 1) for a, b in pairs])
            rows.append([name, str(code), *(shown(kind["summary"]["heldOutMse"], 5) for kind in (dense, conv)), shown(change, 1) + " %"])
    table(("images", "code", "dense", "convolutional", "convolutional against dense"), *rows)

    rows = [[name, shown(runs["summary"]["heldOutMse"], 2, 784), shown(runs["summary"]["pcaMse"], 2, 784)] for name, runs in done.get("hinton", {}).items()]
    table(("settings", "held-out squared error an image", "PCA-30"), *rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=TOP / "www" / "data")
    parser.add_argument("--binary", type=pathlib.Path, default=TOP / "target" / "release" / "examples" / "train")
    parser.add_argument("--only", default=",".join(parts()))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tables", action="store_true")
    args = parser.parse_args()
    if args.tables:
        return tables(json.loads(RESULT.read_text())["parts"])
    result = json.loads(RESULT.read_text()) if RESULT.exists() else {"madeBy": "tests/golden/learning.py", "parts": {}}
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for part in args.only.split(","):
            waiting = {
                name: (run, [pool.submit(train, args.binary, args.data, run, seed) for seed in SEEDS[: run.get("nSeeds")]])
                for name, run in parts()[part].items()
            }
            result["parts"][part] = {}
            for name, (run, futures) in waiting.items():
                runs = [future.result() for future in futures]
                means = summary(runs)
                result["parts"][part][name] = {**run, "summary": means, "seeds": runs}
                print(part, name, {key: means[key] for key in ("heldOutLoss", "heldOutMse") if key in means}, flush=True)
            RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
