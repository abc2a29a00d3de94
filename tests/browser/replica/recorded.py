"""`fichero` as it is, with two ears of the tests: `python -m tests.browser.replica.recorded serve`.

In the data folder it writes `taken.jsonl`, one line for each device id given and each push taken, in the order of the
store's transactions and before their commit; and it reads `clock.ahead`, the ms by which the server's clock is wrong.
"""

import contextlib
import json
import os
from functools import partialmethod
from pathlib import Path
from typing import Any

from server.__main__ import main  # isort: skip

import msgspec

from sync import wire
from sync.database import fetch, reading
from sync.pieces import Sent
from sync.push import Pushing
from sync.store import Store, system_ms

HOME = Path(os.environ["FICHERO_DATA"])


def _write(event: dict[str, Any]) -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    file = os.open(HOME / "taken.jsonl", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    os.write(file, json.dumps(event).encode() + b"\n")
    os.close(file)


def clock() -> int:
    """The server's clock, wrong by what the test says."""
    ahead = 0
    with contextlib.suppress(FileNotFoundError, ValueError):
        ahead = int((HOME / "clock.ahead").read_text())
    return max(system_ms() + ahead, 0)


_take, _add_device, _init = Pushing.take, Store.add_device, Store.__init__


def take(self: Pushing, sent: list[Sent], skew: int) -> list[wire.ServerMessage]:
    """As it is, written down. The ops are read before it, since it puts what may be written in their place."""
    ops = [msgspec.to_builtins(one.op) for one in sent if one.op]
    answers = _take(self, sent, skew)
    batch = self.batch
    _write(
        {
            "kind": "push",
            "business": batch.business,
            "member": self.scope.member,
            "device": self.device.id,
            "skew": skew,
            "clock": batch.at,
            "cursor": self.cursor,
            "ops": ops,
            "answers": [json.loads(wire.encode(answer)) for answer in answers],
        }
    )
    return answers


def add_device(self: Store, business: str, member: str, session: str, label: str, parent: str | None = None) -> str:
    """As it is, written down with the stamp that the device goes on from."""
    device = _add_device(self, business, member, session, label, parent)
    sql = 'SELECT "stamp" FROM "device" WHERE "business" = ? AND "id" = ?'
    with reading(self.db):
        stamp = fetch(self.db, sql, (business, device))[0][0]
    _write(
        {"kind": "device", "business": business, "member": member, "device": device, "parent": parent, "stamp": stamp}
    )
    return device


def install() -> None:
    """Put the ears on."""
    Pushing.take = take
    Store.add_device = add_device
    Store.__init__ = partialmethod(_init, clock=clock)


if __name__ == "__main__":
    install()
    main()
