"""What the tests of the machine's faults share: the shim, and the stage that plays scenes under it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from tests.browser.conftest import house, phones, profiles, shop
from tests.faults import disk
from tests.faults.disk import Event, Plan
from tests.faults.powercut import Machine
from tests.faults.scenes import SCENES
from tests.faults.scenes.ground import Cast
from tests.faults.scenes.scene import Scene
from tests.server.conftest import data, fichero, typed

__all__ = ["data", "fichero", "house", "phones", "profiles", "shop", "typed"]

ROOT = Path(__file__).parents[2]


@dataclass
class Played:
    """What came of a scene: where, what it said, whether it came to its end, how many steps it took.

    Of a recorded one also the disk as it was `before`, and everything that was done to it.
    """

    folder: Path
    said: list[Any]
    ended: bool
    steps: int
    before: Machine
    events: list[Event]


class Stage:
    """Plays scenes, each on a copy of what it was prepared with."""

    def __init__(self, shim: Path, ground: Path):
        self.ground = ground
        self._prepared: dict[str, tuple[Path, Cast]] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stage"],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if not name.startswith("FICHERO_")}
            | {"LD_PRELOAD": str(shim)},
        )  # fmt: skip
        self._count = 0

    def scene(self, name: str) -> tuple[Scene, Path, Cast]:
        """A scene, the folder that it was prepared in, and its cast."""
        if name not in self._prepared:
            folder = self.ground / f"{name} prepared"
            folder.mkdir()
            self._prepared[name] = (folder, json.loads(json.dumps(SCENES[name].prepare(folder))))
        return SCENES[name], *self._prepared[name]

    def play(self, name: str, *, recorded: bool = False, **plan: int) -> Played:
        """Play a scene under a plan, and let it end as it may. `played.folder` is for the caller to remove."""
        _, prepared, cast = self.scene(name)
        self._count += 1
        folder = copytree(prepared, self.ground / str(self._count))
        plan_of = Plan(self.ground / "plan")
        plan_of.set(**plan)
        record = self.ground / f"{self._count}.record"
        before = Machine(folder)
        asked = {"scene": name, "folder": str(folder), "plan": str(plan_of.path), "cast": cast}
        asked["record"] = str(record) if recorded else ""
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        assert told["code"] in (0, -9), f"the scene failed by itself: {told}"
        done = disk.events(record) if recorded else []
        return Played(folder, told["said"], told["code"] == 0, plan_of.steps, before, done)

    def check(self, name: str, folder: Path, said: list[Any]) -> None:
        """What must hold after a scene; the folder is gone afterwards."""
        scene, _, cast = self.scene(name)
        scene.check(folder, cast, said)
        rmtree(folder)

    def close(self) -> None:
        """No more scenes."""
        self._process.stdin.close()
        self._process.wait(20)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`disk.c`, compiled."""
    return disk.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def stage(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The stage, one a session."""
    made = Stage(shim, tmp_path_factory.mktemp("stage"))
    yield made
    made.close()
