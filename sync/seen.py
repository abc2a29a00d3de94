"""When a session was last heard of, and that one which is signed out from elsewhere has heard so."""

from contextlib import suppress

from sync.faults import Busy
from sync.models import Session
from sync.store import Store

STALE_MS = 10 * 60_000
"""How stale `seen` may become before it is worth a write."""


def hear(store: Store, session: str, seen: int, ended: int | None, gone: bool) -> None:
    """Note that a session was heard of; `gone`: its member was removed, which ends it. Nothing where the store is busy.

    `seen` later than `ended` says that its device was told to erase its copy.
    """
    now = store.clock()
    if gone and ended is None:
        cells = {"ended": now, "why": "revoked", "seen": now + 1}
    elif ended is not None and seen <= ended:
        cells = {"seen": max(now, ended + 1)}
    elif now - seen > STALE_MS:
        cells = {"seen": now}
    else:
        return
    # Reading goes on when nothing can be written.
    with suppress(Busy):
        store.writer.submit(lambda: Session.update(**cells).where(Session.hash == session).execute())
