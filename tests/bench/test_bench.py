"""Every bench runs, in small: its figures are there and written down. How large they are is not for a test to say."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import BENCHES
from bench.figures import Figure, at_least_floors, at_most, floors, quantile
from tests.server.process import ROOT


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_runs_and_writes_its_figures_down(name: str, tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    command = [sys.executable, "-m", "bench", name, "--quick", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    [chapter] = out.read_text("utf-8").split("\n## ")[1:]
    assert chapter.split("\n")[0] == name
    rows = [line.split(" | ") for line in chapter.splitlines() if line.startswith("| ")][1:]
    assert rows, chapter
    for row in rows:
        assert row[1].startswith("not measured") or float(row[1].split()[0].replace(",", "")) >= 0, row


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a value within its aim", 39.9, "KB", aim=at_most(40)), True),
        (Figure("a value beyond it", 40.1, "KB", aim=at_most(40)), False),
        (Figure("a ratio within its aim", 14, "ms", 10, floors(1.5)), True),
        (Figure("a ratio beyond it", 16, "ms", 10, floors(1.5)), False),
        (Figure("a ratio that must be large", 50, "ops/s", 100, at_least_floors(0.6)), False),
        (Figure("a ratio without a floor", 1, "ms", None, floors(5)), False),
        (Figure("no aim", 1, "ms"), None),
    ],
)
def test_an_aim_is_met_or_not(figure: Figure, met: bool | None) -> None:
    assert figure.met is met


def test_quantiles() -> None:
    values = list(range(100, 0, -1))
    assert (quantile(values, 0.5), quantile(values, 0.95), quantile(values, 0.99)) == (50, 95, 99)
    assert quantile([7], 0.95) == 7
