"""Forgetting what nobody can need any more, at every start of the server."""

from peewee import Database

from sync.database import execute, fetch

DAY_MS = 86_400_000

OP_DAYS = 120
"""How long an op is known by its name: longer than any phone keeps it to send again (90 days)."""


def prune(db: Database, at: int) -> None:
    """Drop the names of old ops and links that open nothing any more; `at` is the time in ms UTC.

    Old is what the newest op has outlived too: a machine that wakes in a wrong year would forget them all, and
    take what a phone sends again for new.
    """
    ((newest,),) = fetch(db, 'SELECT COALESCE(MAX("at"), 0) FROM "op"')
    before = min(at, newest) - OP_DAYS * DAY_MS
    execute(db, 'DELETE FROM "op" WHERE "at" < ?', (before,))
    execute(db, 'DELETE FROM "link" WHERE "expires" < ?', (before,))
