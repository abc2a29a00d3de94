"""A bell that another thread rings once to wake whoever waits, a greenlet in the server or a thread elsewhere."""

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

import gevent
import gevent.event
from gevent import monkey

# What each native thread has of its own: its loop's bells.
_thread = monkey.get_original("threading", "local")()


@contextlib.contextmanager
def bell() -> Iterator[tuple[Callable[[], None], Callable[[], object]]]:
    """`ring` and `wait`. Any native thread may call `ring`; `wait` lets other greenlets run where there are any."""
    if not monkey.is_module_patched("threading"):
        plain = threading.Event()
        yield plain.set, plain.wait
        return
    hub = gevent.get_hub()
    tower = getattr(_thread, "tower", None)
    if tower is None or tower.hub is not hub:
        tower = _thread.tower = _Tower(hub)
    rung = gevent.event.Event()
    with tower.waiting():
        yield partial(tower.ring, rung), rung.wait


class _Tower:
    """The bells of one loop: those that rang wake their waiters together."""

    def __init__(self, hub: gevent.hub.Hub):
        self.hub = hub
        self._rung: deque[gevent.event.Event] = deque()
        self._count = 0
        # The one thing in gevent's loop that another thread may touch.
        self._watcher = hub.loop.async_()

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """While anybody waits, the loop is kept alive when all else sleeps."""
        if not self._count:
            self._watcher.start(self._wake)
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._watcher.stop()

    def ring(self, rung: gevent.event.Event) -> None:
        """Wake whoever waits for this; by any thread."""
        self._rung.append(rung)
        self._watcher.send()

    def _wake(self) -> None:
        while self._rung:
            self._rung.popleft().set()
