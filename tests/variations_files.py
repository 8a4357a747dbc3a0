"""Changes of pack.json, presets.yaml, schema.yaml and of which files there are. No tests in here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from variations_pack import BYTES, FILES, STRUCTURE, Kind, Pack, kind, read, values_of

from generator.source.outline import Path

_ENABLED = "# spectrocloud.com/enabled-presets:"
_TEXTS = ("README.md", "presets.yaml", "schema.yaml", "pack.json")


def json_kind(share: float = 1.0) -> Callable[[Callable[[Pack, dict[str, Any], str], str]], Kind]:
    """Make a kind of change of a function from pack.json to another text of it; it may change the data as well."""

    def decorate(change: Callable[[Pack, dict[str, Any], str], str]) -> Kind:
        def apply(pack: Pack) -> bool:
            before = pack.read("pack.json")
            if before is None:
                return False
            data = json.loads(before)
            text = change(pack, data, before)
            assert json.loads(text) == data, change.__name__
            return text != before and pack.write("pack.json", text)

        return Kind(change.__name__.replace("_", " "), FILES, share, apply)

    return decorate


def dumped(data: dict[str, Any]) -> str:
    """Return a text of pack.json."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


@kind(STRUCTURE)
def renamed_keys(pack: Pack) -> bool:
    """Rename a key of the values, and its paths in all other files."""
    values = values_of(pack)
    others = {name: pack.read(name) or "" for name in _TEXTS}
    if values is None or set(values.text) & set("&*\r\u2028"):
        return False
    leaves = [e for e in values.block if _may_be_renamed(e.path, others["presets.yaml"])]
    leaves = [e for e in leaves if values.lines[e.key_line][e.key_column :].startswith(f"{e.path[-1]}:")]
    if not leaves:
        return False
    entry = pack.rng.choice(leaves)
    old, new = str(entry.path[-1]), f"{entry.path[-1]}{pack.rng.choice(['Renamed', '2', '-x', '_y'])}"
    lines, line = values.lines, values.lines[entry.key_line]
    lines[entry.key_line] = line[: entry.key_column] + new + line[entry.key_column + len(old) :]
    data = read("\n".join(lines))
    assert _renamed(values.data, entry.path, new) == data
    pack.write("values.yaml", "\n".join(lines))
    written = re.compile(rf"(?<![\w.-]){_pattern(entry.path)}(?![\w-])")
    for name, text in others.items():
        if text and written.search(text):
            pack.write(name, written.sub(lambda found: found[0][: len(found[0]) - len(old)] + new, text))
    return True


def _may_be_renamed(path: Path, presets: str) -> bool:
    """Tell whether a key is the chart's own, deep enough that its path is no common word, and in no preset's text."""
    key = str(path[-1])
    plain = all(isinstance(step, str) and re.fullmatch(r"[A-Za-z][\w-]*", step) for step in path)
    return len(path) > 3 and path[0] == "charts" and plain and not re.search(rf"\b{re.escape(key)}:", presets)


def _pattern(path: Path) -> str:
    steps = [re.escape(str(step)) for step in path]
    return rf"(?:{steps[0]}\.)?(?:{steps[1]}\.)?" + r"\.".join(steps[2:])


def _renamed(data: Any, path: Path, new: str) -> Any:
    step, rest = path[0], path[1:]
    if rest:
        return {key: _renamed(value, rest, new) if key == step else value for key, value in data.items()}
    return {new if key == step else key: value for key, value in data.items()}


@json_kind()
def json_unknown_keys(pack: Pack, data: dict[str, Any], text: str) -> str:
    data |= {"commit_msg": "words", "x-extra": {"a": [1, None, True, 1.5]}}
    return dumped(data)


@json_kind()
def json_empty_fields(pack: Pack, data: dict[str, Any], text: str) -> str:
    data["eol"] = ""
    data["annotations"] = {**(data.get("annotations") or {}), "docsURL": ""}
    return dumped(data)


@json_kind()
def json_key_order(pack: Pack, data: dict[str, Any], text: str) -> str:
    keys = [*data]
    pack.rng.shuffle(keys)
    return dumped({key: data[key] for key in keys})


@json_kind()
def json_indent(pack: Pack, data: dict[str, Any], text: str) -> str:
    indent = pack.rng.choice([None, 1, 4, "\t"])
    separators = pack.rng.choice([None, (",", ":"), (" ,", " : ")])
    return json.dumps(data, indent=indent, separators=separators, ensure_ascii=False) + "\n"


@json_kind()
def json_escapes(pack: Pack, data: dict[str, Any], text: str) -> str:
    values = re.compile(r'(?<=: ")[A-Za-z](?=[^"\\]*")')
    return values.sub(lambda found: f"\\u{ord(found[0]):04x}" if pack.rng.random() < 0.5 else found[0], text)


@json_kind()
def json_without_final_newline(pack: Pack, data: dict[str, Any], text: str) -> str:
    return text.rstrip("\n")


@kind(BYTES, 0.5)
def crlf_json(pack: Pack) -> bool:
    text = pack.read("pack.json")
    return text is not None and "\r" not in text and pack.write("pack.json", text.replace("\n", "\r\n"))


@kind(FILES, 0.4)
def no_presets(pack: Pack) -> bool:
    """Take away presets.yaml, or leave nothing in it; what is enabled goes as well."""
    here, values = pack.read("presets.yaml"), pack.read("values.yaml") or ""
    new = pack.rng.choice([None, "", "# no presets\n", "presets: []\n"])
    if here is None and new is None:
        return False
    if values.startswith(_ENABLED):
        pack.write("values.yaml", values.partition("\n")[2])
    if new is None:
        (pack.folder / "presets.yaml").unlink()
        return True
    return pack.write("presets.yaml", new)


@kind(FILES, 0.4)
def no_schema(pack: Pack) -> bool:
    here, new = pack.read("schema.yaml"), pack.rng.choice([None, "", "# no fields\n", "{}\n"])
    if here is None and new is None:
        return False
    if new is None:
        (pack.folder / "schema.yaml").unlink()
        return True
    return pack.write("schema.yaml", new)


@kind()
def more_files(pack: Pack) -> bool:
    pack.write("notes/deeper/größe 1.txt", "words\n")
    return pack.write("notes/.hidden", "") and pack.write("docs/page.md", "# Page\n")


@kind()
def same_file_twice(pack: Pack) -> bool:
    files = sorted(path for path in pack.folder.rglob("*") if path.suffix in (".png", ".tgz", ".yaml", ".md"))
    files = [path for path in files if path.is_file()]
    if not files:
        return False
    chosen = pack.rng.choice(files)
    copy = pack.folder / "copies" / chosen.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(chosen.read_bytes())
    return True
