"""A bell that another thread rings once to wake whoever waits, a greenlet in the server or a thread elsewhere."""

import contextlib
import threading
from collections.abc import Callable, Iterator

import gevent
import gevent.event
from gevent import monkey


@contextlib.contextmanager
def bell() -> Iterator[tuple[Callable[[], None], Callable[[], object]]]:
    """`ring` and `wait`. Any native thread may call `ring`; `wait` lets other greenlets run where there are any."""
    if not monkey.is_module_patched("threading"):
        plain = threading.Event()
        yield plain.set, plain.wait
        return
    rung = gevent.event.Event()
    # The one thing in gevent's loop that another thread may touch; it also keeps the loop alive when all else sleeps.
    watcher = gevent.get_hub().loop.async_()
    watcher.start(rung.set)
    try:
        yield watcher.send, rung.wait
    finally:
        watcher.stop()
        watcher.close()
