"""Enabled preset that values.yaml contradicts

The first line of values.yaml says that a preset is enabled, and the values say otherwise: a value that the preset adds
has another one there. Whoever opens the pack sees a choice that does not hold, and choosing it once more changes the
pack.

    # spectrocloud.com/enabled-presets: Ingress:on
    charts:
      monitoring:
        ingress:
          enabled: false           the preset Ingress:on adds true

Change the line or the value. Only single values are compared, and only where both are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.presets_file import Preset, header, presets
from generator.audit.schema_paths import leaves
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.values import Path, format_path

CODE = "PS282"
MOST = 100
MOST_LEAVES = 20_000


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each enabled preset that a value contradicts."""
    line, values = folder.once(header), folder.values
    if line is None or values is None or values.document is None:
        return
    known = {preset.called: preset for preset in reversed(folder.once(presets))}
    overlaid: set[Path] = set()
    for name in islice(reversed(line.enabled), MOST):
        preset = known.get(name.called)
        if preset is None:
            continue
        wrong = [(path, ours, theirs) for path, ours, theirs in _contradictions(folder, preset) if path not in overlaid]
        overlaid |= {path for path, _value in islice(leaves(preset.added), MOST_LEAVES)}
        if wrong:
            path, ours, theirs = wrong[0]
            others = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            message = (
                f"`{short(name.called)}` is enabled, and `{short(format_path(path), 120)}` is {_shown(ours)}, "
                f"not {_shown(theirs)}{others}"
            )
            help = f"correct line {values.where_key(path).line}, or enable another preset of the group here"
            yield folder.problem(CODE, message, folder.at("values.yaml", line.line, name.column), help)


def _contradictions(folder: PackFolder, preset: Preset) -> Iterator[tuple[Path, object, object]]:
    """Yield each value of *preset* that is another in values.yaml: its path, what it is there, and in the preset."""
    data = folder.values.data if folder.values else None
    for path, theirs in islice(leaves(preset.added), MOST_LEAVES):
        node = data
        for step in path:
            node = node.get(step, _Nothing) if isinstance(node, dict) else _Nothing
        if node is not _Nothing and _contradicts(node, theirs):
            yield path, node, theirs


class _Nothing:
    """What stands where nothing does."""


def _contradicts(ours: object, theirs: object) -> bool:
    """Tell whether two values are single ones that mean different things; `1` and `"1"` do not."""
    if any(isinstance(value, dict | list) or "{{" in str(value) for value in (ours, theirs)):
        return False
    return _plain(ours) != _plain(theirs)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _shown(value: object) -> str:
    return f"`{short(_plain(value), 40)}`" if _plain(value) else "empty"
