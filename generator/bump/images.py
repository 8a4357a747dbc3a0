"""Images of a chart, and which tag an image of the pack has once the chart is another one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.charts import Chart
from generator.audit.images import parse, short_name
from generator.bump.defaults import Defaults
from generator.diagnostics import Location
from generator.source.outline import Path

_WRITTEN = re.compile(r"""^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^\s"'{}#,]+)""", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z]{4,}")
_NAMES = ("repository", "repo", "image")
_HERE = Location("")


@dataclass(frozen=True, slots=True)
class Default:
    """An image of a chart: where its values stand, its name, and its tag ("" for the appVersion) and digest."""

    path: Path
    name: str
    tag: str
    digest: str = ""


@dataclass(frozen=True, eq=False)
class ImageSwap:
    """The images of two charts, *old* and *new*, and the versions that tags may repeat."""

    old: Defaults
    new: Defaults

    @cached_property
    def _old(self) -> Mapping[str, list[Default]]:
        return _by_name(_images(self.old))

    @cached_property
    def _new(self) -> Mapping[str, list[Default]]:
        return _by_name(_images(self.new))

    @cached_property
    def _new_at(self) -> Mapping[Path, Default]:
        return {image.path: image for image in _images(self.new) if image.path}

    def reference(self, text: str) -> str | None:
        """Return what the image *text*, which the old chart had so, is in the new one; None where that is not known.

        A pack may take it from another registry: that stays.
        """
        image = parse(text, _HERE)
        found = self._successors(short_name(image.name), image.tag, image.digest) if image else []
        if image is None or len({(one.tag, one.digest) for one in found}) != 1:
            return None
        tag = found[0].tag or self.same_style(image.tag, found[0].path)
        digest = found[0].digest if image.digest else ""
        known = tag and bool(digest) == bool(image.digest)
        return _replaced(text, (image.tag, tag), (image.digest, digest)) if known else None

    def guessed(self, text: str, *, alone: bool) -> str | None:
        """Return the image *text* with the new version of the chart for the old one, where its tag is that version.

        Only for images that the chart does not have in its values. Unless it is *alone* in the pack, its name must
        have a word in common with that of the image.
        """
        image = parse(text, _HERE)
        if image is None or image.digest or self._successors(short_name(image.name), image.tag, ""):
            return None
        if (known := self._known(short_name(image.name))) and not self._had(known, image.tag, ""):
            return None
        words = set(_WORD.findall(image.name.rpartition("/")[2]))
        if not alone and not words & set(_WORD.findall(self.new.chart.name)):
            return None
        tag = self.same_style(image.tag, ())
        return _replaced(text, (image.tag, tag), ("", "")) if tag else None

    def same_style(self, tag: str, path: Path) -> str:
        """Return the new version where *tag* is the old one of the chart around *path*, with or without a `v`."""
        pairs = [(self.old.app_version(path), self.new.app_version(path))]
        pairs += [(self.old.chart.version, self.new.chart.version)]
        for before, after in pairs:
            for old_style, new_style in ((before, after), (f"v{_bare(before)}", f"v{_bare(after)}")):
                if before and after and tag == old_style:
                    return new_style
            if before and after and tag == _bare(before):
                return _bare(after)
        return ""

    def _successors(self, name: str, tag: str, digest: str) -> Sequence[Default]:
        """Return what became of the image *name* with *tag*, as far as the old chart had it so."""
        base = name.rpartition("/")[2]
        known = self._had(self._known(name), tag, digest)
        after = [self._new_at[one.path] for one in known if one.path in self._new_at]
        after = [one for one in after if one.name.rpartition("/")[2] == base]
        return after or (known and (self._new.get(name) or self._new.get(f"*/{base}", []))) or []

    def _had(self, known: Sequence[Default], tag: str, digest: str) -> Sequence[Default]:
        """Return those of the *known* images of the old chart that have *tag*, or leave it to the appVersion."""
        said = [one for one in known if not digest or one.digest == digest]
        return [one for one in said if (one.tag == tag if one.tag else self.same_style(tag, one.path))]

    def _known(self, name: str) -> Sequence[Default]:
        return self._old.get(name) or self._old.get(f"*/{name.rpartition('/')[2]}", [])


def _by_name(images: Iterator[Default]) -> Mapping[str, list[Default]]:
    """Return *images* by name, and by `*/` and its last part: a pack may take an image from another registry."""
    found: dict[str, list[Default]] = defaultdict(list)
    for image in images:
        found[image.name].append(image)
        found[f"*/{image.name.rpartition('/')[2]}"].append(image)
    return dict(found)


def _images(defaults: Defaults) -> Iterator[Default]:
    """Yield the images that the defaults of a chart describe, then those that its templates name in full."""
    for path, value in defaults.leaves.items():
        if path[-1] == "tag" and (name := _name(defaults.leaves, path[:-1])):
            yield Default(path[:-1], short_name(name), _word(value), _word(defaults.leaves.get((*path[:-1], "digest"))))
        elif str(path[-1]).lower().endswith("image") and isinstance(value, str) and {"/", ":"} <= set(value[:300]):
            found = parse(value, _HERE)
            yield from (Default(path, short_name(one.name), one.tag, one.digest) for one in [found] if one)
    yield from _written(defaults.chart)


def _name(leaves: Mapping[Path, object], around: Path) -> str:
    """Return the name of the image that the keys below *around* describe together, "" where they describe none."""
    base = next((word for key in _NAMES if (word := _word(leaves.get((*around, key))))), "")
    last = _word(leaves.get((*around, "name"))) if base or (*around, "repository") in leaves else ""
    parts = (_word(leaves.get((*around, "registry"))), base, last)
    return "/".join(part for part in parts if part) if base or last else ""


def _written(chart: Chart) -> Iterator[Default]:
    for text in chart.templates.values():
        for found in _WRITTEN.finditer(text) if "image:" in text else ():
            image = parse(found[1], _HERE)
            if image and image.tag:
                yield Default((), short_name(image.name), image.tag, image.digest)
    for child in chart.charts:
        yield from _written(child)


def _replaced(text: str, tag: tuple[str, str], digest: tuple[str, str]) -> str:
    """Return the image *text* with another tag and digest; its name stays as it is written."""
    name, at, rest = text.partition("@")
    if tag[0] and tag[1]:
        name = name.removesuffix(tag[0]) + tag[1]
    return name + at + (digest[1] if digest[1] else rest)


def _bare(version: str) -> str:
    return version.removeprefix("v")


def _word(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
