"""What else an archive holds: presets that are on, presets and constraints as texts, charts, manifests and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.meaning import words
from generator.meaning.change import Difference, Impact, Route, Side
from generator.meaning.compare import Reading
from generator.meaning.judges import Seen
from generator.meaning.rules import RULES, Leaf
from generator.model.identity import Logo
from generator.model.versions import Version
from generator.values import ValuesText, enabled_presets

_LOGO = "logo.png"


def of_contents(before: Reading, after: Reading) -> Iterator[Difference]:
    """Yield how versions of the same name differ beside their records and values."""
    told: set[tuple[str, str | None, str | None]] = set()
    for number, version in enumerate(after.pack.versions):
        found = [(n, v) for n, v in enumerate(before.pack.versions) if v.version == version.version]
        if found:
            place, old = found[0]
            base: Route = ("versions", before.number(old, place))
            head: Route = ("versions", after.number(version, number))
            one = _One(before, after, old, version, base, head)
            yield from one.presets_on()
            yield from one.presets_text()
            yield from one.schema_text()
            yield from one.files(told)


def of_the_logo(before: Reading, after: Reading, found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield that the logo of the pages has other content, unless *found* tells it of an archive that holds it."""
    old, new = before.pack.logo, after.pack.logo
    if old is None or new is None or old.file != new.file or before.logo == after.logo:
        return
    if any(d.code == "PS333" and (d.before, d.after) == (before.logo, after.logo) for d in found):
        return
    rule = RULES[Logo]["file"]
    assert isinstance(rule, Leaf)
    impact = rule.changed.judge(Seen(before.logo, after.logo, old, new, after.as_of))
    says = f"Logo {words.shown(new.file)} {_moved(before.logo, after.logo)}"
    at: Route = ("logo", "file")
    yield Difference(rule.changed.code, impact, "", at, Side.HEAD, says, before.logo or None, after.logo or None, at)


def _moved(old: str | None, new: str | None) -> str:
    return "added" if not old else "removed" if not new else "has other content"


class _One:
    def __init__(self, before: Reading, after: Reading, old: Version, new: Version, base: Route, head: Route) -> None:
        self.before, self.after, self.old, self.new, self.base, self.head = before, after, old, new, base, head

    def presets_on(self) -> Iterator[Difference]:
        old, new = _presets_on(self.before, self.old), _presets_on(self.after, self.new)
        if set(old) != set(new):
            says = f"Presets that are on: {words.members(old, new)}"
            yield self._say("PS338", Impact.BREAKING, "enabledPresets", says, list(old), list(new))

    def presets_text(self) -> Iterator[Difference]:
        """Compare presets.yaml where it is kept as a text, preset by preset."""
        if not isinstance(self.old.presets_text or "", str) or self.old.presets_text == self.new.presets_text:
            return
        old, new = _unlike(*(_presets(version.presets_text) for version in (self.old, self.new)))
        for name in [*new, *(name for name in old if name not in new)]:
            if old.get(name) == new.get(name):
                continue
            code, impact, says = "PS337", Impact.BREAKING, "changed"
            if name not in old:
                code, impact, says = "PS335", Impact.FEATURE, "added"
            elif name not in new:
                code, impact, says = "PS336", Impact.BREAKING, "removed"
            said = f"Preset {words.shown(name)} {says}"
            yield self._say(code, impact, "presetsText", said, old.get(name), new.get(name))
        if old == new:
            yield self._say("PS339", Impact.NONE, "presetsText", "presets.yaml written in another form", None, None)

    def schema_text(self) -> Iterator[Difference]:
        """Compare schema.yaml where it is kept as a text, path by path."""
        if self.old.schema_text == self.new.schema_text:
            return
        old, new = (_mapping(version.schema_text) for version in (self.old, self.new))
        for path in [*new, *(path for path in old if path not in new)]:
            if old.get(path) != new.get(path):
                says = f"Constraint on {words.shown(path)} {words.changed(old.get(path), new.get(path))}"
                impact = Impact.BREAKING if path in new else Impact.FEATURE
                yield self._say("PS374", impact, "schemaText", says, old.get(path), new.get(path))

    def files(self, told: set[tuple[str, str | None, str | None]]) -> Iterator[Difference]:
        """Compare the further files by digest; the same change in several versions is told once."""
        old = self.before.contents.get(self.old.version, {})
        new = self.after.contents.get(self.new.version, {})
        for path in sorted(old.keys() | new.keys()):
            key = path, old.get(path), new.get(path)
            if key[1] == key[2] or key in told:
                continue
            told.add(key)
            chart = path.startswith(("charts/", "manifests/")) or path in (*self.new.charts, *self.new.kube_manifests)
            code, impact = ("PS332" if chart else "PS333"), Impact.DOCS if path == _LOGO else Impact.FIX
            said = f"File {words.shown(path)} of the archive {_moved(key[1], key[2])}"
            yield self._say(code, impact, "assets", said, old.get(path), new.get(path))

    def _say(self, code: str, impact: Impact, field: str, says: str, before: object, after: object) -> Difference:
        head, base = (*self.head, field), (*self.base, field)
        version = self.new.version
        plain = words.plain(before), words.plain(after)
        return Difference(code, impact, version, head, Side.HEAD, says, *plain, base)


def _presets_on(reading: Reading, version: Version) -> tuple[str, ...]:
    values = reading.values.get(version.version)
    return version.enabled_presets or (enabled_presets(values.text) if values else ())


def _mapping(text: object) -> dict[str, object]:
    data = ValuesText(text).data if isinstance(text, str) else None
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


Presets = dict[str, dict[str, object]]


def _presets(text: object) -> Presets:
    listed = _mapping(text).get("presets")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return {f"{entry.get('group', '')}:{entry.get('name', '')}": entry for entry in entries}


def _unlike(old: Presets, new: Presets) -> Iterator[Presets]:
    """Yield the presets of both sides as data, without those that are written alike, which are most of them."""
    alike = {name for name in old if old[name] == new.get(name)}
    for presets in (old, new):
        yield {name: _read(preset) for name, preset in presets.items() if name not in alike}


def _read(preset: dict[str, object]) -> dict[str, object]:
    """Return *preset* with the YAML that it adds as data, where it is YAML: its form says nothing."""
    add = preset.get("add")
    data = ValuesText(add).data if isinstance(add, str) else add
    return {**preset, "add": data if data is not None else add}
