"""The audit on 110 real packs, against what a rough script found in them (../shared/domain/corpus-findings.json).

Every difference has its reason in `audit/disagreements*.yaml`, in both directions; a reason that is no longer needed
fails as well.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from generator.audit.run import run
from generator.diagnostics import Diagnostic

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
CORPUS, FINDINGS = SHARED / "corpus", SHARED / "domain" / "corpus-findings.json"
LEAST_RECALL = 0.95

pytestmark = pytest.mark.skipif(not FINDINGS.is_file(), reason="needs ../shared with the corpus of real packs")


class Finding(NamedTuple):
    """What the script found: *line* is None where it names none."""

    pack: str
    kind: str
    line: int | None
    detail: str


class Agreement(NamedTuple):
    """The findings of one kind: those we have too, those that are no fault, those we miss."""

    both: list[Finding]
    excused: list[Finding]
    missed: list[Finding]

    @property
    def recall(self) -> float:
        faults = len(self.both) + len(self.missed)
        return len(self.both) / faults if faults else 1.0


@cache
def reasons() -> dict[str, Any]:
    merged: dict[str, Any] = {"kinds": {}, "theirs": [], "ours": []}
    for path in sorted((HERE / "audit").glob("disagreements*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not merged["kinds"].keys() & data["kinds"].keys(), f"{path.name}: a kind is in two files"
        merged["kinds"] |= data["kinds"]
        for key in ("theirs", "ours"):
            merged[key] += data.get(key) or []
    return merged


@cache
def theirs() -> tuple[Finding, ...]:
    listed = json.loads(FINDINGS.read_text(encoding="utf-8"))
    return tuple(Finding(f["pack"], f["kind"], f["line"], str(f["detail"])) for f in listed)


@cache
def ours() -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in run([CORPUS]).diagnostics:
        found[diagnostic.pack].append(diagnostic)
    return found


def matching(finding: Finding) -> list[Diagnostic]:
    """Return our findings that say the same as one of the script."""
    rule = reasons()["kinds"][finding.kind]
    same = [d for d in ours()[finding.pack] if d.code in rule["codes"]]
    if rule.get("by") == "detail":
        return [d for d in same if finding.detail in d.message]
    if finding.line is None or rule.get("by") == "pack":
        return same
    return [d for d in same if d.location.line == finding.line]


def excuse(finding: Finding) -> dict[str, Any] | None:
    """Return the reason why we do not have a finding of the script."""
    for reason in reasons()["theirs"]:
        if (
            reason["kind"] == finding.kind
            and fnmatchcase(finding.pack, reason["pack"])
            and str(reason.get("detail", "")) in finding.detail
        ):
            return dict(reason)
    return None


def agreement(kind: str) -> Agreement:
    both, excused, missed = [], [], []
    for finding in (f for f in theirs() if f.kind == kind):
        if matching(finding):
            both.append(finding)
        elif (reason := excuse(finding)) and reason.get("fault") is False:
            excused.append(finding)
        else:
            missed.append(finding)
    return Agreement(both, excused, missed)


@pytest.mark.parametrize("kind", sorted(reasons()["kinds"]) if FINDINGS.is_file() else ())
def test_kind(kind: str) -> None:
    """We have what is really a fault, and each difference has its reason."""
    found = agreement(kind)
    assert found.recall >= LEAST_RECALL, found.missed
    assert all(excuse(finding) for finding in found.missed), found.missed


def test_reasons_are_needed() -> None:
    differing = [f for kind in reasons()["kinds"] for a in [agreement(kind)] for f in (*a.excused, *a.missed)]
    used = [excuse(finding) for finding in differing]
    for reason in reasons()["theirs"]:
        assert reason in used, f"no longer needed: {reason}"
        assert reason["why"].strip()


def test_every_finding_of_ours_was_looked_at() -> None:
    """What the script does not have is listed with a reason, and as often as it occurs."""
    known = {id(d) for finding in theirs() if finding.kind in reasons()["kinds"] for d in matching(finding)}
    codes = {code for rule in reasons()["kinds"].values() for code in rule["codes"]}
    codes |= {reason["code"] for reason in reasons()["ours"]}
    assert {d.code for found in ours().values() for d in found} <= codes, "a code that nobody compared"
    extra = [d for found in ours().values() for d in found if d.code in codes and id(d) not in known]
    for reason in reasons()["ours"]:
        mine = [d for d in extra if d.code == reason["code"] and fnmatchcase(d.pack, reason["pack"])]
        mine = [d for d in mine if str(reason.get("detail", "")) in d.message]
        assert len(mine) == reason["count"], (reason, mine)
        extra = [d for d in extra if d not in mine]
    assert not extra, "\n".join(f"{d.location} {d.code} {d.message}" for d in extra)


def test_table(figure: Callable[[str], None]) -> None:
    """Show how far both agree, by kind, in the summary of the run."""
    rows = [f"{'kind':34} {'script':>6} {'both':>5} {'no fault':>8} {'missed':>6} {'recall':>7}  codes"]
    for kind, total in sorted(Counter(f.kind for f in theirs()).items()):
        if kind not in reasons()["kinds"]:
            rows.append(f"{kind:34} {total:6}  not compared")
            continue
        found, codes = agreement(kind), ", ".join(reasons()["kinds"][kind]["codes"])
        counts = f"{total:6} {len(found.both):5} {len(found.excused):8} {len(found.missed):6} {found.recall:7.0%}"
        rows.append(f"{kind:34} {counts}  {codes}")
    figure("Findings in 110 real packs, ours and those of the rough script:\n  " + "\n  ".join(rows))
