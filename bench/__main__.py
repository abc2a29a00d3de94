"""Measures Fichero: `python -m bench [NAME …] [--quick] [--out FILE]`.

Without names every bench runs but `peers`, which must be asked for, and `bench/RESULTS.md` is written anew; with names
only those run, and the file stays unless `--out` says where to write.
"""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bench import (
    fanout,
    first_sync,
    growth,
    idle,
    machine,
    one_edit,
    peers,
    postgresql,
    push,
    report,
    search,
    shipped,
    warm_start,
)
from bench.ground import Ground
from bench.scale import FULL, QUICK

BENCHES = {report.name(each): each for each in (
    shipped, first_sync, warm_start, one_edit, search, push, postgresql, fanout, idle, growth
)}  # fmt: skip
ON_REQUEST = {report.name(peers): peers}
"""Benches that other people's packages are fetched for."""

RESULTS = Path(__file__).with_name("RESULTS.md")


def main(words: list[str]) -> int:
    """Run benches, print their tables as they come, and write them down."""
    known = BENCHES | ON_REQUEST
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="small sizes, seconds in all: proves that everything runs")
    parser.add_argument("--out", type=Path, help=f"where to write the tables (all benches in full size: {RESULTS})")
    args = parser.parse_args(words)
    unknown = set(args.names) - set(known)
    if unknown:
        parser.error(f"there is no bench {', '.join(sorted(unknown))}: choose of {', '.join(known)}")
    about, chapters = machine.describe(), []
    with closing(Ground(QUICK if args.quick else FULL)) as ground:
        for name in args.names or BENCHES:
            print(f"\n{name}\n{report.HEAD}", flush=True)
            told = []
            for figure in known[name].run(ground):
                print(report.line(figure), flush=True)
                told.append(figure)
            chapters.append((known[name], told))
    out = args.out or (RESULTS if not args.quick and not args.names else None)
    if out:
        left_out = [name for name in BENCHES if args.names and name not in args.names]
        out.write_text(report.page(about, chapters, left_out), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
