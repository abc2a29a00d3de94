"""A store moves to another engine with nothing changed, and its phones go on as if nothing had been."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from server import demo
from sync import wire
from sync.copying import Differs, compare_all
from sync.database import connect, execute, fetch, reading
from sync.models import MODELS
from sync.moving import Unmoved, move
from sync.store import Store
from tests.postgres import Postgres
from tests.store.desk import Desk, row_id

BOTH_WAYS = pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
BEFORE_THE_BUSINESS_IS_KNOWN = {"session": "hash", "link": "hash"}
"""Looked up by what a browser holds, to learn whose it is."""

Addresses = Callable[[str], str]


@pytest.fixture
def addresses(tmp_path: Path, postgres: Postgres) -> Addresses:
    """Makes addresses of databases with nothing in them."""
    return lambda engine: postgres.database() if engine == "postgresql" else f"sqlite:///{tmp_path}/{engine}.db"


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table, read by peewee and not by what moves them."""
    with reading(store.db):
        return {
            model._meta.table_name: sorted(repr(sorted(row.items())) for row in model.select().dicts())
            for model in MODELS
        }


def counted(store: Store, table: str) -> int:
    """How many rows PostgreSQL takes a table to have when it chooses how to read it."""
    with reading(store.db):
        return fetch(store.db, "SELECT reltuples FROM pg_class WHERE relname = ?", (table,))[0][0]


@BOTH_WAYS
def test_a_business_moves_with_nothing_changed(addresses: Addresses, tmp_path: Path, source: str, target: str) -> None:
    old, new = addresses(source), addresses(target)
    with closing(Store(old, tmp_path)) as store:
        store.migrate()
        demo.make(store, "ru", 30, 100)
        before = everything(store)
    counts = move(old, new)
    with closing(Store(new, tmp_path)) as store:
        assert everything(store) == before
        if target == "postgresql":
            assert counted(store, "booking") == counts["booking"], "it would read a whole business to find a row"
    assert counts == {table: len(rows) for table, rows in before.items()}
    assert counts["booking"] >= 100 and counts["history"] and counts["sequence"] == 1


@BOTH_WAYS
def test_phones_go_on_in_the_same_history(addresses: Addresses, tmp_path: Path, source: str, target: str) -> None:
    old, new = addresses(source), addresses(target)
    desk = Desk(old, tmp_path)
    odd = "ñ 🐾 \u200b\t\\u0000 'quoted' \"%s ?"
    desk.olga.write("client", row_id(1), {"name": odd, "custom.f": odd, "blocked": True, "registered": -1})
    desk.mark.write("client", row_id(1), {"name": "Lost"}, at=desk.time - 5_000)
    desk.olga.write("client", row_id(2), {"name": "Borrada"})
    desk.olga.write("client", row_id(2), {"erased": True})
    assert desk.sam.refused("member", desk.sam.seat.member, {"role": "owner"}) == [("role", "forbidden")]
    waiting = desk.olga.op("note", row_id(3), {"body": "Written on the way"})
    with reading(desk.store.db):
        before, head = everything(desk.store), desk.store.head(desk.business)
    epoch = desk.store.state(desk.business)[0]
    desk.store.close()
    move(old, new)

    desk.store = Store(new, tmp_path, desk.clock)
    assert everything(desk.store) == before
    (welcome,) = desk.store.hello(desk.olga.seat, wire.Hello(desk.olga.id, epoch, head, 1, desk.time))
    assert (welcome.epoch, welcome.n, welcome.head) == (epoch, waiting["n"] - 1, head)
    assert desk.store.rows(desk.olga.seat, head) is None
    for _ in range(2):
        (ack,) = desk.olga.send(waiting)
        assert (ack.n, ack.seq, ack.refused) == (waiting["n"], head + 1, [])
    assert [row.i for row in desk.olga.rows(head).rows] == [row_id(3)]
    assert desk.value("client", row_id(1), "name") == odd
    desk.olga.write("client", row_id(2), {"name": "Borrada"})
    assert desk.cells("client", row_id(2)) == {}
    desk.store.close()

    # To a phone that is sent back to it, the old store is another history: nothing can be taken for acknowledged.
    with closing(Store(old, tmp_path)) as left:
        assert left.state(desk.business)[0] != epoch


def test_what_cannot_be_moved_is_said_and_changes_nothing(addresses: Addresses, tmp_path: Path) -> None:
    old, new = addresses("sqlite"), addresses("postgresql")
    with pytest.raises(Unmoved, match="no store at the first address"):
        move(old, new)
    desk = Desk(old, tmp_path)
    before = everything(desk.store)
    execute(desk.store.db, 'UPDATE "sequence" SET "epoch" = ?', ("not\x00here",))
    desk.store.close()
    with pytest.raises(Unmoved, match="would not have it"):
        move(old, new)
    with closing(Store(new, tmp_path)) as store:
        assert not any(everything(store).values())
    with closing(Store(old, tmp_path)) as store:
        assert fetch(store.db, 'SELECT "epoch" FROM "sequence"') == [("not\x00here",)]
        execute(store.db, 'UPDATE "sequence" SET "epoch" = ?', ("epoch",))
        store.db.close()
    move(old, new)
    with pytest.raises(Unmoved, match="a store at the second address already"):
        move(old, new)
    with pytest.raises(Unmoved, match="there already"):
        move(old, old)
    with closing(Store(new, tmp_path)) as serving:
        serving.listen()
        with reading(serving.db), pytest.raises(Unmoved, match="stop every Fichero server"):
            move(new, f"sqlite:///{tmp_path}/back.db")
    assert before["member"]


def test_a_row_that_differs_is_found(addresses: Addresses, tmp_path: Path) -> None:
    old, new = addresses("sqlite"), addresses("postgresql")
    Desk(old, tmp_path).store.close()
    move(old, new)
    one, other = connect(old), connect(new)
    with one.connection_context(), other.connection_context():
        for table in ("member", "device"):
            with other.atomic() as undone, one.atomic():
                execute(one, 'UPDATE "sequence" SET "epoch" = ?', ("same",))
                execute(other, 'UPDATE "sequence" SET "epoch" = ?', ("same",))
                compare_all(one, other)
                column = "seq" if table == "member" else "made"
                execute(other, f'UPDATE "{table}" SET "{column}" = "{column}" + 1000')
                with pytest.raises(Differs, match=table):
                    compare_all(one, other)
                undone.rollback()
    one.close_unused()
    other.close_unused()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.table_name)
def test_every_key_starts_with_the_business(model, addresses: Addresses, tmp_path: Path) -> None:
    """So that an engine that shards by it keeps each business in one place and can hold every constraint."""
    name = model._meta.table_name
    keys = [tuple(field.column_name for field in model._meta.get_primary_keys())]
    keys += [tuple(columns) for columns, unique in model._meta.indexes if unique]
    keys += [(field.column_name,) for field in model._meta.sorted_fields if field.unique and not field.primary_key]
    for key in keys:
        assert key[0] == BEFORE_THE_BUSINESS_IS_KNOWN.get(name, "business"), key
    assert "business" in model._meta.columns
