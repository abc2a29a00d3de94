"""How long the large made-up business takes on this machine: `python -m bench`.

Prints, for 10,000 clients and 50,000 bookings in an embedded store: seconds to make it, ops a second of its pushes, the
store's size, and seconds and size of the first snapshot that a phone would take.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from server import demo
from sync.database import reading
from sync.records import find
from sync.scope import Seat
from sync.store import Store

CLIENTS, BOOKINGS = 10_000, 50_000


def main() -> None:
    """Measure once and print a line each."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/fichero.db", Path(folder))
        store.migrate()
        began = time.perf_counter()
        business = demo.make(store, "en", CLIENTS, BOOKINGS)
        took = time.perf_counter() - began
        rows = store.head(business)
        size = sum(path.stat().st_size for path in Path(folder).iterdir() if path.is_file())
        print(f"made {CLIENTS:,} clients and {BOOKINGS:,} bookings in {took:.1f} s: {rows / took:,.0f} ops a second")
        print(f"the store has {rows:,} rows in {size / 1e6:,.0f} MB, history included")
        with reading(store.db):
            (owner,) = find(store.db, business, "member", '"role" = ?', ("owner",))
        began = time.perf_counter()
        taken = store.snapshot(Seat(business, owner.id, "bench"))
        took = time.perf_counter() - began
        print(f"a snapshot takes {took:.1f} s and {taken.path.stat().st_size / 1e6:.1f} MB")
        store.close()


if __name__ == "__main__":
    main()
