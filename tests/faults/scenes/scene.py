"""What every scene is: prepared once, played in a child of the stage, checked by whoever had it played."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.store import Store
from tests.faults.scenes.ground import Cast, found_business, opened

Say = Callable[[Any], None]


class Scene:
    """One thing that a server does."""

    def prepare(self, folder: Path) -> Cast:
        """What is there before, made in an empty folder: a business. What it returns goes through JSON."""
        cast = found_business(folder)
        with opened(folder) as store:
            self.furnish(store, folder, cast)
        return cast

    def furnish(self, store: Store, folder: Path, cast: Cast) -> None:
        """What this scene needs of the business beforehand, told to the cast."""

    def play(self, folder: Path, cast: Cast, say: Say) -> None:
        """Do it, and say what is safe from then on."""
        raise NotImplementedError

    def check(self, folder: Path, cast: Cast, said: list[Any]) -> None:
        """Start again after it ended somewhere, `said` being the last thing heard of it, and do it once more."""
        raise NotImplementedError
