"""Removes, while the server runs, the files that erasures had to leave: nobody may start it again for months."""

import gevent
from gevent import Greenlet, get_hub

from server.logs import log
from sync.leftovers import SPARED_SECONDS
from sync.store import Store


def begin(store: Store, every: float = SPARED_SECONDS) -> Greenlet:
    """Sweep a store's files again and again, the first time after `every` seconds, until the greenlet is killed."""
    return gevent.spawn(_go_on, store, every)


def _go_on(store: Store, every: float) -> None:
    while True:
        gevent.sleep(every)
        try:
            # Looking for many files takes a while, in which no connection may wait.
            get_hub().threadpool.apply(store.sweep_files)
        except Exception:
            log.exception("sweeping the files failed")
