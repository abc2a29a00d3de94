"""News by PostgreSQL's LISTEN and NOTIFY, on connections of their own and never inside a transaction that writes.

A transaction that notifies takes a lock that all others who notify wait for until it is on disk. Here it is alone, and
need not be on disk: what is lost in a crash of PostgreSQL everybody looks for by themselves when it is back.
"""

import select
from collections.abc import Iterator

import psycopg

_CHANNEL = "fichero"
_SECONDS = 20
"""Without a sign of life from the server: it is asked for one, and gone when TCP has no answer to that."""


class PostgresLine:
    """One connection to the store's PostgreSQL server."""

    def __init__(self, url: str):
        """Connect. Under gevent psycopg waits as greenlets do."""
        self._connection = psycopg.connect(
            url, autocommit=True, connect_timeout=5, keepalives_idle=_SECONDS, keepalives_interval=5,
            keepalives_count=3, tcp_user_timeout=1_000 * _SECONDS, application_name="fichero fan-out",
        )  # fmt: skip
        self._connection.execute("SET synchronous_commit = off")

    def send(self, message: str) -> None:
        """Notify all who listen, of this database."""
        self._connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, message))

    def receive(self) -> Iterator[str]:
        """What is notified; first an empty message, once listening."""
        connection = self._connection
        connection.execute(f"LISTEN {_CHANNEL}")
        yield ""
        while True:
            # psycopg alone would wake ten times a second to see whether it should wait on.
            ready, _, _ = select.select([connection.fileno()], [], [], _SECONDS)
            if not ready:
                connection.execute("SELECT 1")
            for notice in connection.notifies(timeout=0):
                yield notice.payload

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
