"""How far a device has come in its own edits, and what it was forked from."""

from collections.abc import Iterable, Sequence

from peewee import Database

from sync.database import execute_many, fetch, in_lists


class Device:
    """A device's place in the order of its own ops, as the store has it."""

    known = False
    n = 0
    o = stamp = parent = session = member = ""

    def __init__(self, business: str, device: str):
        self.business = business
        self.id = device

    def lineage(self, db: Database) -> frozenset[str]:
        """This device and all that it was forked from."""
        ids, parent = {self.id}, self.parent
        while parent and parent not in ids:
            ids.add(parent)
            parent = read_device(db, self.business, parent).parent
        return frozenset(ids)


def read_devices(db: Database, business: str, ids: Sequence[str]) -> dict[str, Device]:
    """These devices of a business, by id; one that is not there is not `known`."""
    devices = {device: Device(business, device) for device in ids}
    for places, some in in_lists(ids):
        sql = (
            'SELECT "id", "n", "o", "stamp", "parent", "session", "member" FROM "device" '
            f'WHERE "business" = ? AND "id" IN ({places})'
        )
        for found, *kept in fetch(db, sql, (business, *some)):
            device = devices[found]
            device.known = True
            device.n, device.o, device.stamp, device.parent, device.session, device.member = kept
    return devices


def read_device(db: Database, business: str, device: str) -> Device:
    """One device of a business."""
    return read_devices(db, business, [device])[device]


def save_devices(db: Database, devices: Iterable[Device]) -> None:
    """Write how far some devices have come."""
    sql = 'UPDATE "device" SET "n" = ?, "o" = ?, "stamp" = ? WHERE "business" = ? AND "id" = ?'
    execute_many(db, sql, [(each.n, each.o, each.stamp, each.business, each.id) for each in devices])
