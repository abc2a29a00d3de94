"""Tells the open connections of a business that it has news. A poke is a hint; the cursor is the truth."""

import itertools
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Hub:
    """Who listens to which business, in this process."""

    def __init__(self) -> None:
        self._listeners: dict[str, dict[int, Callable[[int], None]]] = {}
        self._tokens = itertools.count(1)
        self._business: dict[int, str] = {}

    def join(self, business: str, on_poke: Callable[[int], None]) -> int:
        """Call `on_poke(seq)` at every poke of the business; it must return at once. Returns a token for `leave`."""
        token = next(self._tokens)
        self._business[token] = business
        self._listeners.setdefault(business, {})[token] = on_poke
        return token

    def leave(self, token: int) -> None:
        """Listen no more. An unknown token is fine."""
        business = self._business.pop(token, None)
        listeners = self._listeners.get(business, {}) if business is not None else {}
        listeners.pop(token, None)
        if business is not None and not listeners:
            self._listeners.pop(business, None)

    def poke(self, business: str, seq: int) -> None:
        """Tell all who listen that the business has rows up to `seq`; one who fails keeps it from nobody else."""
        for on_poke in list(self._listeners.get(business, {}).values()):
            try:
                on_poke(seq)
            except Exception:
                log.exception("a listener of business %s failed", business)
