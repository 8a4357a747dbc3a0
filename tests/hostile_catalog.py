"""A catalog that nobody would write, and that must still be readable: for the tests of the site. No tests in here.

The project's own packs are in it, and beside them packs at every limit, and packs whose texts all try to break out of
where they stand. Whatever breaks out carries the word in `MARK`.
"""

from __future__ import annotations

import re
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import BaseModel
from repositories import PACKS, PROJECT

from generator import pipeline
from generator.diagnostics import has_errors
from generator.model import Pack
from generator.model.scalars import Line, Prose

MARK = "pwned"
PARAMETERS, VERSIONS, LINES = 1_300, 40, 5_700
EVERY_CHARACTER = f"{string.digits}.{'-'.join(string.ascii_lowercase)}__x..y--z"
LONGEST = ("a-name-of-every-length-that-is-allowed-" * 4)[:127] + "z"

#: Each tries to leave a text, a cell, an attribute, a script, a template, a comment or a block of Markdown.
NASTY = (
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f'<img src=x onerror="{MARK}()">',
    f'"><svg onload={MARK}()>',
    f"' onmouseover='{MARK}()",
    f"<{MARK} x=1>",
    f"</td></tr></table></div><h1>{MARK}</h1>",
    f"</textarea></style></title><{MARK}>",
    f"[click](javascript:{MARK}())",
    f"<a href=javascript:{MARK}()>x</a>",
    f"![x](x){{: onload={MARK}() }}",
    f"{{: .{MARK} onclick={MARK}() }}",
    f"{{ .{MARK} }} {{#{MARK}}}",
    f"{{{{ {MARK} }}}} {{% {MARK} %}} ${{{MARK}}} {{#if {MARK}}}",
    f"--><!-- {MARK} -->",
    f"]]><{MARK}>",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62; &{MARK};",
    f"``` {MARK} ~~~ `` {MARK}",
    f"**{MARK}** _{MARK}_ ~~{MARK}~~ =={MARK}== ^^{MARK}^^ :{MARK}: [^{MARK}] [[{MARK}]]",
    f"| {MARK} | {MARK} |",
    f'!!! danger "{MARK}" ??? note === "{MARK}" --8<-- "{MARK}" ::: {MARK}',
    f"# {MARK} ## {MARK}",
    f"\\<{MARK}\\> \\\\ \\` \\",
    f"<https://{MARK}.example/> https://{MARK}.example/ {MARK}@example.com",
    f"<style>*{{display:none}}</style> <link rel=stylesheet href=//{MARK}.example/x>",
    f"*[{MARK}]: x <base href=//{MARK}.example/> <meta http-equiv=refresh content=0;url=//{MARK}.example/>",
    "עברית וגם العربية, ۱۲۳ 12:30",
    "日本語 ไทย हिन्दी Ελληνικά 🙂👩‍👩‍👧 é n̈",
)


def repository(root: Path) -> Path:
    """Make *root* a repository of the project's own packs and the hostile ones, compiled; return it."""
    root.mkdir(parents=True)
    for name in ("generator", "templates"):
        (root / name).symlink_to(PROJECT / name)
    for name in ("mkdocs.yml", "packscribe.toml"):
        shutil.copy(PROJECT / name, root)
    shutil.copytree(PROJECT / "docs_src", root / "docs_src")
    for pack in (PROJECT / "packs").glob("*/pack.yaml"):
        shutil.copytree(pack.parent, root / "packs" / pack.parent.name)
    for data in packs():
        write(root, data)
    found = pipeline.build(root, []).diagnostics
    assert not has_errors(found), [d for d in found if d.severity == "error"]
    return root


def write(root: Path, data: dict[str, Any]) -> None:
    """Write the pack *data* below *root*, with the logo of the project's test pack, if it has one."""
    home = root / "packs" / data["name"]
    home.mkdir(parents=True)
    if "logo" in data:
        (home / "assets").mkdir()
        shutil.copy(PACKS / "plain" / "assets" / "logo.png", home / "assets")
    (home / "pack.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6))


def packs() -> Iterator[dict[str, Any]]:
    """Yield the data of each hostile pack."""
    yield _pack("no-logo-no-parameters", values="{}\n")
    yield _pack(EVERY_CHARACTER, displayName="Every Legal Character")
    yield _pack(LONGEST, displayName="W" * 200, tags=[LONGEST], description="x" * 2_000)
    yield _many_parameters()
    yield _many_versions()
    yield _long_values()
    yield _readme()
    for shift in range(0, len(NASTY), AT_ONCE):
        yield nasty(shift)


def _pack(name: str, values: str = "pack:\n  nodes: 1\n", **more: Any) -> dict[str, Any]:
    version = {"version": "1.0.0", "series": "1.0.x", "values": values}
    named = {"name": name, "displayName": name, "layer": "addon", "description": "A pack at a limit."}
    return {**named, "versions": [version], **more}


def _many_parameters() -> dict[str, Any]:
    groups = [f"group{number:02}" for number in range(26)]
    each = PARAMETERS // len(groups)
    values = "".join(f"{g}:\n" + "".join(f"  key{n:02}: {n}\n" for n in range(each)) for g in groups)
    records = [
        {"path": f"{g}.key{n:02}", "type": "integer", "description": f"How many of {g} there are at place {n}."}
        for g in groups
        for n in range(each)
    ]
    return _pack("many-parameters", values, displayName="Many Parameters", parameters=records)


def _many_versions() -> dict[str, Any]:
    data = _pack("many-versions", displayName="Many Versions", cloudTypes=["all"])
    numbers = [f"{20 - n // 2}.{9 - n % 2}.0" for n in range(VERSIONS - 1)] + ["0.1.0-rc.1+build_7"]
    data["versions"] = [
        {
            "version": v,
            "series": v.rpartition(".")[0] + ".x" if v[-2:] == ".0" else v,
            "values": f'pack:\n  release: "{v}"\n',
        }
        for v in numbers
    ]
    data["parameters"] = [{"path": "pack.release", "type": "string", "description": "The release."}]
    return data


def _long_values() -> dict[str, Any]:
    remark = f"  # <b>{MARK}</b> </code></pre> ``` ~~~ {{{{ .spectro.var }}}}\n"
    lines = "".join(f'service{n}:\n{remark}  text: "</script> \\" {n}"\n' for n in range(LINES // 3))
    return _pack("long-values", lines, displayName="Long Values")


def _readme() -> dict[str, Any]:
    raw = "\n\n".join(f"{line}\n\n- {line}\n\n```\n{line}\n```" for line in NASTY)
    text = f"# Own words\n\n{PICTURES}\n\n{raw}\n"
    return _pack("own-readme", displayName="Its Own README", readme=[{"text": text}])


PICTURES = """\
[![A badge](https://pictures.example/badge.svg)](https://pictures.example/ci) [![](https://pictures.example/bare.svg)][ci]

A plain ![picture](https://pictures.example/plain.png), and ![](//pictures.example/none.png "no words").

<p align="center">
<img src="https://pictures.example/tag.png" srcset="https://pictures.example/large.png 2x" alt="A tag">
<picture><source srcset="https://pictures.example/dark.png"><img src="HTTPS://pictures.example/light.png"></picture></p>

[ci]: https://pictures.example/again
"""
"""Pictures that a reader's browser would ask another host for."""


AT_ONCE = 4
#: Texts that name something else.
KEPT = ("packName", "enabledPresets", "parameter")


def nasty(shift: int) -> dict[str, Any]:
    """Return a pack with every text field, each holding some of `NASTY`, from number *shift* on."""
    data = yaml.safe_load((PROJECT / "tests" / "hostile" / "pack.yaml").read_text())
    poison = [NASTY[(shift + n) % len(NASTY)] for n in range(AT_ONCE)]
    return {**_poisoned(Pack, data, poison), "name": f"nasty-{shift:02}"}


def _poisoned(hint: Any, data: Any, poison: list[str]) -> Any:
    """Return *data*, of the type *hint* of the model, with *poison* in each text."""
    if kind := text_kind(hint):
        return f"{data} {' '.join(poison if kind == 'line' else map(escaped, poison))}"
    if isinstance(hint, type) and issubclass(hint, BaseModel) and isinstance(data, dict):
        return {key: data[key] if key in KEPT else _poisoned(_hint(hint, key), data[key], poison) for key in data}
    parts = get_args(hint)
    if get_origin(hint) is dict:
        return {key: _poisoned(parts[1], value, poison) for key, value in data.items()}
    if get_origin(hint) is tuple and isinstance(data, list):
        return [_poisoned(parts[0], each, poison) for each in data]
    for part in parts if get_origin(hint) in (Union, UnionType) else ():
        if data != (changed := _poisoned(part, data, poison)):
            return changed
    return data


def _hint(model: type[BaseModel], key: str) -> Any:
    name = next(name for name, field in model.model_fields.items() if key in (name, field.alias))
    return get_type_hints(model, include_extras=True)[name]


def text_kind(model: Any) -> str | None:
    """Tell whether *model* is a `line` of text, or `prose`."""
    return "line" if model == Line else "prose" if model == Prose else None


def escaped(text: str) -> str:
    """Return *text* as Markdown that says nothing but it; as code where a link would be refused."""
    if "javascript:" in text:
        return f"`` {text} ``"
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def text_fields(model: type[BaseModel] = Pack, seen: frozenset[type] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield the model and name of each field of texts that a pack may have."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        for part in _parts(hint):
            if text_kind(part):
                yield model.__name__, name
            elif isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                yield from text_fields(part, seen | {model})


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    if text_kind(hint) is None:
        for part in get_args(hint):
            yield from _parts(part)
