"""The store's first tables.

A frozen description: later versions add columns and tables in migrations of their own. A column is text unless it says
`:type`, and may be null when it ends in `?`; an index that starts with `!` is unique.
"""

from peewee import BigIntegerField, BooleanField, CompositeKey, Database, DoubleField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator

TYPES = {"": TextField, "integer": BigIntegerField, "boolean": BooleanField, "number": DoubleField}

TABLES = {
    "business": (
        "business id",
        "business id seq:integer stamp stamps name? zone? currency? locale? hours? week_start:integer? "
        "pets:boolean? overdue_days:integer?",
        ["!business seq"],
    ),
    "member": (
        "business id",
        "business id seq:integer stamp stamps name? email? role? color? hours? alerts? sees? deleted:boolean?",
        ["!business seq"],
    ),
    "client": (
        "business id",
        "business id seq:integer stamp stamps name? status? phones? emails? addresses? company? position? "
        "language? tax_id? birth_date? emergency? pickup? labels? custom? photo? source? registered:integer? "
        "blocked:boolean? deleted:boolean?",
        ["!business seq"],
    ),
    "pet": (
        "business id",
        "business id seq:integer stamp stamps client? name? species? breed? sex? birth_date? coat? weights? "
        "codes? allergies? vet? vaccinations? custom? photo? deleted:boolean?",
        ["!business seq", "business client"],
    ),
    "service": (
        "business id",
        "business id seq:integer stamp stamps name? minutes:integer? buffer:integer? price? modality? color? "
        "members? rebook_days:integer? bookable:boolean? archived:boolean? deleted:boolean?",
        ["!business seq"],
    ),
    "booking": (
        "business id",
        "business id seq:integer stamp stamps client? pets? service? member? when? status? price? modality? "
        "address? note? answers? series? purchase? deleted:boolean?",
        ["!business seq", "business client", "business member"],
    ),
    "payment": (
        "business id",
        "business id seq:integer stamp stamps client? booking? kind? money? method? at:integer? member? "
        "reverses? invoice?",
        ["!business seq", "business client", "business booking"],
    ),
    "note": (
        "business id",
        "business id seq:integer stamp stamps client? booking? pet? kind? body? visibility? pinned:boolean? "
        "deleted:boolean?",
        ["!business seq", "business client", "business booking", "business pet"],
    ),
    "task": (
        "business id",
        "business id seq:integer stamp stamps client? description? assignee? due? repeat? done:integer? "
        "deleted:boolean?",
        ["!business seq", "business client"],
    ),
    "label": (
        "business id",
        "business id seq:integer stamp stamps name? color? service? deleted:boolean?",
        ["!business seq"],
    ),
    "field": (
        "business id",
        "business id seq:integer stamp stamps on? label? type? choices? order:number? required:boolean? "
        "asked_by? retired:boolean? deleted:boolean?",
        ["!business seq"],
    ),
    "segment": (
        "business id",
        "business id seq:integer stamp stamps name? rules? deleted:boolean?",
        ["!business seq"],
    ),
    "merge": (
        "business id",
        "business id seq:integer stamp stamps pair? undone? deleted:boolean?",
        ["!business seq"],
    ),
    "conflict": (
        "business id",
        "business id seq:integer stamp stamps table? row? cell? kept? other? kept_by? other_by? at:integer? resolved?",
        ["!business seq", "business row"],
    ),
    "sequence": (
        "business",
        "business epoch head:integer issued:integer",
        [],
    ),
    "device": (
        "business id",
        "business id member session parent? label n:integer o stamp made:integer",
        ["session"],
    ),
    "op": (
        "business o",
        "business o at:integer refused?",
        ["business at"],
    ),
    "history": (
        "business stamp cell",
        "business stamp cell table row value? base? device n:integer o member won:boolean conflict:boolean at:integer",
        ["business row"],
    ),
    "erased": (
        "business id table",
        "business id table seq:integer",
        ["business seq"],
    ),
    "left": (
        "business member table id",
        "business member table id seq:integer",
        ["business member seq"],
    ),
    "sight": (
        "business member",
        "business member seq:integer",
        [],
    ),
    "session": (
        "hash",
        "hash business member label created:integer seen:integer ended:integer? why?",
        ["business"],
    ),
    "link": (
        "hash",
        "hash business member made_by? expires:integer used:integer?",
        [],
    ),
}

CLUSTERED = ("op", "history", "erased", "left")
"""Tables that SQLite keeps in the order of their key: written once, read by it, half the pages to write."""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create every table and index."""
    for name, (key, columns, indexes) in TABLES.items():
        fields = {}
        for column in columns.split():
            word, _, kind = column.rstrip("?").partition(":")
            fields[word] = TYPES[kind](null=column.endswith("?"))

        class Meta:
            database = db
            table_name = name
            primary_key = CompositeKey(*key.split())
            without_rowid = isinstance(db, SqliteDatabase) and name in CLUSTERED

        model = type(name.capitalize(), (Model,), fields | {"Meta": Meta})
        db.create_tables([model])
        for index in indexes:
            model.add_index(model.index(*(fields[word] for word in index.lstrip("!").split()), unique=index[0] == "!"))
        model._schema.create_indexes()
