"""How far a device has come in its own edits, and what it was forked from."""

from peewee import Database

from sync.database import execute, fetch


class Device:
    """A device's place in the order of its own ops, as the store has it."""

    def __init__(self, db: Database, business: str, device: str):
        self.business = business
        self.id = device
        sql = 'SELECT "n", "o", "stamp", "parent", "session", "member" FROM "device" WHERE "business" = ? AND "id" = ?'
        rows = fetch(db, sql, (business, device))
        self.known = bool(rows)
        self.n, self.o, self.stamp, self.parent, self.session, self.member = (
            rows[0] if rows else (0, "", "", "", "", "")
        )

    def lineage(self, db: Database) -> frozenset[str]:
        """This device and all that it was forked from."""
        ids, parent = {self.id}, self.parent
        while parent and parent not in ids:
            ids.add(parent)
            rows = fetch(db, 'SELECT "parent" FROM "device" WHERE "business" = ? AND "id" = ?', (self.business, parent))
            parent = rows[0][0] if rows else None
        return frozenset(ids)

    def save(self, db: Database) -> None:
        """Write how far the device has come."""
        sql = 'UPDATE "device" SET "n" = ?, "o" = ?, "stamp" = ? WHERE "business" = ? AND "id" = ?'
        execute(db, sql, (self.n, self.o, self.stamp, self.business, self.id))
