"""Tells the open connections of a business that it has news, here and in the store's other processes.

A poke is a hint; the cursor is the truth.
"""

import itertools
import logging
from collections.abc import Callable

from sync.fanout import Fanout
from sync.fresh import Written

OnPoke = Callable[[int, Written | None], None]
"""Called with the seq up to which there is news, and with what was written if it is all that is new since `start`."""

log = logging.getLogger(__name__)


class Hub:
    """Who listens to which business in this process; `fanout` tells the other processes."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout
        self._listeners: dict[str, dict[int, OnPoke]] = {}
        self._tokens = itertools.count(1)
        self._business: dict[int, str] = {}

    def join(self, business: str, on_poke: OnPoke) -> int:
        """Call `on_poke` at every poke of the business; it must return at once. Returns a token for `leave`."""
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

    def poke(self, business: str, seq: int, written: Written | None = None) -> None:
        """Tell all who listen, in every process, that the business has rows up to `seq`.

        `written` spares those in this process to read what is new, where that is known.
        """
        self._fanout.publish(business, seq)
        self.hear(business, seq, written)

    def hear(self, business: str, seq: int, written: Written | None = None) -> None:
        """Tell all who listen in this process, of every business for ""; one who fails keeps it from nobody else."""
        if not business:
            for each in list(self._listeners):
                self.hear(each, seq)
        for on_poke in list(self._listeners.get(business, {}).values()):
            try:
                on_poke(seq, written)
            except Exception:
                log.exception("a listener of business %s failed", business)
