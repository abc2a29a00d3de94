"""What the tests need of the machine beside Python: a browser, servers, a C compiler, found or installed."""

import os
import shutil
import subprocess
import sys

from tests.postgres import binaries
from tests.redis import binary

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first without windows and menus of its own, which cost a test as much processor time as the app does."""


def chromium() -> str | None:
    """The browser to test with: what the variable CHROMIUM names, else the first on PATH; None without."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def compiler() -> str | None:
    """The C compiler for what stands between a program and its disk; None without."""
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def provide() -> None:
    """Install what is missing when root may, on Debian and its kin; else print the line to type, and exit."""
    wanted = {
        (CHROMIUMS[0],): chromium(),
        ("postgresql",): binaries(),
        ("redis-server",): binary(),
        ("gcc", "libc6-dev"): compiler(),
        ("sqlite3",): shutil.which("sqlite3"),
    }
    missing = [package for packages, found in wanted.items() if not found for package in packages]
    if not missing:
        return
    names = ", ".join(missing)
    if not shutil.which("apt-get"):
        sys.exit(f"The tests need {names}: install it, or name the browser in CHROMIUM.")
    if os.geteuid() != 0:
        sys.exit(f"The tests need {names}. Type:\n\n  sudo apt-get update && sudo {' '.join(_install(missing))}\n")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, env=quiet)
    subprocess.run(_install(missing), check=True, env=quiet)


def _install(missing: list[str]) -> list[str]:
    """The command that installs; a Debian too old to know the small browser has the large one."""
    known = subprocess.run(["apt-cache", "show", CHROMIUMS[0]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if known.returncode:
        missing = [CHROMIUMS[1] if package == CHROMIUMS[0] else package for package in missing]
    return ["apt-get", "install", "-y", "--no-install-recommends", *missing]
