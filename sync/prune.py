"""Forgetting what nobody can need any more, at every start of the server."""

from peewee import Database

from sync.database import execute

DAY_MS = 86_400_000

OP_DAYS = 120
"""How long an op is known by its name: longer than any phone keeps it to send again (90 days)."""


def prune(db: Database, at: int) -> None:
    """Drop the names of old ops and links that open nothing any more; `at` is the time in ms UTC."""
    before = at - OP_DAYS * DAY_MS
    execute(db, 'DELETE FROM "op" WHERE "at" < ?', (before,))
    execute(db, 'DELETE FROM "link" WHERE "expires" < ?', (before,))
