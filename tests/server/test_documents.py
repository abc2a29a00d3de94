"""The documents stay true: each source file has its line in `docs/architecture.md`, README opens with its commands."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {"sync": ("*.py", "*.ts", "migrations/*.py"), "server": ("**/*.py",), "web/src": ("**/*.ts", "**/*.tsx")}


def test_every_source_file_has_its_line_in_the_architecture():
    told = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    missing = []
    for folder, patterns in SOURCES.items():
        for path in sorted(path for pattern in patterns for path in (ROOT / folder).glob(pattern)):
            name = path.relative_to(ROOT / folder.split("/")[0]).as_posix()
            if path.name != "__init__.py" and f"| `{name}` |" not in told:
                missing.append(f"{folder.split('/')[0]}/{name}")
    assert not missing, "give each a line in docs/architecture.md"


def test_the_architecture_names_no_file_that_is_gone():
    told = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folder, gone = "", []
    for line in told.splitlines():
        heading = re.match(r"## `(\w+)/`", line)
        folder = heading[1] if heading else folder
        named = re.match(r"\| `([\w/.-]+\.(?:py|ts|tsx|js))` \|", line)
        if named and not (ROOT / folder / named[1]).exists():
            gone.append(f"{folder}/{named[1]}")
    assert not gone


def test_readme_opens_with_two_commands_of_one_line_each():
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert [len(block.splitlines()) for block in blocks[:2]] == [1, 1]
    assert "fichero serve --demo" in blocks[0] and "-m tests" in blocks[1]
