"""Figures as a person reads them: a table a bench, in the terminal and in RESULTS.md."""

import inspect
from collections.abc import Sequence
from types import ModuleType

from bench.figures import Figure, Unmeasured

Told = Figure | Unmeasured
HEAD = "| figure | measured | floor | ratio | aim | |\n|---|--:|--:|--:|--:|---|"


def line(told: Told) -> str:
    """One row of a table."""
    if isinstance(told, Unmeasured):
        return f"| {told.what} | not measured: {told.why} | | | | |"
    ratio = "" if told.ratio is None else f"{told.ratio:.2f}×"
    floor = "" if told.floor is None else amount(told.floor, told.unit)
    aim = ""
    if told.aim:
        limit = f"{told.aim.limit:g}×" if told.aim.ratio else amount(told.aim.limit, told.unit)
        aim = f"{told.aim.sign} {limit}"
    verdict = {None: "", True: "ok", False: "**not**"}[told.met]
    what = told.what + (f" ({told.note})" if told.note else "")
    return f"| {what} | {amount(told.value, told.unit)} | {floor} | {ratio} | {aim} | {verdict} |"


def amount(value: float, unit: str) -> str:
    """A number with three significant digits and its unit."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f} {unit}".strip()


def page(
    machine: Sequence[tuple[str, str]], chapters: Sequence[tuple[ModuleType, Sequence[Told]]], left_out: Sequence[str]
) -> str:
    """RESULTS.md; `left_out` are the benches that did not run."""
    about = "\n".join(f"| {name} | {value} |" for name, value in machine)
    parts = [
        "# Results",
        "Written by `python -m bench`; [README.md](README.md) says how to read it. Aims are those of issue 4.",
        f"| | |\n|---|---|\n{about}",
    ]
    for bench, told in chapters:
        parts += [f"## {name(bench)}", inspect.cleandoc(bench.__doc__ or "")]
        parts.append("\n".join([HEAD, *map(line, told)]))
    if left_out:
        parts.append(f"Not in this run: {', '.join(left_out)}.")
    return "\n\n".join(parts) + "\n"


def name(bench: ModuleType) -> str:
    """What a bench is called on the command line."""
    return bench.__name__.rsplit(".", 1)[-1]
