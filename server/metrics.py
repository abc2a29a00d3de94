"""`FICHERO_METRICS`: what the server's processes count together, as Prometheus reads it, on an address of its own.

No label names a business, a person or a device. Every worker counts in files of its own in the data folder, and
whichever is asked answers for all; what a worker counted stays when it dies.
"""

import logging
import os
import shutil
import socket
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from sync.meter import Meter

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


def prepare(data: Path) -> None:
    """Make ready to count, before forking: prometheus_client looks for the folder when it is first imported."""
    folder = data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def forget(process: int) -> None:
    """A worker has died: its connections count no more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process)


def serve(listening: socket.socket) -> None:
    """Answer `GET /metrics`, in a worker, beside whatever else it does."""
    from gevent.pywsgi import WSGIServer
    from prometheus_client import CollectorRegistry, make_wsgi_app
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    WSGIServer(listening, make_wsgi_app(registry), log=None, error_log=logging.getLogger(__name__)).start()


class Counting(Meter):
    """Counts, in this process."""

    def __init__(self, build: str):
        """`build` is the version of the web part."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        # The answer is put together from the files of all processes, never from this.
        own = CollectorRegistry()
        about = Gauge("fichero_build_info", "What runs", ["version", "build"], registry=own, multiprocess_mode="max")
        about.labels(version("fichero"), build).set(1)
        self._connections = Gauge("fichero_connections", "Open sockets", registry=own, multiprocess_mode="livesum")
        self._sending = Gauge(
            "fichero_outgoing_frames", "Frames that devices have yet to take", registry=own, multiprocess_mode="livesum"
        )
        self._pushes = Histogram("fichero_push_seconds", "Pushes answered", registry=own, buckets=_FAST)
        self._ops = Counter("fichero_ops", "Ops taken, refused and repeated ones too", registry=own)
        self._refused = Counter("fichero_refused", "Ops, cells and pushes refused", ["code"], registry=own)
        self._conflicts = Counter("fichero_conflicts", "Values overwritten unseen", registry=own)
        self._commits = Histogram("fichero_commit_seconds", "COMMITs", registry=own, buckets=_FAST)
        self._rows = Counter("fichero_rows_sent", "Rows sent to devices over sockets", registry=own)
        self._snapshots = Histogram("fichero_snapshot_seconds", "Snapshots encoded", registry=own, buckets=_SLOW)
        self._logged = Counter("fichero_log_records", "Warnings and errors in the log", ["level"], registry=own)
        for level in ("warning", "error"):
            self._logged.labels(level)
        logging.getLogger().addHandler(_Counter(self._logged))

    def connected(self, change: int) -> None:
        """So many sockets more, or fewer, are open."""
        self._connections.inc(change)

    def sending(self, change: int) -> None:
        """So many frames more, or fewer, wait to be taken."""
        self._sending.inc(change)

    def pushed(self, seconds: float, ops: int, conflicts: int) -> None:
        """A push of so many ops was answered, after so many seconds."""
        self._pushes.observe(seconds)
        self._ops.inc(ops)
        self._conflicts.inc(conflicts)

    def refused(self, codes: Iterable[str]) -> None:
        """Ops, cells or a push were refused, each with its code."""
        for code in codes:
            self._refused.labels(code).inc()

    def committed(self, seconds: float) -> None:
        """A COMMIT took so many seconds."""
        self._commits.observe(seconds)

    def sent(self, rows: int) -> None:
        """So many rows were sent over a socket."""
        self._rows.inc(rows)

    def snapshot(self, seconds: float) -> None:
        """A snapshot was encoded in so many seconds."""
        self._snapshots.observe(seconds)


class _Counter(logging.Handler):
    """Counts what is logged."""

    def __init__(self, counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        """One more of its level."""
        self._counter.labels("error" if record.levelno >= logging.ERROR else "warning").inc()
