"""The peewee models of the store: one per described table, and those that keep sync, sign-in and history.

Every key starts with `business`. A described table holds each cell in a typed column of its own and each collection of
cells (`phones.*`) as one JSON object; `stamp` is the stamp of the op that made the row, `stamps` names every cell whose
stamp differs from it or whose value is null, `seq` is the row's place in the business's order of changes.
Instants are ms since 1970 UTC.
"""

import json

from peewee import (
    BigIntegerField,
    BooleanField,
    CompositeKey,
    DatabaseProxy,
    DoubleField,
    Field,
    Model,
    TextField,
)

from sync.tables import TABLES, Cell

database = DatabaseProxy()


class JSONText(TextField):
    """A JSON value kept as text, so that SQLite and PostgreSQL hold the same bytes."""

    def db_value(self, value):
        """The text that is stored; None stays NULL."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def python_value(self, value):
        """The value that a stored text stands for."""
        return None if value is None else json.loads(value)


class Stored(Model):
    """Any table of the store."""

    class Meta:
        database = database


_FIELDS: dict[str, type[Field]] = {
    "text": TextField,
    "date": TextField,
    "file": TextField,
    "choice": TextField,
    "reference": TextField,
    "boolean": BooleanField,
    "integer": BigIntegerField,
    "instant": BigIntegerField,
    "number": DoubleField,
}


def column_type(cell: Cell) -> type[Field]:
    """The kind of column that holds a cell, or a whole collection of cells."""
    return JSONText if cell.entry else _FIELDS.get(cell.type.split(" ")[0], JSONText)


def _model(name: str) -> type[Stored]:
    table = TABLES[name]
    columns: dict[str, Field] = {
        "business": TextField(),
        "id": TextField(),
        "seq": BigIntegerField(),
        "stamp": TextField(),
        "stamps": JSONText(),
    }
    columns |= {column: column_type(cell)(null=True) for column, cell in table.columns if column != "erased"}
    indexed = [cell for cell in table.hangs if table.cells[cell].refers_to]
    indexes = [(("business", "seq"), True), *((("business", cell), False) for cell in indexed)]
    if name == "conflict":
        indexes.append((("business", "row"), False))
    if name == "booking":
        indexes.append((("business", "member"), False))
    meta = type("Meta", (), {"primary_key": CompositeKey("business", "id"), "indexes": indexes, "table_name": name})
    return type(name.capitalize(), (Stored,), columns | {"Meta": meta, "__doc__": f"A row of `{name}`."})


ROWS: dict[str, type[Stored]] = {name: _model(name) for name in TABLES}
"""The model of each described table."""


class Sequence(Stored):
    """Each business's order of changes: `head` is the greatest seq given, `issued` the greatest ms of any stamp."""

    business = TextField(primary_key=True)
    epoch = TextField()
    head = BigIntegerField(default=0)
    issued = BigIntegerField(default=0)


class Device(Stored):
    """One copy of the business on a browser profile; `n`, `o`, `stamp` are those of its last op that is durable.

    `parent` is the device it was forked from.
    """

    business = TextField()
    id = TextField()
    member = TextField()
    session = TextField(index=True)
    parent = TextField(null=True)
    label = TextField()
    n = BigIntegerField(default=0)
    o = TextField(default="")
    stamp = TextField(default="")
    made = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("business", "id")


class Op(Stored):
    """An op that the server has taken, known by `o` under whatever device and `n` it comes again.

    `refused` is what was refused of it, told again with every repeat: `[[cell or null, code, text], …]`.
    """

    business = TextField()
    o = TextField()
    at = BigIntegerField()
    refused = JSONText(null=True)

    class Meta:
        primary_key = CompositeKey("business", "o")
        indexes = ((("business", "at"), False),)


class History(Stored):
    """One cell value that reached the server. `won`: it became current; `conflict`: it lost or won unseen."""

    business = TextField()
    stamp = TextField()
    cell = TextField()
    table = TextField()
    row = TextField()
    value = JSONText(null=True)
    base = TextField(null=True)
    device = TextField()
    n = BigIntegerField()
    o = TextField()
    member = TextField()
    won = BooleanField()
    conflict = BooleanField()
    at = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("business", "stamp", "cell")
        indexes = ((("business", "row"), False),)


class Erased(Stored):
    """A row that is gone for ever; later ops on it are acknowledged and dropped."""

    business = TextField()
    id = TextField()
    table = TextField()
    seq = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("business", "id", "table")
        indexes = ((("business", "seq"), False),)


class Left(Stored):
    """A row that left one member's view at `seq`."""

    business = TextField()
    member = TextField()
    table = TextField()
    id = TextField()
    seq = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("business", "member", "table", "id")
        indexes = ((("business", "member", "seq"), False),)


class Sight(Stored):
    """The seq at which what a member may see last changed; a copy from before is begun anew."""

    business = TextField()
    member = TextField()
    seq = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("business", "member")


class Session(Stored):
    """A member signed in on one browser profile. Only the token's hash is kept; `ended` says when it was signed out.

    `why` is `left` (the person signed out there) or `revoked` (the copy is to be wiped).
    """

    hash = TextField(primary_key=True)
    business = TextField(index=True)
    member = TextField()
    label = TextField()
    created = BigIntegerField()
    seen = BigIntegerField()
    ended = BigIntegerField(null=True)
    why = TextField(null=True)


class Link(Stored):
    """A sign-in link, single use. Only the token's hash is kept."""

    hash = TextField(primary_key=True)
    business = TextField()
    member = TextField()
    made_by = TextField(null=True)
    expires = BigIntegerField()
    used = BigIntegerField(null=True)


KEEPING: tuple[type[Stored], ...] = (Sequence, Device, Op, History, Erased, Left, Sight, Session, Link)
MODELS: tuple[type[Stored], ...] = (*ROWS.values(), *KEEPING)
