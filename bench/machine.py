"""What the figures were measured on."""

import os
import platform
import sqlite3
import subprocess
import tempfile
from datetime import datetime

from tests.machine import chromium


def describe() -> list[tuple[str, str]]:
    """Name and value of everything about this machine and moment that a figure may depend on."""
    loads = " ".join(f"{load:.2f}" for load in os.getloadavg())
    return [
        ("date", datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")),
        ("commit", _said("git", "describe", "--always", "--dirty")),
        ("cores", f"{os.cpu_count()} × {_from('/proc/cpuinfo', 'model name')}"),
        ("memory", f"{int(_from('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB"),
        ("kernel", platform.release()),
        ("file system", _said("stat", "-f", "-c", "%T", tempfile.gettempdir())),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("Chromium", _said(chromium() or "chromium", "--version")),
        ("load when it began", f"{loads} (1, 5, 15 minutes); the machine is shared, trust ratios before seconds"),
    ]


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def _from(path: str, name: str) -> str:
    with open(path) as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith(name)), "unknown 0")
