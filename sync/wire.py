"""The messages of `docs/protocol.md`, as typed structs, and their reading and writing as JSON.

Unknown keys are refused. The ops of a push are read one by one (`read_op`), so that a fault inside one op refuses that
op and not the push that carries it.
"""

import re
from typing import Any

import msgspec

from sync.stamp import is_device, is_stamp
from sync.tables import is_row_id

MAX_FRAME = 1024 * 1024
MAX_OP = 256 * 1024
MAX_ROW = 512 * 1024
MAX_CELLS = 2_000
ROWS_FRAME = 64 * 1024
_SAFE = 2**53
_is_op_name = re.compile(r"[0-9a-z]{12}", re.ASCII).fullmatch

CODES = ("bad-message", "too-large", "unknown", "bad-value", "append-only", "forbidden", "busy", "storage-full")


class Refusal(Exception):
    """What the server will not take: one of CODES and a text that says where, why and what would do."""

    def __init__(self, code: str, text: str):
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class Message(msgspec.Struct, tag_field="type", forbid_unknown_fields=True):
    """Any frame; its class gives `type`."""


class Hello(Message, tag="hello"):
    """A device's first frame. `now` is ms UTC by the phone's best idea of server time."""

    device: str
    epoch: str
    cursor: int
    schema: int
    now: int


class Push(Message, tag="push"):
    """A device's edits, in the order of `n`. The ops stay raw until `read_op`."""

    device: str
    epoch: str
    now: int
    ops: list[msgspec.Raw]


class Got(Message, tag="got"):
    """Back-pressure: the device has every row up to `cursor`; the next `rows` may come."""

    cursor: int


class Pull(Message, tag="pull"):
    """Send the rows after `cursor`."""

    cursor: int


class Fork(Message, tag="fork"):
    """From a device: give me an id of my own. From the server: you are a clone, ask for one."""


class Welcome(Message, tag="welcome"):
    """The answer to hello: the highest op of this device that is durable, and the head of the business."""

    epoch: str
    now: int
    n: int
    o: str
    head: int
    schema: int
    member: dict[str, Any]


class Refused(msgspec.Struct, omit_defaults=True):
    """One refused cell, or a whole op when `cell` is absent."""

    n: int
    code: str
    text: str
    cell: str | msgspec.UnsetType = msgspec.UNSET


class Ack(Message, tag="ack"):
    """Every op up to `n` is durable but for what is refused; `seq` is the head once the push was in."""

    device: str
    n: int
    o: str
    seq: int
    refused: list[Refused]


class Row(msgspec.Struct):
    """One row as the device may see it: `s` is the stamp of every cell that `x` does not name."""

    t: str
    i: str
    q: int
    s: str
    v: dict[str, Any]
    x: dict[str, str]


class Rows(Message, tag="rows"):
    """Each row changed after `from_` up to `to`, as it is now, and what is gone from the device's view."""

    epoch: str
    from_: int = msgspec.field(name="from")
    to: int
    rows: list[Row]
    gone: list[tuple[str, str, str]]


class Forked(Message, tag="forked"):
    """The new id of a device."""

    device: str


class Gap(Message, tag="gap"):
    """Ops are missing: send again from `want`."""

    want: int


class Reset(Message, tag="reset"):
    """What you may see has changed: take a new snapshot; keep outbox and archive."""


class Wipe(Message, tag="wipe"):
    """Signed out for good: erase the local copy."""


class Upgrade(Message, tag="upgrade"):
    """A newer app is needed; the outbox waits."""

    least: int


class Error(Message, tag="error"):
    """Something was not taken; nothing is used up."""

    code: str
    text: str


class Op(msgspec.Struct, forbid_unknown_fields=True):
    """One edit of one row: `v` the cells' new values, `b` the stamps of the values that the editor saw."""

    n: int
    o: str
    w: int
    t: str
    i: str
    v: dict[str, Any]
    b: dict[str, str | None] = {}


class _Name(msgspec.Struct):
    """What must be readable of an op for its push to be read at all."""

    n: int
    o: str


ClientMessage = Hello | Push | Got | Pull | Fork
ServerMessage = Welcome | Ack | Rows | Forked | Gap | Fork | Reset | Wipe | Upgrade | Error

_client = msgspec.json.Decoder(ClientMessage)
_push = msgspec.json.Decoder(Push)
_name = msgspec.json.Decoder(_Name)
_op = msgspec.json.Decoder(Op)
_encoder = msgspec.json.Encoder()
encode = _encoder.encode
"""The JSON bytes of a server's message or row."""
json_value = msgspec.json.Decoder().decode
"""The value that a JSON text holds."""


def _read(decoder: msgspec.json.Decoder, frame: str | bytes) -> Any:
    if len(frame) > MAX_FRAME or (isinstance(frame, str) and len(frame.encode("utf-8", "replace")) > MAX_FRAME):
        raise Refusal("too-large", f"a message may have {MAX_FRAME:,} bytes at most: send fewer ops in one push")
    try:
        return decoder.decode(frame)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as bad:
        where = "" if " - at `" in str(bad) else " - at `$`"
        raise Refusal("bad-message", f"{bad}{where}") from None


def decode(frame: str | bytes) -> ClientMessage:
    """A device's message. Raises Refusal (`bad-message` with the position, or `too-large`)."""
    message = _read(_client, frame)
    for name in ("now", "cursor", "schema"):
        if not 0 <= getattr(message, name, 0) <= _SAFE:
            raise Refusal("bad-message", f"{name} must be between 0 and 2^53 - at `$.{name}`")
    return message


def decode_push(body: bytes) -> Push:
    """The body of `POST /sync/push`. Raises Refusal as `decode` does."""
    push = _read(_push, body)
    if not 0 <= push.now <= _SAFE:
        raise Refusal("bad-message", "now must be between 0 and 2^53 - at `$.now`")
    if not is_device(push.device):
        raise Refusal("bad-message", "device must be 8 base-36 characters - at `$.device`")
    return push


def read_name(raw: msgspec.Raw, position: int) -> tuple[int, str]:
    """The `n` and `o` of an op. Raises Refusal for the whole push when they cannot be read."""
    try:
        name = _name.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as bad:
        raise Refusal("bad-message", f"{bad} in op {position} - at `$.ops[{position}]`") from None
    if not 1 <= name.n <= _SAFE:
        raise Refusal("bad-message", f"n must be a counter from 1 - at `$.ops[{position}].n`")
    if not _is_op_name(name.o):
        raise Refusal("bad-message", f"o must be 12 base-36 characters - at `$.ops[{position}].o`")
    return name.n, name.o


def read_op(raw: msgspec.Raw) -> Op:
    """One op, its form checked but not yet its cells. Raises Refusal for this op alone."""
    if len(raw) > MAX_OP:
        raise Refusal("too-large", f"an edit may have {MAX_OP:,} bytes at most: split it or shorten its texts")
    try:
        op = _op.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as bad:
        raise Refusal("bad-message", str(bad)) from None
    if not 0 <= op.w <= _SAFE:
        raise Refusal("bad-message", "w must be an instant in ms - at `$.w`")
    if not is_row_id(op.i):
        raise Refusal("bad-value", "i must be a UUID in lower case - at `$.i`")
    if not op.v:
        raise Refusal("bad-message", "v names no cell - at `$.v`")
    for cell, base in op.b.items():
        if base is not None and not is_stamp(base):
            raise Refusal("bad-value", f"the base of {cell[:80]} is no stamp - at `$.b`")
    return op
