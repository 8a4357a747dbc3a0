"""Enabled presets that are none

The first line of values.yaml names the presets that are chosen from the start, each as `Group:name`. One of them is
in no preset of presets.yaml, two are of one group, whose presets exclude each other, or there is no presets.yaml at
all, as after the line was copied from another pack.

    # spectrocloud.com/enabled-presets: Size:smal,Ingress:off

Correct the name, or take it out of the line; without presets, delete the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.presets_file import Enabled, Header, header, presets
from generator.audit.wording import bare, closest, listing, short
from generator.diagnostics import Diagnostic

CODE = "PS281"
MOST = 100


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each preset of the header that cannot be enabled."""
    line = folder.once(header)
    if line is None or (folder.presets is not None and folder.presets.document is None):
        return
    if folder.presets is None:
        message = "the line names presets, and there is no presets.yaml"
        if not line.enabled:
            message = "the line is for presets, and there is no presets.yaml"
        yield folder.problem(CODE, message, folder.at("values.yaml", line.line), "delete the line, or add presets.yaml")
    else:
        yield from islice(_wrong_names(folder, line), MOST)


def _wrong_names(folder: PackFolder, line: Header) -> Iterator[Diagnostic]:
    known = [preset.called for preset in folder.once(presets)]
    groups: dict[str, Enabled] = {}
    for name in line.enabled:
        where = folder.at("values.yaml", line.line, name.column)
        group, _colon, _name = name.called.partition(":")
        first = groups.setdefault(group, name)
        if name.called not in known:
            message = f"no preset is called `{short(name.called)}`"
            yield folder.problem(CODE, message, where, _way_out(name, known))
        elif first.called == name.called and first is not name:
            yield folder.problem(CODE, f"`{short(name.called)}` is named twice", where, "take one of the two out")
        elif first is not name:
            message = f"`{short(name.called)}` and `{short(first.called)}` are of one group: they exclude each other"
            yield folder.problem(CODE, message, where, "leave one of them out")


def _way_out(name: Enabled, known: list[str]) -> str:
    group, _colon, own = name.called.partition(":")
    same = [called for called in known if bare(called.partition(":")[2]) == bare(own or group)]
    of_group = [called for called in known if called.partition(":")[0] == group]
    close = same[0] if len(same) == 1 else closest(name.called, known, 0.6)
    if close:
        return f"did you mean `{short(close)}`?"
    return (
        f"the presets of presets.yaml are {listing(map(short, of_group or known), 5)}" if known else "delete the line"
    )
