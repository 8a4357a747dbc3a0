"""Entry of schema.yaml for a value that is nowhere

The path of an entry leads to no value: neither in values.yaml, nor commented out there, nor in what a preset adds, nor
in the defaults of its chart. It was misspelt, or its chart was renamed and all paths below it are wrong by the same
step. What the entry says is never shown and never checked.

    charts.monitor.password:         values.yaml has charts.monitoring.password
      schema: '{{ format "${password}" }}'

Correct the path, or delete the entry. Below an empty map (`{}`) users add keys of their own, so nothing is said there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.chart_names import reach
from generator.audit.folder import PackFolder
from generator.audit.presets_file import Preset, presets
from generator.audit.schema_file import Entry, entries, place
from generator.audit.schema_paths import commented_path, look, paths_ending_in, split
from generator.audit.wording import closest, listing, short
from generator.diagnostics import Diagnostic
from generator.values import Path, format_path

CODE = "PS276"
MOST = 100
MOST_COMMENTED = 300  # paths that are looked for among comments: each of them goes through the whole outline
MOST_PAIRS = 200_000  # of an entry and a preset: real packs have some hundred
LONGEST_TEXT = 4 * 2**20


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each entry whose path leads nowhere."""
    if folder.values is None or folder.values.document is None:
        return
    for entry in islice(folder.once(lost), MOST):
        message = (
            f"`{short(entry.path, 120)}` is nowhere in values.yaml, nor in a preset or a chart that the values reach"
        )
        yield folder.problem(CODE, message, place(folder, entry.path), _way_out(folder, entry.path))


def lost(folder: PackFolder) -> tuple[Entry, ...]:
    """Return the entries whose path is neither live, nor in a preset, nor commented out, nor a default of a chart."""
    candidates = (
        e for e in folder.once(absent) if not adding(folder, e.path) and not _is_chart_default(folder, e.path)
    )
    return tuple(e for e in islice(candidates, MOST_COMMENTED) if not is_commented(folder, e.path))


def absent(folder: PackFolder) -> tuple[Entry, ...]:
    """Return the entries whose path is not live in values.yaml, and could be."""
    data = folder.values.data if folder.values else None

    def is_absent(path: str) -> bool:
        at = look(data, path)
        return not (at.found or at.too_long) and not (at.is_open and not adding(folder, path))

    return tuple(islice((entry for entry in folder.once(entries) if is_absent(entry.path)), 10 * MOST))


def adding(folder: PackFolder, path: str) -> list[Preset]:
    """Return the presets that add a value at *path*."""
    most = MOST_PAIRS // max(1, len(folder.once(entries)))
    return [preset for preset in islice(folder.once(presets), most) if look(preset.added, path).found]


def is_commented(folder: PackFolder, path: str) -> bool:
    """Tell whether the value at *path* is commented out in values.yaml, or that cannot be found out in time."""
    steps, text = commented_path(path), folder.values_text
    if text is None or len(text.text) > LONGEST_TEXT:
        return text is not None
    last = split(path)[-1]
    if "#" not in text.text or last not in text.text:
        return False
    if steps is None:  # of any element: a comment with the key somewhere is enough
        return any(last in line.partition("#")[2] for line in text.lines if "#" in line)
    return text.state(steps) == "commented"


def _is_chart_default(folder: PackFolder, path: str) -> bool:
    """Tell whether the chart of *path* has it among its defaults, and values of that chart stand where they should."""
    steps = split(path)
    data = folder.values.data if folder.values else None
    if steps[0] != "charts" or len(steps) < 3:
        return False
    charts = data.get("charts") if isinstance(data, dict) else None
    for key, chart in folder.once(reach).charts.items():
        if path.startswith(f"charts.{key}."):
            inner = path.removeprefix(f"charts.{key}.")
            at = look(chart.values, inner)
            moved = not (isinstance(charts, dict) and key in charts) and look(data, inner).found
            return bool((at.found or at.is_open) and not moved)
    return False


def _way_out(folder: PackFolder, path: str) -> str:
    data = folder.values.data if folder.values else None
    meant = _meant(data, path)
    if meant and path.endswith(f".{meant}"):
        return f"the value stands at `{short(meant, 120)}`: correct the path here, or move the value to where it says"
    if meant:
        return f"did you mean `{short(meant, 120)}`?"
    reached = look(data, path).reached
    siblings = look(data, format_path(reached)).found[0][1] if reached else data
    names = list(siblings) if isinstance(siblings, dict) else []
    where = f"`{short(format_path(reached), 80)}`" if reached else "values.yaml"
    return f"correct the path, or delete the entry; {where} has {listing(names, 5)}" if names else "delete the entry"


def _meant(data: object, path: str) -> str:
    """Return the path in *data* that *path* most likely stands for: the same last key, the longest common end."""
    steps = split(path)
    ranked = sorted((-_common_end(steps, route), format_path(route)) for route in paths_ending_in(data, steps[-1]))
    if ranked and (len(ranked) == 1 or ranked[0][0] < ranked[1][0]):
        return ranked[0][1]
    at = look(data, path)
    holder = look(data, format_path(at.reached)).found if at.reached else [((), data)]
    here = holder[0][1] if holder else None
    step = steps[len(at.reached)] if len(at.reached) < len(steps) else ""
    close = closest(step, here if isinstance(here, dict) else ())
    fixed = ".".join([*map(str, at.reached), close, *steps[len(at.reached) + 1 :]]) if close else ""
    return fixed if fixed and look(data, fixed).found else ""


def _common_end(steps: tuple[str, ...], route: Path) -> int:
    count = 0
    for step, other in zip(reversed(steps), reversed(route), strict=False):
        if step != str(other):
            break
        count += 1
    return count
