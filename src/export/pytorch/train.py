"""Goes on training the network in model.py, on one machine or on many, and writes model.safetensors again.

    python train.py IMAGES --epochs 5
    torchrun --nproc_per_node 4 train.py IMAGES --epochs 5

IMAGES is an IDX file, gzipped or not, or a folder of pictures. Written by Hourglass for PyTorch 1.13 and later.
"""

import argparse
import math
import os
import sys

try:
    # @imports
    import torch
    import torch.distributed as dist
    import torch.nn.functional as F
    from torch import nn
    from torch.nn.parallel import DistributedDataParallel
    from torch.utils.data import BatchSampler, DataLoader, DistributedSampler

    from model import HERE, Autoencoder, check_arrays, check_place, load_weights, open_images, save_weights, told
    # @sheet
except ImportError as error:
    if __name__ != "__main__":
        raise
    sys.exit(f"train.py needs PyTorch, NumPy and model.py: {error}")

# Images a step, those of all processes together.
# @constants


# @corruption
class Objective(nn.Module):
    """The loss of a batch of images. Also what DistributedDataParallel wraps, so that gradients meet."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    # @loss


class Read:
    """Images as batches. Processes that read ahead give back what went wrong as a sentence, not as their traceback."""

    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, places):
        try:
            return self.images[places]
        except (OSError, ValueError, ImportError) as error:
            return str(error)


def new_optimizer(model):
    """Starts without running means: those of Hourglass are not read."""
    # @optimizer


def processes():
    """How many processes there are, the number of this one, and where it computes. torchrun says so in variables."""
    world, rank, local, here = (
        int(os.environ.get(name, default))
        for name, default in (("WORLD_SIZE", 1), ("RANK", 0), ("LOCAL_RANK", 0), ("LOCAL_WORLD_SIZE", 1))
    )
    on_gpu = torch.cuda.is_available() and torch.cuda.device_count() >= here
    if on_gpu:
        torch.cuda.set_device(local)
    if world > 1:
        dist.init_process_group("nccl" if on_gpu and dist.is_nccl_available() else "gloo")
    return world, rank, torch.device("cuda", local) if on_gpu else torch.device("cpu")


def train(args):
    check_arrays()
    world, rank, device = processes()
    if rank == 0:
        check_place(args.output)
    torch.manual_seed(SEED + rank)
    model = Autoencoder()
    metadata = load_weights(model, args.weights)
    step = int(metadata.get("step", 0))
    model.to(device)
    objective = Objective(model)
    if world > 1:
        objective = DistributedDataParallel(objective)
    optimizer = new_optimizer(model)

    images = open_images(args.images)
    # Every process has its own share of an epoch, and a share of a batch.
    sampler = DistributedSampler(images, world, rank, shuffle=SHUFFLE, seed=SEED)
    batches = BatchSampler(sampler, math.ceil(BATCH_SIZE / world), drop_last=False)
    loader = DataLoader(Read(images), sampler=batches, batch_size=None, num_workers=args.workers)
    last = step + (args.steps or args.epochs * len(batches))

    epoch, losses = 0, []
    try:
        while step < last:
            epoch = step // len(batches)
            sampler.set_epoch(epoch)
            losses = []
            for batch in loader:
                if isinstance(batch, str):
                    raise ValueError(batch)
                loss = objective(batch.to(device), step)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                if not math.isfinite(losses[-1]):
                    raise ValueError(f"the loss of step {step} is not finite; a smaller learning rate may help")
                step += 1
                if step == last:
                    break
            report(model, args.output, step, epoch, losses, rank)
    except KeyboardInterrupt:
        report(model, args.output, step, epoch, losses, rank)
        raise SystemExit(130) from None
    finally:
        if world > 1:
            dist.destroy_process_group()


def report(model, path, step, epoch, losses, rank):
    """Writes the weights and says how far the training is. One process does, since all have the same weights."""
    if rank != 0 or not losses:
        return
    if not all(torch.isfinite(weight).all() for weight in model.parameters()):
        raise ValueError(f"after step {step} the weights are not finite; {path} is as it was")
    save_weights(model, path, step)
    print(f"step {step}, epoch {epoch}: loss {sum(losses) / len(losses):.6g}", flush=True)


def count(text):
    """A number of steps or epochs."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def workers(text):
    """A number of processes beside this one."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def main():
    parser = argparse.ArgumentParser(description="Goes on training the network in model.py.")
    parser.add_argument("images", metavar="IMAGES", help="an IDX file, gzipped or not, or a folder of pictures")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=count, default=1, help="passes over the images (1)")
    length.add_argument("--steps", type=count, help="or steps")
    parser.add_argument("--weights", default=os.path.join(HERE, "model.safetensors"), help="where to begin")
    parser.add_argument("--output", help="where to write the weights (the file given as --weights)")
    parser.add_argument("--workers", type=workers, default=0, help="processes that read pictures ahead (0)")
    args = parser.parse_args()
    args.output = args.output or args.weights
    train(args)


if __name__ == "__main__":
    told(main)
