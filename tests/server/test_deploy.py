"""What is written down for administrators names the settings that there are, and no others."""

import re
from pathlib import Path

from server import config
from tests.server.process import ROOT

OF_CADDY = {"FICHERO_SITE", "FICHERO_UPSTREAM"}


def named(text: str) -> set[str]:
    """The settings that a text names."""
    return set(re.findall(r"\bFICHERO_[A-Z]+\b", text))


def test_readme_and_the_settings_agree() -> None:
    read = named(Path(config.__file__).read_text("utf-8").split('"""', 2)[2])
    table = (ROOT / "README.md").read_text("utf-8").split("| variable |")[1].split("\n\n")[0]
    assert named(table) == named(config.__doc__) == read


def test_what_deploys_names_only_settings_that_there_are() -> None:
    known = named(config.__doc__) | OF_CADDY
    files = [path for path in (ROOT / "deploy").iterdir() if path.is_file()]
    assert len(files) >= 5
    for path in files:
        assert named(path.read_text("utf-8")) <= known, path
    caddy = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert named(caddy) == OF_CADDY <= named((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
