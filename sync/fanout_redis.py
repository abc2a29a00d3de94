"""News by Redis pub/sub: for many workers, or where PostgreSQL is reached through a pooler that cannot LISTEN."""

from collections.abc import Iterator

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

_CHANNEL = "fichero"
_SECONDS = 20
"""Between two looks whether the server still answers."""


class RedisLine:
    """One connection to a Redis server at `redis://…`."""

    def __init__(self, url: str):
        """Connect, at the first use."""
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=5, socket_keepalive=True, health_check_interval=_SECONDS,
            decode_responses=True, retry=Retry(NoBackoff(), 0),
        )  # fmt: skip
        self._ear: redis.client.PubSub | None = None

    def send(self, message: str) -> None:
        """Publish to all who subscribe."""
        self._redis.publish(_CHANNEL, message)

    def receive(self) -> Iterator[str]:
        """What is published; first an empty message, once subscribed."""
        self._ear = self._redis.pubsub()
        self._ear.subscribe(_CHANNEL)
        while True:
            heard = self._ear.get_message(timeout=_SECONDS)
            if heard and heard["type"] == "subscribe":
                yield ""
            elif heard and heard["type"] == "message":
                yield heard["data"]

    def close(self) -> None:
        """Close the connections."""
        if self._ear:
            self._ear.close()
        self._redis.close()
