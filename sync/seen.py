"""Which sessions live, when each was last heard of, and that one signed out from elsewhere has heard so."""

from contextlib import suppress

from peewee import Database

from sync.database import execute, fetch, places, reading
from sync.faults import Busy
from sync.models import Session
from sync.scope import Seat
from sync.store import Store

STALE_MS = 10 * 60_000
"""How stale `seen` may become before it is worth a write."""


def living(db: Database, sessions: list[str]) -> set[str]:
    """Those of some sessions that have not ended."""
    sql = f'SELECT "hash" FROM "session" WHERE "hash" IN ({places(len(sessions))}) AND "ended" IS NULL'
    return {hash_ for (hash_,) in fetch(db, sql, sessions)}


def standing(db: Database, seat: Seat) -> tuple[str, int, int | None]:
    """How a session stands, when it was last heard of, and when it ended.

    `living`, `left` (its person signed out there) or `revoked`: signed out from elsewhere, or the member is gone.
    """
    sql = (
        'SELECT "seen", "ended", "why", (SELECT COUNT(*) FROM "member" WHERE "business" = ? AND "id" = ? '
        'AND "deleted" IS NOT TRUE) FROM "session" WHERE "hash" = ?'
    )
    with reading(db):
        found = fetch(db, sql, (seat.business, seat.member, seat.session))
    seen, ended, why, members = found[0] if found else (0, 0, "left", 1)
    if why == "revoked" or not members:
        return "revoked", seen, ended
    return "living" if ended is None else "left", seen, ended


def hear_all(store: Store, sessions: list[str]) -> None:
    """Note that these living sessions are heard of, where that is worth a write."""
    now = store.clock()
    of = f'"hash" IN ({places(len(sessions))}) AND "ended" IS NULL AND "seen" < ?'
    params = (*sessions, now - STALE_MS)
    with reading(store.db):
        stale = fetch(store.db, f'SELECT 1 FROM "session" WHERE {of} LIMIT 1', params)
    if stale:
        with suppress(Busy):
            store.writer.submit(
                lambda: execute(store.db, f'UPDATE "session" SET "seen" = ? WHERE {of}', (now, *params))
            )


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
