"""Builds no package without the widget's script."""

import pathlib

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WIDGET = pathlib.Path(__file__).parent / "src/hourglass_figure/static/widget.js"


class NeedsWidget(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        if not WIDGET.is_file():
            raise FileNotFoundError(
                "The widget's script is not built yet. Run `cargo xtask python` in the repository, then install again."
            )
