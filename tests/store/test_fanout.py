"""A poke reaches the other processes of a store, over either carrier, and a lost line is made again."""

import socket
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest

from sync.fanout import Fanout, Relay, open_fanout
from tests.postgres import Postgres
from tests.redis import Redis
from tests.store.shop import until

Cut = Callable[[], None]


class Ear:
    """What one process heard."""

    def __init__(self, fanout: Fanout):
        self.fanout = fanout
        self.heard: list[tuple[str, int]] = []
        fanout.listen(lambda business, seq: self.heard.append((business, seq)))
        until(lambda: ("", 0) in self.heard)

    def forget(self) -> None:
        """Begin a new list."""
        self.heard.clear()


@pytest.fixture(params=["postgresql", "redis"])
def carrier(request: pytest.FixtureRequest) -> tuple[Callable[[], Relay], Cut]:
    """Opens fan-outs over the same carrier, and cuts all their connections."""
    if request.param == "redis":
        server: Redis = request.getfixturevalue("redis")
        return lambda: open_fanout("postgresql://nowhere", server.url), server.cut
    database = request.getfixturevalue("postgres").database()

    def cut() -> None:
        with psycopg.connect(database) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'fichero fan-out' AND datname = current_database()"
            )

    return lambda: open_fanout(database), cut


@pytest.fixture
def pair(carrier: tuple[Callable[[], Relay], Cut]) -> Iterator[tuple[Ear, Ear]]:
    """Two processes that listen."""
    ears = Ear(carrier[0]()), Ear(carrier[0]())
    yield ears
    for ear in ears:
        ear.fanout.close()


def test_the_other_process_hears_and_the_own_does_not(pair: tuple[Ear, Ear]) -> None:
    van, office = pair
    van.fanout.publish("ours", 7)
    until(lambda: ("ours", 7) in office.heard)
    office.fanout.publish("theirs", 3)
    until(lambda: ("theirs", 3) in van.heard)
    assert ("ours", 7) not in van.heard and ("theirs", 3) not in office.heard


def test_many_pokes_become_few_messages_and_none_is_lost(pair: tuple[Ear, Ear]) -> None:
    van, office = pair
    for seq in range(2_000):
        van.fanout.publish(f"business-{seq % 400}", seq)
    until(lambda: {(f"business-{seq % 400}", seq) for seq in range(1_600, 2_000)} <= set(office.heard))
    assert len(office.heard) < 2_000


def test_after_a_lost_line_everybody_is_poked_once_and_news_go_on(
    pair: tuple[Ear, Ear], carrier: tuple[Callable[[], Relay], Cut]
) -> None:
    van, office = pair
    van.fanout.publish("ours", 1)
    until(lambda: ("ours", 1) in office.heard)
    office.forget()
    carrier[1]()
    until(lambda: ("", 0) in office.heard)
    van.fanout.publish("ours", 2)
    until(lambda: ("ours", 2) in office.heard)
    assert office.heard.count(("", 0)) == 1


def test_what_is_published_at_the_end_is_sent(carrier: tuple[Callable[[], Relay], Cut], pair: tuple[Ear, Ear]) -> None:
    command = carrier[0]()
    command.publish("ours", 9)
    command.close()
    until(lambda: ("ours", 9) in pair[1].heard)


def test_a_carrier_that_is_down_is_found_again(tmp_path) -> None:
    server = Redis()
    van, office = (open_fanout("postgresql://nowhere", server.url) for _ in range(2))
    ear = Ear(office)
    server.kill()
    ear.forget()
    server.start()
    try:
        # Whatever was told meanwhile may be lost: everybody looks once.
        until(lambda: ("", 0) in ear.heard)
        van.publish("ours", 5)
        until(lambda: ("ours", 5) in ear.heard)
    finally:
        van.close()
        office.close()
        server.close()


def test_nobody_waits_for_a_carrier_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes connections and says nothing; whoever waited for it would wait for longer than any test."""
    monkeypatch.setattr("sync.fanout._FAREWELL", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        fanout = open_fanout(f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none")
        fanout.publish("ours", 1)
        # The sender waits for an answer by now: what is published beside it must not.
        line, _ = silent.accept()
        told = threading.Thread(target=fanout.publish, args=("ours", 2), daemon=True)
        told.start()
        told.join(5)
        assert not told.is_alive()
        closing = threading.Thread(target=fanout.close, daemon=True)
        closing.start()
        closing.join(5)
        assert not closing.is_alive()
        line.close()


def test_notifying_takes_no_turn_of_those_who_write(postgres: Postgres) -> None:
    """The lock that a notifying transaction holds until it is on disk is never held by one that writes."""
    database = postgres.database()
    van, office = open_fanout(database), Ear(open_fanout(database))
    with psycopg.connect(database) as writing:
        writing.execute("CREATE TABLE note (body TEXT)")
        writing.execute("INSERT INTO note VALUES ('made up')")
        van.publish("ours", 1)
        until(lambda: ("ours", 1) in office.heard)
        writing.commit()
    van.close()
    office.fanout.close()
