"""Many rows at once are on PostgreSQL what they are one by one."""

from collections.abc import Iterator

import psycopg
import pytest
from peewee import Database, IntegrityError, OperationalError

from sync.bulk import LEAST, bulk
from sync.database import connect, execute_many, fetch
from sync.records import LAYOUTS
from tests.postgres import Postgres

UPSERT = (
    'INSERT INTO "thing" ("id", "text", "number", "flag", "real") VALUES (?, ?, ?, ?, ?) '
    'ON CONFLICT ("id") DO UPDATE SET "text" = excluded."text"'
)
INSERT = UPSERT.split(" ON CONFLICT")[0]
TEXTS = ["", "a\tb\nc\\N\r", "\\u0041 'q' \"%s ? 🐾", "ñ", None]


@pytest.fixture
def db(database: str) -> Iterator[Database]:
    """A database of either engine with one table."""
    db = connect(database)
    with db.connection_context(), db.atomic() as work:
        db.execute_sql(
            'CREATE TABLE "thing" ("id" TEXT PRIMARY KEY, "text" TEXT, "number" BIGINT, "flag" BOOLEAN, "real" FLOAT8)'
        )
        yield db
        work.rollback()
    db.close_unused()


@pytest.mark.parametrize("sql", [INSERT, UPSERT], ids=["insert", "upsert"])
@pytest.mark.parametrize("count", [1, 5 * LEAST], ids=["one", "many"])
def test_what_is_written_is_read(db: Database, sql: str, count: int) -> None:
    rows = [(f"{at:04d}", TEXTS[at % 5], (-1) ** at * 2**53, at % 2 == 0, at / 7) for at in range(count)]
    execute_many(db, sql, rows)
    assert fetch(db, 'SELECT * FROM "thing" ORDER BY "id"') == rows
    execute_many(db, UPSERT, [(row[0], f"again {row[0]}", 0, None, None) for row in rows])
    assert fetch(db, 'SELECT "text" FROM "thing" ORDER BY "id"') == [(f"again {row[0]}",) for row in rows]


def test_a_row_that_is_there_is_an_error_by_the_name_that_callers_know(db: Database) -> None:
    rows = [(f"{at:04d}", "made up", at, True, 0.5) for at in range(2 * LEAST)]
    execute_many(db, INSERT, rows)
    with pytest.raises(IntegrityError), db.atomic():
        execute_many(db, INSERT, rows)
    assert len(fetch(db, 'SELECT 1 FROM "thing"')) == 2 * LEAST


def test_a_lost_connection_is_known_as_one(postgres: Postgres) -> None:
    address = postgres.database()
    db = connect(address)
    with db.connection_context():
        ((process,),) = fetch(db, "SELECT pg_backend_pid()")
        with psycopg.connect(address) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", (process,))
        with pytest.raises(OperationalError):
            execute_many(db, INSERT, [("a", "b", 1, True, 0.5)])
        db.end()
    db.close_unused()


def test_every_table_of_the_store_is_written_at_once() -> None:
    assert all(bulk(layout.upsert) for layout in LAYOUTS.values())
