"""What became of each pack, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.importer.loss import Proof
from generator.importer.run import Outcome, Report

_ORDER = ("values.yaml", "presets.yaml", "schema.yaml", "pack.json", "README.md")
_OTHERS = {"pack.json": ", the others equal as data", "README.md": ", the others but for tables that are records now"}


def story(outcome: Outcome, into: Path) -> Iterator[str]:
    """Yield what became of each family, line by line, the sum of it, and what to do next."""
    for report in outcome.reports:
        yield f"{report.verb} {(into / report.name).as_posix()}: {_of(report)}"
        yield from (f"  {proof.version}: {_kept(proof)}" for proof in report.proofs)
        yield from report.diff
    proofs = [proof for report in outcome.reports for proof in report.proofs]
    if not proofs:
        return
    yield ""
    packs = len(outcome.reports)
    yield f"{len(proofs)} of {outcome.folders} pack folders in {packs} pack{'s' * (packs != 1)}, compiled and compared:"
    yield from _table(proofs)
    yield ""


def _kept(proof: Proof) -> str:
    """Say file by file what became of one version."""
    same = [name for name in _ORDER if proof.identical.get(name)]
    said = [f"{', '.join(same)} byte for byte"] if same else []
    said += ["pack.json equal as data"] if not proof.identical.get("pack.json") else []
    if proof.identical.get("README.md") is False:
        rows = f", {proof.rows} rows are records" if proof.rows else ""
        rows += f", {proof.stayed} stay words" if proof.stayed else ""
        said.append(f"README.md {proof.lines} lines{rows}")
    said += [f"{proof.others} other file{'s' * (proof.others != 1)}"] if proof.others else []
    return "; ".join(said)


def _of(report: Report) -> str:
    names = [proof.version for proof in report.proofs]
    versions = names[0] if len(names) == 1 else f"{len(names)} versions, {names[-1]} to {names[0]}"
    others = sum(proof.others for proof in report.proofs)
    kept = f", {others} other file{'s' * (others != 1)}" if others else ""
    return versions + kept + (f" ({report.stored} stored)" if others != report.stored else "")


def _table(proofs: Sequence[Proof]) -> Iterator[str]:
    for name in _ORDER:
        same = [proof.identical[name] for proof in proofs if name in proof.identical]
        if same:
            tail = _OTHERS.get(name, "") if not all(same) else ""
            yield f"  {name:<13} {sum(same)} of {len(same)} byte for byte{tail}"
    rows, stayed = sum(proof.rows for proof in proofs), sum(proof.stayed for proof in proofs)
    yield f"  {'records':<13} {rows} of {rows + stayed} rows of parameter tables, the others stay words"
    yield f"  {'other files':<13} {sum(proof.others for proof in proofs)}, every byte of them"
