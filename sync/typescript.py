"""Writes `tables.gen.ts`, the app's types, from the one description of the tables: `python -m sync.typescript`."""

import json
from pathlib import Path

from sync.tables import REQUIRED, SCHEMA, TABLES, Cell, Table

SOURCE = Path(__file__).with_name("tables.json")
TARGET = Path(__file__).with_name("tables.gen.ts")

HEAD = """\
/** The tables and the types of their cells. Written by `python -m sync.typescript` from tables.json: change that. */

/** A day as a person says it, `2026-11-21`. */
export type LocalDate = string;
/** A time on the clock of its place, `2026-11-21T09:30`. */
export type LocalTime = string;
/** Milliseconds since 1970 UTC. */
export type Instant = number;
/** The id of a row. */
export type Reference = string;
/** The SHA-256 of a file, in hexadecimal. */
export type FileHash = string;
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
"""

PLAIN = {
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "LocalDate",
    "local": "LocalTime",
    "instant": "Instant",
    "reference": "Reference",
    "file": "FileHash",
    "object": "{ [key: string]: Json }",
    "list": "Json[]",
    "scalar": "string | number | boolean",
    "any": "Json",
}


def source() -> str:
    """The text of `tables.gen.ts`."""
    shapes = json.loads(SOURCE.read_text("utf-8"))["shapes"]
    parts = [HEAD, f"export const SCHEMA = {SCHEMA};\n"]
    parts += [_shape(name, members) for name, members in shapes.items()]
    parts += [_choices(table, cell) for table in TABLES.values() for cell in table.cells.values() if _words(cell)]
    parts += [_cells(table) for table in TABLES.values()]
    parts += [_names(), _rules()]
    return "\n".join(parts)


def _shape(name: str, members: dict[str, str]) -> str:
    needed = REQUIRED.get(name, ())
    lines = [f"  {key}{'' if key in needed else '?'}: {PLAIN[kind.split()[0]]};" for key, kind in members.items()]
    return f"export interface {_title(name)} {{\n" + "\n".join(lines) + "\n}\n"


def _words(cell: Cell) -> list[str]:
    kind, *words = cell.type.split()
    return words if kind == "choice" else []


def _choices(table: Table, cell: Cell) -> str:
    constant, words = f"{table.name}_{cell.name}".upper(), json.dumps(_words(cell))
    return (
        f"export const {constant} = {words} as const;\n"
        f"export type {_title(table.name)}{_title(cell.name)} = (typeof {constant})[number];\n"
    )


def _cells(table: Table) -> str:
    return f"export interface {_title(table.name)}Cells {{\n{''.join(map(_member(table), table.cells.values()))}}}\n"


def _member(table: Table):
    def line(cell: Cell) -> str:
        kind = _type(table, cell)
        if cell.entry:
            return f"  [entry: `{cell.name.removesuffix('*')}${{string}}`]: {kind} | null;\n"
        return f"  {cell.name}?: {kind} | null;\n"

    return line


def _type(table: Table, cell: Cell) -> str:
    if _words(cell):
        return _title(table.name) + _title(cell.name)
    return " | ".join(PLAIN.get(kind.split()[0]) or _title(kind) for kind in cell.type.split("|"))


def _names() -> str:
    lines = "".join(f"  {name}: {_title(name)}Cells;\n" for name in TABLES)
    return (
        f"/** The cells of each table; a cell that was never written is absent, one that was emptied is null. */\n"
        f"export interface Tables {{\n{lines}}}\n\n"
        "export type TableName = keyof Tables;\n"
    )


def _rules() -> str:
    """What the replica must know of a table: what its rows hang from, and who may write them how."""
    lines = ""
    for table in TABLES.values():
        rules = f"hangs: {json.dumps(table.hangs)}"
        rules += f", single: {json.dumps(table.single)}, insertOnly: {json.dumps(table.insert_only)}"
        lines += f"  {table.name}: {{ {rules}, servers: {json.dumps(table.writer == 'server')} }},\n"
    return (
        "/** `hangs`: cells naming the rows it hangs from; `single`: one row a business; `servers`: the server's. */\n"
        "export interface TableRules {\n"
        "  readonly hangs: readonly string[];\n  readonly single: boolean;\n"
        "  readonly insertOnly: boolean;\n  readonly servers: boolean;\n}\n\n"
        f"export const TABLES: Readonly<Record<TableName, TableRules>> = {{\n{lines}}};\n"
    )


def _title(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


if __name__ == "__main__":
    TARGET.write_text(source(), "utf-8")
