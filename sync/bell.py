"""A bell that another thread rings once to wake whoever waits, a greenlet in the server or a thread elsewhere."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import gevent
from gevent import monkey
from gevent.hub import Waiter

# What each native thread has of its own: its loop's bells.
_thread = monkey.get_original("threading", "local")()


def bell() -> AbstractContextManager[tuple[Callable[[], None], Callable[[], object]]]:
    """`ring` and `wait`. Any native thread may call `ring`; `wait` lets other greenlets run where there are any."""
    if not monkey.is_module_patched("threading"):
        plain = threading.Event()
        return nullcontext((plain.set, plain.wait))
    hub = gevent.get_hub()
    tower = getattr(_thread, "tower", None)
    if tower is None or tower.hub is not hub:
        tower = _thread.tower = _Tower(hub)
    return _Bell(tower)


class _Bell:
    """One bell of a loop, there to be rung for as long as the `with` lasts."""

    __slots__ = ("_tower", "_waiter")

    def __init__(self, tower: "_Tower"):
        self._tower = tower
        self._waiter = Waiter(tower.hub)

    def __enter__(self) -> tuple[Callable[[], None], Callable[[], object]]:
        self._tower.hang()
        return self._ring, self._waiter.get

    def __exit__(self, *_: object) -> None:
        self._tower.take_down()

    def _ring(self) -> None:
        self._tower.ring(self._waiter)


class _Tower:
    """The bells of one loop: those that rang wake their waiters together."""

    def __init__(self, hub: gevent.hub.Hub):
        self.hub = hub
        self._rung: deque[Waiter] = deque()
        self._count = 0
        # The one thing in gevent's loop that another thread may touch.
        self._watcher = hub.loop.async_()

    def hang(self) -> None:
        """One more waits: meanwhile the loop is kept alive when all else sleeps."""
        if not self._count:
            self._watcher.start(self._wake)
        self._count += 1

    def take_down(self) -> None:
        """One waits no longer."""
        self._count -= 1
        if not self._count:
            self._watcher.stop()

    def ring(self, waiter: Waiter) -> None:
        """Wake whoever waits for this; by any thread."""
        self._rung.append(waiter)
        self._watcher.send()

    def _wake(self) -> None:
        while self._rung:
            # Who was killed meanwhile is not there to be woken, which a waiter knows.
            self._rung.popleft().switch(None)
