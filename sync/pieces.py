"""The ops of a push as they came, and how a large push is cut, so that others are served between its pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

from sync import wire
from sync.tables import TABLES

PIECE_OPS, PIECE_CELLS = 64, 160
"""What one transaction takes of a large push, at least one op: others who wait come between two pieces."""


@dataclass(slots=True)
class Sent:
    """One op of a push as it came: `op` when its form can be read, else or besides why it is refused as a whole."""

    n: int
    o: str
    op: wire.Op | None = None
    refusal: wire.Refusal | None = None


def read_ops(push: wire.Push) -> list[Sent]:
    """The ops of a push. Raises Refusal for the whole push when one has no name or there are too many, or cells."""
    if len(push.ops) > wire.MAX_CELLS:
        raise wire.Refusal("too-large", f"a push may have {wire.MAX_CELLS:,} ops at most, not {len(push.ops):,}")
    sent = []
    cells = 0
    for position, raw in enumerate(push.ops):
        one = Sent(*wire.read_name(raw, position))
        sent.append(one)
        try:
            one.op = wire.read_op(raw)
            if one.op.t in TABLES:
                cells += len(one.op.v)
            else:
                one.refusal = wire.Refusal("unknown", f"there is no table {one.op.t[:80]!r}")
        except wire.Refusal as refusal:
            one.refusal = refusal
    if cells > wire.MAX_CELLS:
        raise wire.Refusal("too-large", f"a push may write {wire.MAX_CELLS:,} cells at most, not {cells:,}")
    return sent


def pieces(sent: list[Sent]) -> Iterator[list[Sent]]:
    """A push cut into what one transaction takes; a push without ops is one piece."""
    piece: list[Sent] = []
    cells = 0
    for one in sent:
        more = len(one.op.v) if one.op else 0
        if piece and (len(piece) == PIECE_OPS or cells + more > PIECE_CELLS):
            yield piece
            piece, cells = [], 0
        piece.append(one)
        cells += more
    yield piece
