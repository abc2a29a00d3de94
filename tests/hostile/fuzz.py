"""Spoilt frames for the real store, in this process, as many as asked for: `python -m tests.hostile.fuzz`.

FICHERO_FRAMES (100,000) how many; FICHERO_SEED the first seed, random by default: one seed is one frame. Part of
`make soak`. Each frame gets one of the protocol's answers or a refusal in the protocol's words; anything else is a
fault, printed with its seed.
"""

import os
import random
import resource
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from server import sessions
from sync import wire
from sync.faults import Busy
from sync.store import Store
from tests.hostile.frames import spoilt, valid

GROWTH = 64 * 1024 * 1024
"""Bytes by which the process may grow once it has warmed up, whatever the number of frames."""


class Target:
    """A store with one owner's session."""

    def __init__(self, database: str, folder: Path):
        self.store = Store(database, folder)
        self.store.migrate()
        business = self.store.add_business("Made-up Grooming", "UTC", "EUR", "en")
        owner = self.store.add_member(business, "Olga Invented", "olga@example.com", "owner")
        made = sessions.sign_in(self.store, sessions.make_link(self.store, business, owner, 10**9)[0], "fuzz")
        self.seat, self.device, self.epoch = made.seat, made.device, self.store.state(business)[0]
        self.n = 1
        self.taken = 0

    def give(self, seed: int) -> str:
        """One spoilt frame; what came of it. Raises whatever is no answer of the protocol."""
        dice = random.Random(seed)
        frame = spoilt(dice, valid(dice, self.device, self.epoch, self.n))
        try:
            message = wire.decode(frame)
            if isinstance(message, wire.Push):
                wire.decode_push(frame)
                said = self.store.push(self.seat, message, None)
                for answer in said:
                    wire.encode(answer)
                    if isinstance(answer, wire.Ack) and answer.device == self.device:
                        self.taken += answer.n + 1 - self.n
                        self.n = answer.n + 1
                return type(said[0]).__name__
            if isinstance(message, wire.Hello):
                return type(self.store.hello(self.seat, message)[0]).__name__
            return type(message).__name__
        except (wire.Refusal, Busy) as refusal:
            assert refusal.code in wire.CODES
            return refusal.code


def fuzz(target: Target, first: int, count: int) -> dict[str, int]:
    """So many frames; how often each answer came. Raises AssertionError with the seed of a frame that did harm."""
    answers: dict[str, int] = {}
    for seed in range(first, first + count):
        try:
            said = target.give(seed)
        except Exception as fault:
            raise AssertionError(f"FICHERO_SEED={seed} FICHERO_FRAMES=1: {type(fault).__name__}: {fault}") from fault
        answers[said] = answers.get(said, 0) + 1
    return answers


def main() -> int:
    """All of them. Returns the exit code."""
    count = int(os.environ.get("FICHERO_FRAMES", "100000"))
    first = int(os.environ.get("FICHERO_SEED", secrets.randbelow(2**31)))
    print(f"to see these again: FICHERO_SEED={first} FICHERO_FRAMES={count} python -m tests.hostile.fuzz", flush=True)
    with TemporaryDirectory() as folder:
        target = Target(f"sqlite:///{folder}/fichero.db", Path(folder))
        warm = min(count, 2_000)
        print(fuzz(target, first, warm))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(fuzz(target, first + warm, count - warm))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
        target.store.close()
    print(f"{count} frames, {target.taken} ops taken, {grown // 1024} KiB grown")
    return int(grown > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
