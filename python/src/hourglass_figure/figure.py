"""The widget: images on their way to the browser, and what was learned on its way back."""

import json
import pathlib

import anywidget
import numpy as np
import traitlets

from .images import checked_images, checked_labels
from .run import read_run

WIDGET = pathlib.Path(__file__).parent / "static/widget.js"

ATTRIBUTES = ("preset", "config", "show", "controls", "steps", "seed", "autoplay", "theme", "lang")


PRESETS = (
    "vanilla",
    "convolutional",
    "variational",
    "denoising",
    "sparse",
    "linear",
    "conv-variational",
    "conv-denoising",
)


class NothingYet(RuntimeError):
    """No browser has sent anything of this figure yet."""


def script():
    """The widget's script."""
    if not WIDGET.is_file():
        raise ImportError(
            "hourglass_figure has no widget script. Run `cargo xtask python` in the repository, then `pip install ./python`."
        )
    return WIDGET.read_text(encoding="utf-8")


class Hourglass(anywidget.AnyWidget):
    """An auto-encoder that trains on `images` as long as it is seen.

    `images` are (N, height, width) or (N, height, width, channels), bytes or floats from 0 to 1; `labels` are whole
    numbers from 0 to 254. Further arguments are the attributes of the element `<hourglass-figure>`.
    """

    _esm = script()
    _images = traitlets.Bytes().tag(sync=True)
    _shape = traitlets.List(traitlets.Int()).tag(sync=True)
    _labels = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    _attributes = traitlets.Dict().tag(sync=True)

    def __init__(self, images, labels=None, **attributes):
        pixels = checked_images(images)
        given = None if labels is None else checked_labels(labels, len(pixels))
        texts = {name: as_text(name, value) for name, value in attributes.items() if value is not None}
        self._run = None
        self._codes = None
        super().__init__(
            _images=pixels.tobytes(),
            _shape=list(pixels.shape),
            _labels=None if given is None else given.tobytes(),
            _attributes=texts,
        )
        self.on_msg(self._receive)

    def _receive(self, _widget, content, buffers):
        """What the browser sends: a run with the codes of all images, or what went wrong."""
        if content.get("kind") == "error":
            print(f"Hourglass: {content.get('message')}")
        elif content.get("kind") == "run":
            run = read_run(bytes(buffers[0]))
            codes = np.frombuffer(bytes(buffers[1]), dtype="<f4").reshape(self._shape[0], -1)
            self._run, self._codes = run, codes

    def _received(self):
        if self._run is None:
            raise NothingYet(
                "No browser has sent anything of this figure yet. Show it (its name in the last line of a cell), wait "
                "until it trains, and ask in another cell: what a browser sends is heard between cells. A notebook that "
                "runs without a browser never hears of it."
            )
        return self._run

    @property
    def step(self):
        """The training step to which all that follows belongs."""
        return self._received().step

    @property
    def config(self):
        """The complete configuration of the model."""
        return json.loads(json.dumps(self._received().config))

    def weights(self):
        """The weights, by PyTorch's names."""
        return {name: array.copy() for name, array in self._received().weights.items()}

    def codes(self):
        """The codes of all images, (N, numbers of the code); the means, for a variational model."""
        self._received()
        return self._codes.copy()

    def history(self):
        """The curves by name, each an array of two columns: step and value."""
        return {name: curve.copy() for name, curve in self._received().history.items()}

    def save(self):
        """The run as a safetensors file, which Hourglass opens and PyTorch reads."""
        return self._received().file


def as_text(name, value):
    """An attribute's value as the element reads it."""
    if name not in ATTRIBUTES:
        raise TypeError(f"Hourglass has no argument {name!r}; there are images, labels, {', '.join(ATTRIBUTES)}")
    if isinstance(value, (bool, np.bool_)):
        if name != "autoplay":
            hint = "; [] is for none" if name in ("show", "controls") else ""
            raise TypeError(f"{name} is {value}, and a yes or no means nothing there{hint}")
        return "visible" if value else "no"
    if name == "preset" and value not in PRESETS:
        raise ValueError(f"there is no preset {value!r}; there are {', '.join(PRESETS)}")
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return ",".join(str(one) for one in value)
    return str(value)
