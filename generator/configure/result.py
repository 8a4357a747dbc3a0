"""A configuration: the values.yaml for a choice, and everything to know of exactly this choice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.configure.evaluation import Finding, evaluate
from generator.configure.form import asked_for
from generator.configure.naming import Given, given
from generator.configure.records import records
from generator.configure.terraform import terraform
from generator.configure.texts import Configured, changed_lines, configured
from generator.configure.wanted import Wanted
from generator.model.form import Record
from generator.model.pack import Pack
from generator.values import ValuesText
from generator.values.laid import data_of


@dataclass(frozen=True)
class Configuration:
    """What comes of *wanted* for *pack* on the *day*."""

    pack: Pack
    wanted: Wanted
    day: datetime.date
    values: Configured
    given: Given
    findings: tuple[Finding, ...]
    procedures: tuple[Finding, ...]

    @property
    def version(self) -> str:
        """The version of the pack."""
        return self.wanted.base.version.version

    @property
    def works(self) -> bool:
        """Whether no error holds."""
        return not any(finding.record.says == "error" for finding in self.findings)

    @cached_property
    def changed(self) -> tuple[tuple[int, int], ...]:
        """First and last line of each passage of the values that differs from what is shipped."""
        return changed_lines(self.wanted.base.text, self.values.edits, self.values.text)

    @property
    def terraform(self) -> str:
        """The Terraform code for it; none where it does not work."""
        return terraform(self.pack, self.version) if self.works else ""


def known_records(pack: Pack, values: Mapping[str, ValuesText]) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """Return the records of *pack*, and the parameters whose values they ask for."""
    known = records(pack, values)
    return known, asked_for(pack, known)


def configuration(
    pack: Pack, known: tuple[tuple[Record, ...], tuple[str, ...]], wanted: Wanted, day: datetime.date
) -> Configuration:
    """Return what comes of *wanted*; *known* is what `known_records` returned. Raises `Unmergeable`."""
    every, asked = known
    values = configured(wanted.base, wanted.picked)
    names = given(pack, data_of(values.text), wanted.chosen, asked)
    found = evaluate(every, names, wanted.base.version.version, day)
    findings = tuple(finding for finding in found if finding.record.kind != "procedure")
    procedures = tuple(finding for finding in found if finding.record.kind == "procedure")
    return Configuration(pack, wanted, day, values, names, findings, procedures)
