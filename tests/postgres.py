"""A PostgreSQL server of the tests' own, started from installed binaries and reached by a socket in its own folder."""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg


def binaries() -> Path | None:
    """The folder with `postgres` and `initdb`: the newest of Debian's, else where PATH has them; None without."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Postgres:
    """One server; `database()` makes a fresh database in it. Unless `durable` it never flushes, so it is quick."""

    def __init__(self, durable: bool = False) -> None:
        self.programs = binaries()
        if self.programs is None:
            raise RuntimeError("no PostgreSQL found: run python -m tests, which installs it or says how")
        self.user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="fichero-postgres-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        words = [
            "--auth=trust",
            "--username=fichero",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]
        self._run("initdb", *words)
        settings = f"-k {self.folder} -c listen_addresses= -c fsync={'on' if durable else 'off'} -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={settings}")
        self._numbers = count(1)

    def _run(self, program: str, *words: str) -> None:
        command = [self.programs / program, *words, f"--pgdata={self.folder}/data"]
        subprocess.run(command, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL)

    def url(self, database: str) -> str:
        """The address of one of its databases, as `FICHERO_DATABASE` takes it."""
        return f"postgresql://fichero@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of a fresh, empty database."""
        name = f"fresh_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def close(self) -> None:
        """Stop the server, whoever is connected, and forget what it held."""
        self._run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(self.folder)
