"""A store that an earlier version made, with a business in it, is brought to this version and goes on."""

import json
from pathlib import Path

from playhouse.migrations import Runner

from sync.database import MIGRATIONS, execute
from sync.models import MODELS
from sync.store import Store
from tests.store.desk import NOON, Desk, row_id

CLIENT, BOOKING = row_id(1), row_id(2)
WHEN = {"start": "2026-11-21T09:30", "minutes": 60, "zone": "Europe/Madrid"}


def first_store(url: str, folder: Path) -> None:
    """What migration 0001 made, with a business, a client and a booking that its version wrote."""
    store = Store(url, folder)
    stamp = "kbdf3a1m0-000-00000001"
    phones = {"a": {"kind": "mobile", "value": "+34 600 000 001"}}
    rows = {
        "business": {"name": "Made-up groomers", "zone": "Europe/Madrid", "currency": "EUR", "locale": "en"},
        "client": {"name": "Rosa Inventada", "phones": json.dumps(phones)},
        "booking": {"client": CLIENT, "when": json.dumps(WHEN), "status": "confirmed", "note": "The blue gate"},
    }
    ids = {"business": row_id(9), "client": CLIENT, "booking": BOOKING}
    with store.db.connection_context():
        Runner(store.db, str(MIGRATIONS)).up("0001_first")
        assert "started" not in {column.name for column in store.db.get_columns("booking")}
        execute(store.db, 'INSERT INTO "sequence" VALUES (?, ?, ?, ?)', (row_id(9), "made-up", len(rows), NOON))
        for seq, (table, cells) in enumerate(rows.items(), 1):
            columns = {"business": row_id(9), "id": ids[table], "seq": seq, "stamp": stamp, "stamps": "{}"} | cells
            names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            execute(store.db, f'INSERT INTO "{table}" ({names}) VALUES ({places})', columns.values())
    store.close()


def test_a_store_of_the_first_version_is_migrated_with_what_is_in_it(database: str, tmp_path: Path) -> None:
    """Nothing is lost, and a booking of before can be started."""
    first_store(database, tmp_path)
    desk = Desk(database, tmp_path)
    try:
        desk.business = row_id(9)
        olga = desk.join("Olga", "owner")
        assert olga.sees("client", CLIENT)["phones.a"]["value"] == "+34 600 000 001"
        before = {"client": CLIENT, "when": WHEN, "status": "confirmed", "note": "The blue gate"}
        assert olga.sees("booking", BOOKING) == before
        olga.write("booking", BOOKING, {"started": NOON})
        assert olga.sees("booking", BOOKING) == before | {"started": NOON}
        desk.store.migrate()
        assert olga.sees("booking", BOOKING) == before | {"started": NOON}
    finally:
        desk.store.close()


def test_the_migrations_make_the_tables_of_the_models(database: str, tmp_path: Path) -> None:
    """Every column of every model, and no other; on either engine."""
    desk = Desk(database, tmp_path)
    try:
        with desk.store.db.connection_context():
            for model in MODELS:
                made = {column.name for column in desk.store.db.get_columns(model._meta.table_name)}
                assert made == set(model._meta.columns), model

            assert Runner(desk.store.db, str(MIGRATIONS)).up() == []
    finally:
        desk.store.close()
