"""Imports go one way. The table says which rooms a room may import; a room is a module or package of `generator`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

#: Each room may import the rooms of the rows above it that are named here, and nothing else of generator.
MAY_IMPORT: dict[str, set[str]] = {
    "diagnostics": set(),
    "roster": {"diagnostics"},
    "tree": set(),
    "prose": set(),
    "github_markdown": {"prose"},
    "tab_slug": set(),
    "site": {"tab_slug"},
    "halves": set(),
    "archive": set(),
    "registry": set(),
    "lock": {"tree"},
    "unchanged": {"lock", "tree"},
    "settings": {"diagnostics"},
    "source": {"diagnostics"},
    "palette_schema": set(),
    "yaml_text": set(),
    "values": {"source", "yaml_text"},
    "readme": {"diagnostics", "source", "values"},
    "audit": {"diagnostics", "halves", "palette_schema", "readme", "source", "values"},
    "model": {"diagnostics"},
    "catalog": {"diagnostics", "roster", "source", "model", "tree", "values"},
    "meaning": {"model", "prose", "values"},
    "rules": {"model"},
    "artifacts": {"model", "source", "values", "palette_schema", "yaml_text"},
    "view": {"artifacts", "github_markdown", "meaning", "model", "prose", "settings", "values"},
    "overview": {"model", "prose", "settings", "view"},
    "configure": {
        "artifacts",
        "catalog",
        "diagnostics",
        "model",
        "prose",
        "rules",
        "settings",
        "source",
        "values",
        "view",
    },
    "checks": {
        "diagnostics",
        "source",
        "model",
        "tree",
        "values",
        "prose",
        "catalog",
        "settings",
        "artifacts",
        "rules",
        "palette_schema",
        "view",
    },
    "render": {"diagnostics", "prose", "view"},
    "compile": {"artifacts", "catalog", "configure", "model", "overview", "render", "settings", "view"},
    "readback": {"diagnostics", "source", "values"},
    "claims": {
        "artifacts",
        "catalog",
        "configure",
        "model",
        "palette_schema",
        "prose",
        "readback",
        "settings",
        "values",
        "view",
    },
    "former_names": {"diagnostics", "model", "overview"},
    "drift": {"diagnostics", "lock", "tree"},
    "schema_file": {"diagnostics", "model", "tree"},
    "explain": {"audit", "checks", "diagnostics", "meaning"},
    "compiled_audit": {"audit", "catalog", "diagnostics", "model", "settings"},
    "packing": {"archive", "catalog", "compiled_audit", "diagnostics", "model", "registry"},
    "published": {"archive", "diagnostics", "packing", "registry", "tree"},
    "verdicts": {"archive", "diagnostics", "lock", "packing", "tree", "unchanged"},
    "compiled": {"catalog", "claims", "diagnostics", "lock", "settings", "verdicts"},
    "judging": {
        "archive",
        "claims",
        "compiled",
        "compiled_audit",
        "diagnostics",
        "drift",
        "lock",
        "packing",
        "published",
        "readback",
        "settings",
        "tree",
        "unchanged",
        "verdicts",
    },
    "job": {
        "catalog",
        "checks",
        "compile",
        "compiled",
        "diagnostics",
        "former_names",
        "judging",
        "lock",
        "render",
        "settings",
        "tree",
        "unchanged",
        "verdicts",
        "view",
    },
    "pipeline": {
        "catalog",
        "compiled",
        "diagnostics",
        "drift",
        "halves",
        "job",
        "judging",
        "lock",
        "settings",
        "tree",
        "unchanged",
        "verdicts",
    },
    "scaffold": {
        "artifacts",
        "audit",
        "compiled",
        "diagnostics",
        "job",
        "lock",
        "model",
        "pipeline",
        "render",
        "settings",
        "source",
        "tree",
    },
    "bump": {
        "artifacts",
        "audit",
        "catalog",
        "checks",
        "compiled_audit",
        "diagnostics",
        "job",
        "model",
        "palette_schema",
        "settings",
        "source",
        "tree",
        "values",
        "yaml_text",
    },
    "export": {"catalog", "diagnostics", "drift", "lock", "pipeline", "settings", "tree"},
    "serving": {"catalog", "compiled", "diagnostics", "job", "lock", "pipeline", "settings", "site", "unchanged"},
    "inspection": {"audit", "diagnostics", "pipeline", "settings", "tree"},
    "publishing": {
        "archive",
        "audit",
        "catalog",
        "diagnostics",
        "lock",
        "packing",
        "pipeline",
        "published",
        "registry",
        "roster",
        "settings",
        "tree",
        "unchanged",
        "verdicts",
    },
    "trust": {"archive", "audit", "diagnostics", "registry"},
    "sealing": {"archive", "lock", "packing", "registry", "settings", "tree", "trust", "unchanged"},
    "retrieval": {"archive", "diagnostics", "packing", "publishing", "registry", "tree", "trust"},
    "importer": {
        "artifacts",
        "audit",
        "catalog",
        "checks",
        "compile",
        "diagnostics",
        "github_markdown",
        "model",
        "prose",
        "readme",
        "render",
        "settings",
        "tree",
        "values",
        "yaml_text",
    },
    "review": {
        "archive",
        "catalog",
        "checks",
        "claims",
        "compile",
        "compiled",
        "diagnostics",
        "halves",
        "importer",
        "judging",
        "lock",
        "meaning",
        "model",
        "packing",
        "published",
        "registry",
        "render",
        "retrieval",
        "settings",
        "tree",
        "unchanged",
        "view",
    },
    "cli": {
        "bump",
        "catalog",
        "configure",
        "diagnostics",
        "explain",
        "export",
        "importer",
        "inspection",
        "pipeline",
        "publishing",
        "registry",
        "retrieval",
        "review",
        "scaffold",
        "schema_file",
        "sealing",
        "serving",
        "settings",
        "tree",
        "unchanged",
        "verdicts",
    },
    "reference": {"catalog", "cli", "explain", "model", "tree"},
    "__main__": {"cli", "diagnostics", "pipeline", "unchanged"},
}

#: A library lives in one room.
ONLY_IN = {
    "yaml": {"source"},
    "jinja2": {"render"},
    "markdown_it": {"github_markdown", "prose", "readback"},
    "click": {"cli"},
    "pydantic": {"model", "checks", "reference"},
    "ruamel": {"importer"},
    "urllib3": {"registry"},
    "cryptography": {"trust"},
    "mkdocs": {"serving", "site"},
    "watchdog": {"serving"},
}


def _rooms() -> dict[str, list[Path]]:
    rooms: dict[str, list[Path]] = {}
    for path in sorted(GENERATOR.rglob("*.py")):
        room = path.relative_to(GENERATOR).parts[0].removesuffix(".py")
        rooms.setdefault(room, []).append(path)
    rooms.pop("__init__")
    return rooms


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} if node.module != "generator" else {f"generator.{a.name}" for a in node.names}
    return found


@pytest.mark.parametrize("room", _rooms())
def test_room_imports_only_what_the_table_allows(room: str) -> None:
    assert room in MAY_IMPORT, f"say in MAY_IMPORT what {room} may import"
    for path in _rooms()[room]:
        used = {name.split(".")[1] for name in _imports(path) if name.startswith("generator.")}
        wrong = used - MAY_IMPORT[room] - {room, "__version__"}
        assert not wrong, f"{path.relative_to(GENERATOR)} imports {sorted(wrong)}"


def test_the_table_has_no_circle() -> None:
    order = list(MAY_IMPORT)
    for room, allowed in MAY_IMPORT.items():
        later = [a for a in allowed if a in order and order.index(a) > order.index(room)]
        assert not later, f"{room} may import {later}, which stand below it"


@pytest.mark.parametrize("library", ONLY_IN)
def test_library_lives_in_one_room(library: str) -> None:
    users = {
        room
        for room, paths in _rooms().items()
        for path in paths
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert users <= ONLY_IN[library]
