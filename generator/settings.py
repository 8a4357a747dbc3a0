"""Settings of a repository, from packscribe.toml."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.diagnostics import Diagnostic, Location

FILE = "packscribe.toml"


class Ignored(NamedTuple):
    """A suppression: findings with *code* in *pack* (empty: every pack) are not reported, for a stated reason."""

    code: str
    reason: str
    pack: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every pack of a repository.

    *as_of* is the day for which pages are written: states such as "ended" are computed from it, never from today's
    date, so that a build is the same tomorrow. *site_url* and *repo_url* are for feeds and edit links.
    *breaking* is the step of version that a breaking change needs: `major`, `minor` or `any`.
    """

    as_of: datetime.date
    site_url: str = ""
    repo_url: str = ""
    strict: bool = False
    ignore: tuple[Ignored, ...] = ()
    breaking: str = "major"

    @property
    def site_folder(self) -> str:
        """The address of the site with a `/` at its end, or "" where none is stated."""
        return f"{self.site_url.rstrip('/')}/" if self.site_url else ""


_KEYS: dict[str, tuple[type, str]] = {
    "as_of": (datetime.date, "a date without quotes, such as `2026-11-21`"),
    "site_url": (str, "text in quotes"),
    "repo_url": (str, "text in quotes"),
    "strict": (bool, "`true` or `false`"),
    "ignore": (list, 'a list such as `[{ code = "PS203", pack = "cni-azure", reason = "…" }]`'),
    "review": (dict, 'a table: `[review]` and below it `breaking = "major"`'),
}
_STEPS = ("major", "minor", "any")


def pin(root: Path, day: datetime.date) -> bool:
    """Give *root* a packscribe.toml that is written for *day*, unless it has one; tell whether it had none."""
    try:
        with (root / FILE).open("x", encoding="utf-8") as file:
            file.write(f"# The day that pages are written for; a build never looks at the clock.\nas_of = {day}\n")
    except FileExistsError:
        return False
    return True


def load(root: Path) -> tuple[Settings | None, list[Diagnostic]]:
    """Read packscribe.toml of *root*: the settings, or none with the reasons."""
    try:
        written = (root / FILE).read_bytes()
        text = written.decode("utf-8").removeprefix("\ufeff")
        data = tomllib.loads(text)
    except FileNotFoundError:
        way_out = f"create {FILE} with a line such as `as_of = 2026-11-21`, or name the root with `--root`"
        return None, [Diagnostic("PS120", f"there is no {FILE} here", Location(FILE), way_out)]
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        return None, [Diagnostic("PS121", f"{FILE} cannot be read: {reason}", Location(FILE), "put the file there")]
    except UnicodeDecodeError as error:
        before = written[: error.start].decode()
        place = Location(FILE, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, [Diagnostic("PS121", f"{FILE} is not UTF-8", place, "save it as UTF-8 text")]
    except RecursionError:
        return None, [Diagnostic("PS121", f"{FILE} is nested too deep", Location(FILE), "no setting is nested")]
    except tomllib.TOMLDecodeError as error:
        return None, [_broken(error)]
    found = list(_problems(data, text))
    return (None, found) if found else (_settings(data), [])


def _broken(error: tomllib.TOMLDecodeError) -> Diagnostic:
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    message = re.sub(r" \(at .*\)$", "", str(error))
    return Diagnostic("PS121", f"{FILE} is broken: {message}", Location(FILE, line, column), "see https://toml.io")


def _problems(data: dict[str, Any], text: str) -> list[Diagnostic]:
    found = []
    for key, value in data.items():
        place = _place(text, key)
        if key not in _KEYS:
            from difflib import get_close_matches

            close = get_close_matches(key, _KEYS, n=1)
            way_out = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(_KEYS)}"
            found.append(Diagnostic("PS122", f"unknown setting `{key}`", place, way_out))
        elif not isinstance(value, _KEYS[key][0]) or isinstance(value, datetime.datetime):
            found.append(Diagnostic("PS123", f"`{key}` has the wrong type", place, f"write {_KEYS[key][1]}"))
        elif key.endswith("_url") and value and not str(value).startswith(("https://", "http://")):
            found.append(Diagnostic("PS123", f"`{key}` is no web address", place, "write an `https://` address"))
        elif key == "ignore" and isinstance(value, list):
            found.extend(_ignore_problems(value, place))
        elif key == "review" and isinstance(value, dict):
            found.extend(_review_problems(value, place))
    if "as_of" not in data:
        found.append(Diagnostic("PS123", "`as_of` is missing", Location(FILE), f"add {_KEYS['as_of'][1]}"))
    return found


def _ignore_problems(entries: list[Any], place: Location) -> list[Diagnostic]:
    wrong = [
        e
        for e in entries
        if not isinstance(e, dict)
        or not e.get("code")
        or not e.get("reason")
        or set(e) - {"code", "reason", "pack", "path"}
        or not all(isinstance(v, str) for v in e.values())
    ]
    way_out = 'write `{ code = "PS203", reason = "why" }`, with `pack` or `path` to narrow it'
    return [Diagnostic("PS123", f"`ignore` holds {e!r}", place, way_out) for e in wrong]


def _review_problems(table: dict[str, Any], place: Location) -> list[Diagnostic]:
    found = [
        Diagnostic("PS122", f"unknown setting `review.{key}`", place, "known: review.breaking")
        for key in table
        if key != "breaking"
    ]
    if table.get("breaking", "major") not in _STEPS:
        message = f"`review.breaking` is {table['breaking']!r}"
        found.append(Diagnostic("PS123", message, place, f"write one of {', '.join(_STEPS)}, in quotes"))
    return found


def _place(text: str, key: str) -> Location:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith((key, f'"{key}"', f"[{key}", f"[[{key}")):
            return Location(FILE, number, len(line) - len(line.lstrip()) + 1)
    return Location(FILE)


def _settings(data: dict[str, Any]) -> Settings:
    ignore = tuple(Ignored(**entry) for entry in data.get("ignore", ()))
    rest = {key: value for key, value in data.items() if key not in ("ignore", "review")}
    return Settings(**rest, ignore=ignore, breaking=data.get("review", {}).get("breaking", "major"))


def suppress(found: Iterable[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """Leave out what packscribe.toml ignores."""
    return [
        d
        for d in found
        if not any(
            i.code == d.code and i.pack in ("", d.pack) and i.path in ("", d.location.path) for i in settings.ignore
        )
    ]
