"""An auto-encoder that trains live in a notebook: `Hourglass(images=x)` with a NumPy array."""

from .figure import Hourglass, NothingYet

__all__ = ["Hourglass", "NothingYet"]
__version__ = "0.1.0"
