"""Connections that are kept: used again when they are good, never when they are not, and never without end."""

import os
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from peewee import OperationalError, PeeweeException

from sync import pool
from sync.database import connect, fetch, migrate, reading
from tests.store.shop import start


@pytest.fixture
def db(database: str):
    """A migrated store on either engine."""
    db = connect(database)
    migrate(db)
    db.close_unused()
    yield db
    db.close_unused()


def opened(db) -> object:
    with reading(db):
        return db.connection()


def test_a_connection_is_used_again_by_any_thread(db):
    first, others = opened(db), []
    start(lambda: others.append(opened(db))).join()
    assert [opened(db), *others] == [first, first]


def test_who_reads_within_a_read_has_the_same_view(db):
    with reading(db):
        outer = db.connection()
        with reading(db):
            assert db.connection() is outer
        assert not db.is_closed() and db.in_transaction()
    assert db.is_closed()


def test_what_an_exception_left_is_undone(db):
    with pytest.raises(KeyError), reading(db):
        left = db.connection()
        db.execute_sql("DELETE FROM sequence")
        raise KeyError
    db.connect()
    db.begin()
    db.execute_sql("INSERT INTO sequence (business, epoch, head, issued) VALUES ('b', 'e', 0, 0)")
    db.close()
    with reading(db):
        assert db.connection() is left
        assert fetch(db, "SELECT * FROM sequence") == []


def test_after_an_error_of_the_database_the_connection_is_another(db):
    first = opened(db)
    with pytest.raises(PeeweeException), reading(db):
        db.execute_sql("SELECT nothing FROM nowhere")
    assert opened(db) is not first


def test_no_more_are_kept_than_may_be(db):
    connections = []
    for _ in range(pool.KEPT + 3):
        db.connect()
        connections.append(db.connection())
        db.dispose()
    for connection in connections:
        db._close(connection)
    assert len(db._unused) == pool.KEPT
    db.close_unused()
    assert len(db._unused) == 0


def test_a_forked_process_leaves_its_parents_connections_alone(db):
    mine = opened(db)
    child = os.fork()
    if child == 0:
        # Whatever happens, the child must not go on as a second test run.
        try:
            theirs = opened(db)
            db.close_unused()
            os._exit(0 if theirs is not mine else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    with reading(db):
        assert db.connection() is mine
        assert fetch(db, "SELECT COUNT(*) FROM sequence") == [(0,)]


def test_a_file_put_in_the_stores_place_is_the_one_that_is_read(tmp_path: Path):
    db = connect(f"sqlite:///{tmp_path}/fichero.db")
    migrate(db)
    db.close_unused()
    shutil.copyfile(tmp_path / "fichero.db", tmp_path / "other.db")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("INSERT INTO sequence (business, epoch, head, issued) VALUES ('b', 'other', 0, 0)")
    other.close()
    with reading(db):
        assert fetch(db, "SELECT epoch FROM sequence") == []
    os.replace(tmp_path / "other.db", tmp_path / "fichero.db")
    with reading(db):
        assert fetch(db, "SELECT epoch FROM sequence") == [("other",)]
    db.close_unused()


def test_connections_that_postgresql_ended_are_replaced(postgres):
    address = postgres.database()
    db = connect(address)
    migrate(db)
    first = opened(db)
    with psycopg.connect(address, autocommit=True) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid, 10000) {others}")
        assert other.execute(f"SELECT COUNT(*) {others}").fetchone() == (0,)
    assert opened(db) is not first
    db.close_unused()


def test_one_process_takes_only_so_many_of_postgresql(postgres, monkeypatch):
    monkeypatch.setattr(pool, "MOST", 2)
    monkeypatch.setattr(pool, "PATIENCE", 0.01)
    db = connect(postgres.database())
    held = []
    for _ in range(2):
        db.connect()
        held.append(db.connection())
        db.dispose()
    with pytest.raises(OperationalError, match="all 2 connections"):
        db.connect()
    db._close(held.pop())
    db.connect()
    db.close()
    db._close(held.pop())
    db.close_unused()
