"""The server's settings: `FICHERO_*` variables and the command line, in one frozen struct.

| variable | meaning | default |
|---|---|---|
| `FICHERO_DATA` | folder of the store, journal, snapshots and files | the system's data folder for programs |
| `FICHERO_DATABASE` | `sqlite:///<path>` or `postgresql://…` | a SQLite file in the data folder |
| `FICHERO_ADDRESS` | where browsers find this server; only its origin is accepted | `http://localhost:<port>` |
| `FICHERO_HOST` `FICHERO_PORT` | where the server listens | `127.0.0.1`, `8000` |
| `FICHERO_WORKERS` | processes that serve; more than one needs PostgreSQL | 1 |
| `FICHERO_FANOUT` | `redis://…`: what tells workers of each other's news in PostgreSQL's place | PostgreSQL itself |
| `FICHERO_LOG` | `text`: what goes wrong, for people; `json`: every event, an object a line | `text` |
| `FICHERO_METRICS` | `host:port` at which Prometheus finds `/metrics` | off |
| `FICHERO_PROXIES` | proxies in front that add `X-Forwarded-For` | 1 when the address is https, else 0 |

No secret is configured or kept: sign-in links and sessions are random tokens of which only the hash is stored.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import platformdirs

from server import logs
from sync.durable import make_folder

DEFAULT_PORT = 8000
_PORT_OF = {"http": 80, "https": 443}


class BadConfig(ValueError):
    """A setting that cannot be used; the text names it and says what would do."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What the server was told. `data` exists once `prepare` was called; `port` 0 means any free one."""

    data: Path
    database: str
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    given_address: str = ""
    proxies: int = 0
    workers: int = 1
    fanout: str = ""
    log: str = logs.TEXT
    metrics: tuple[str, int] | None = None

    @property
    def address(self) -> str:
        """The origin where browsers find this server, without a slash at its end."""
        return self.given_address or f"http://localhost:{self.port or DEFAULT_PORT}"

    @property
    def secure(self) -> bool:
        """Whether browsers reach this server over https."""
        return self.address.startswith("https:")

    @property
    def store_file(self) -> Path:
        """The file of a store on SQLite."""
        return Path("/" + self.database.removeprefix("sqlite:").lstrip("/"))

    @property
    def on_sqlite(self) -> bool:
        """Whether the store is a file of this machine."""
        return self.database.startswith("sqlite:")

    def with_port(self, port: int) -> "Config":
        """The same settings on another port."""
        return msgspec.structs.replace(self, port=port)

    def with_workers(self, workers: int) -> "Config":
        """The same settings with so many processes. Raises BadConfig for more than one on SQLite."""
        if workers > 1 and self.on_sqlite:
            raise BadConfig(
                f"FICHERO_WORKERS: {workers} workers need PostgreSQL (FICHERO_DATABASE=postgresql://…): "
                "a SQLite store is written by one process. Use 1."
            )
        return msgspec.structs.replace(self, workers=workers)

    def for_demo(self) -> "Config":
        """The settings of the made-up business: a folder and a SQLite store of its own, whatever is configured."""
        data = self.data / "demo"
        return msgspec.structs.replace(self, data=data, database=_sqlite(data), workers=1, fanout="")

    def prepare(self) -> None:
        """Make the data folder, for this user only. Raises BadConfig when it cannot be written."""
        os.umask(0o077)
        try:
            make_folder(self.data)
        except OSError as bad:
            raise BadConfig(f"FICHERO_DATA: cannot make the folder {self.data}: {bad.strerror}") from None
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise BadConfig(f"FICHERO_DATA: the folder {self.data} may not be written by this user")


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings that the environment gives. Raises BadConfig."""
    folder = environ.get("FICHERO_DATA")
    data = Path(folder or platformdirs.user_data_dir("fichero")).expanduser().absolute()
    database = environ.get("FICHERO_DATABASE") or _sqlite(data)
    if not database.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise BadConfig("FICHERO_DATABASE: must look like sqlite:///path or postgresql://user@host/name")
    address = _origin(environ.get("FICHERO_ADDRESS", ""))
    fanout = environ.get("FICHERO_FANOUT", "")
    if fanout and not fanout.startswith(("redis://", "rediss://")):
        raise BadConfig("FICHERO_FANOUT: must look like redis://host:6379/0, or be left out")
    if fanout and database.startswith("sqlite:"):
        raise BadConfig("FICHERO_FANOUT: goes with FICHERO_DATABASE=postgresql://…; on SQLite one process serves all")
    log = environ.get("FICHERO_LOG") or logs.TEXT
    if log not in logs.FORMS:
        raise BadConfig(f"FICHERO_LOG: must be {' or '.join(logs.FORMS)}, not {log!r}")
    config = Config(
        data=data,
        database=database,
        host=environ.get("FICHERO_HOST") or "127.0.0.1",
        port=_number("FICHERO_PORT", environ.get("FICHERO_PORT") or str(DEFAULT_PORT), 65_535),
        given_address=address,
        proxies=_number("FICHERO_PROXIES", environ.get("FICHERO_PROXIES") or str(int(address[:6] == "https:")), 8),
        fanout=fanout,
        log=log,
        metrics=_place("FICHERO_METRICS", environ.get("FICHERO_METRICS", "")),
    )
    return config.with_workers(_number("FICHERO_WORKERS", environ.get("FICHERO_WORKERS") or "1", 64, least=1))


def _sqlite(data: Path) -> str:
    return f"sqlite:///{data / 'fichero.sqlite'}"


def _number(name: str, text: str, most: int, least: int = 0) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadConfig(f"{name}: must be a number from {least} to {most}, not {text!r}")
    return int(text)


def _place(name: str, text: str) -> tuple[str, int] | None:
    """Host and port; None where nothing was said."""
    if not text:
        return None
    host, colon, port = text.rpartition(":")
    if not colon or not host:
        raise BadConfig(f"{name}: must look like 127.0.0.1:9100, not {text!r}")
    return host.strip("[]"), _number(name, port, 65_535)


def _origin(text: str) -> str:
    """The origin as a browser writes it: lower case, no default port, nothing after the host."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts = port = None
    if not parts or parts.scheme not in _PORT_OF or not parts.hostname or parts.username or parts.query:
        raise BadConfig(f"FICHERO_ADDRESS: must look like https://cards.example.com, not {text!r}")
    if parts.path not in ("", "/"):
        raise BadConfig(f"FICHERO_ADDRESS: must end after the host: Fichero needs a host to itself, not {parts.path!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != _PORT_OF[parts.scheme] else "")
