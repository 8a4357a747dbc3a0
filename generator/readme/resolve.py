"""What a path that a README writes leads to in a pack: one of nine kinds, and the full paths.

READMEs leave out what is plain to a reader: `charts.<name>.` in 1,920 of 2,579 rows of 220 community packs. So a path
is looked for as written, below what the heading or the sentence above states, below each chart and manifest, and last
as the end of a path; first among the live keys, then among those that are commented out, added by a preset, or known
to the chart alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from generator.readme.keys import Keys
from generator.readme.kinds import OF_PALETTE, ROOTS, Kind, Resolution
from generator.readme.paths import ANY, Written, read_words
from generator.values import Path, ValuesText
from generator.values.paths import value_at

__all__ = ["OF_PALETTE", "ROOTS", "Kind", "Resolution", "Resolver"]

_MOST_ROOTS = 64
_MOST_LOOKS = 3000  # into commented-out keys, of which each costs the length of the text
_SHORT = 5  # a single word of so many letters may be the end of any path
_LONGEST_BLOCK = 400
_COMMENTED_KEY = re.compile(r"""#[#\s]*["']?([^\s"'#:][^"'#:]{0,200}?)["']?[ \t]{0,9}:""")


class Resolver:
    """Looks paths up in a pack: its *values*, the defaults of its *charts* by name, what its *presets* add by name.

    *names* are further names of charts and manifests; *may_know* tells whether a chart may have a default with a word
    in its path. Defaults and additions are asked for only when they are needed.
    """

    def __init__(
        self,
        values: ValuesText,
        charts: Mapping[str, Mapping[str, object]] | None = None,
        presets: Mapping[str, object] | None = None,
        *,
        names: Iterable[str] = (),
        may_know: Callable[[str, str], bool] = lambda chart, word: True,
    ) -> None:
        self.values, self.keys = values, Keys(values.data)
        self._charts, self._presets, self._names = charts or {}, presets or {}, frozenset(names)
        self._may_know = may_know
        self._looks = _MOST_LOOKS
        self._known: dict[tuple[tuple[str, ...], bool, tuple[Path, ...]], Resolution] = {}

    def resolve(self, path: Written, bases: tuple[Path, ...] = ()) -> Resolution:
        """Return what *path* is. *bases* are keys that the text around it states as the place of it."""
        key = (path.words, path.sure, bases)
        if key not in self._known:
            self._known[key] = self._resolve(path, bases)
        return self._known[key]._replace(written=path)

    def bases(self, texts: Iterable[str]) -> tuple[Path, ...]:
        """Return the keys with further keys below that *texts* name: charts, manifests, or any path."""
        found = dict.fromkeys(base for text in islice(texts, 20) for base in self._base(text))
        return tuple(found)

    def children(self, path: Path) -> tuple[str, ...]:
        """Return the keys directly below the live key at *path*."""
        value = self._value(path)
        return tuple(value) if isinstance(value, dict) else ()

    def is_open(self, path: Path) -> bool:
        """Tell whether the live value at *path* is empty, so that anything may be put below it."""
        return not self._value(path) and bool(path)

    def _resolve(self, path: Written, bases: tuple[Path, ...]) -> Resolution:
        for look in (self._live, self._commented, self._preset, self._chart):
            if found := look(path, bases):
                return found._replace(kind=Kind.PLACEHOLDER) if path.wild else found
        if not path.sure:
            return Resolution(path, Kind.NO_PATH)
        stem = path.words[: path.words.index(ANY)] if path.wild else ()
        if stem and self.resolve(Written(".".join(stem), stem, True), bases).kind not in (Kind.MISSING, Kind.NO_PATH):
            return Resolution(path, Kind.PLACEHOLDER)
        return self._prefix(path) or self._case(path, bases) or self._missing(path, bases)

    def _live(self, path: Written, bases: tuple[Path, ...]) -> Resolution | None:
        if found := self.keys.find(path.words):
            return Resolution(path, Kind.LIVE, (found,))
        for base in bases:
            if found := self.keys.find(path.words, base):
                return Resolution(path, Kind.LIVE, (found,), base)
        hits = [(hit, root) for root in self._roots if (hit := self.keys.find(path.words, root))]
        if hits:
            paths = tuple(dict.fromkeys(hit for hit, _root in hits))
            return Resolution(path, Kind.LIVE, paths, hits[0][1] if len(paths) == 1 else ())
        ends = tuple(self.keys.ending(path.words))
        return (
            Resolution(path, Kind.LIVE, ends, _before(ends[0], path.words) if len(ends) == 1 else ()) if ends else None
        )

    def _commented(self, path: Written, bases: tuple[Path, ...]) -> Resolution | None:
        for parent, rest in self._parents(path, bases):
            for steps in dict.fromkeys((rest, (".".join(rest),))) if rest else ():
                if steps[0] in self._commented_keys and self._looks > 0:
                    self._looks -= 1
                    if self._is_commented(parent, steps):
                        return Resolution(path, Kind.COMMENTED, ((*parent, *steps),))
        return None

    def _is_commented(self, parent: Path, steps: Path) -> bool:
        """Tell whether *steps* are commented out below *parent*, in a block that need not be valid YAML."""
        if self.values.state((*parent, *steps)) == "commented":
            return True
        line = self.values.line((*parent, steps[0])) if len(steps) > 1 else None
        if line is None or self.values.state((*parent, steps[0])) != "commented":
            return False
        left = list(reversed(steps[1:]))
        for text in islice(self.values.lines, line, line + _LONGEST_BLOCK):
            found = _COMMENTED_KEY.search(text)
            if not text.lstrip().startswith("#") or not left:
                break
            if found and found[1] == left[-1]:
                left.pop()
        return not left

    def _parents(self, path: Written, bases: tuple[Path, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """Yield live keys that may hold *path* as far as it is live, and the rest of it."""
        words = path.words
        for base in (*bases, *self._roots, ()):
            for length in range(len(words) - 1, -1, -1):
                parent = self.keys.find(words[:length], base) if length else base
                if parent is not None:
                    yield parent, words[length:]
                    break
        for length in range(len(words) - 1, 0, -1):
            for parent in self.keys.ending(words[:length])[:5]:
                yield parent, words[length:]

    def _preset(self, path: Written, bases: tuple[Path, ...]) -> Resolution | None:
        for name, keys in self._added.items():
            roots = [(root, key) for root in ROOTS for key in islice(_below(keys.data, root), _MOST_ROOTS)]
            for base in ((), *bases, *roots, *((root,) for root in ROOTS)):
                if found := keys.find(path.words, base):
                    return Resolution(path, Kind.PRESET, (found,), base, name)
            if ends := keys.ending(path.words):
                return Resolution(path, Kind.PRESET, tuple(ends), (), name)
        return None

    def _chart(self, path: Written, bases: tuple[Path, ...]) -> Resolution | None:
        stated = [(*base[2:], *path.words) for base in bases if base[:1] == ("charts",)]
        for name in self._charts:
            if not self._may_know(name, path.words[-1]):
                continue
            words = path.words
            if words[:2] == ("charts", name) or words[:1] == (name,):
                words = words[2:] if words[0] == "charts" else words[1:]
            keys = self._defaults(name)
            for sought in (path.words, words, *(tuple(map(str, some)) for some in stated)):
                if sought and (found := keys.find(sought)):
                    return Resolution(path, Kind.CHART, (("charts", name, *found),), ("charts", name), name)
        return None

    def _prefix(self, path: Written) -> Resolution | None:
        """Find what was meant by a path that states its prefix: the name of the chart left out, or a wrong one."""
        rests = [rest for rest in self._rests(path.words) if rest]
        for rest in rests:
            hits = [(hit, root) for root in self._roots if (hit := self.keys.find(rest, root))]
            if hits:
                return Resolution(path, Kind.WRONG_PREFIX, tuple(hit for hit, _root in hits), hits[0][1])
        for rest in rests:
            ends = tuple(self.keys.ending(rest)) if len(rest) > 1 else ()
            if len(ends) == 1:
                return Resolution(path, Kind.WRONG_PREFIX, ends, _before(ends[0], rest))
        for rest in rests:
            for look in (self._commented, self._preset, self._chart):
                if found := look(Written(path.text, rest, True), ()):
                    return found._replace(written=path, kind=Kind.WRONG_PREFIX)
        return None

    def _rests(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield what may be left of a path without its prefix."""
        if words[:1] == ("pack",) and words[1:2] and words[1] in OF_PALETTE:
            return
        if words[0] in ROOTS or self._like_a_name(words[0]):
            yield words[1:]
        if words[0] in ("charts", "manifests") and (len(words) > 3 or words[:2] not in self._roots):
            yield words[2:]

    def _like_a_name(self, word: str) -> bool:
        bare = _bare(word)
        known = {*self._names, *self._charts, *(str(root[1]) for root in self._roots if len(root) > 1)}
        return any(len(bare) > 3 and (bare.startswith(_bare(n)) or _bare(n).startswith(bare)) for n in known if n)

    def _case(self, path: Written, bases: tuple[Path, ...]) -> Resolution | None:
        alike = self.keys.ending_in_any_case(path.words)
        places = {(), *bases, *self._roots}
        near = [found for found in alike if _before(found, path.words) in places]
        telling = len(path.words) > 1 or (len(alike) == 1 and len(path.words[0]) > _SHORT)
        found = near or (alike if telling else [])
        return Resolution(path, Kind.WRONG_CASE, tuple(found), _before(found[0], path.words)) if found else None

    def _missing(self, path: Written, bases: tuple[Path, ...]) -> Resolution:
        own = [(parent, rest) for parent, rest in self._parents(path, bases) if len(rest) < len(path.words)]
        parent = min(own, key=lambda found: len(found[1]))[0] if own else ()
        return Resolution(path, Kind.MISSING, parent=parent)

    def _base(self, text: str) -> Iterator[Path]:
        words = read_words(text)
        if words and ANY not in words and words[-1].lower() in self._low_text:
            found = self._live(Written(text, words, True), ())
            paths = found.paths if found else tuple(self.keys.ending_in_any_case(words))
            if len(paths) == 1 and isinstance(self._value(paths[0]), dict):
                yield paths[0]

    def _value(self, path: Path) -> object:
        try:
            return value_at(self.keys.data, path)
        except KeyError:
            return None

    @cached_property
    def _roots(self) -> tuple[Path, ...]:
        named = ((root, key) for root in ("charts", "manifests") for key in _below(self.keys.data, root))
        return (*islice(named, _MOST_ROOTS), *((root,) for root in ROOTS))

    @cached_property
    def _low_text(self) -> str:
        return self.values.text.lower()

    @cached_property
    def _commented_keys(self) -> frozenset[str]:
        return frozenset(_COMMENTED_KEY.findall(self.values.text)) if "#" in self.values.text else frozenset()

    @cached_property
    def _added(self) -> dict[str, Keys]:
        return {name: Keys(added) for name, added in islice(self._presets.items(), 500)}

    def _defaults(self, name: str) -> Keys:
        found = self._chart_keys.get(name)
        if found is None:
            found = self._chart_keys[name] = Keys(self._charts[name])
        return found

    @cached_property
    def _chart_keys(self) -> dict[str, Keys]:
        return {}


def _below(data: object, key: str) -> Iterator[str]:
    """Yield the keys below *key* that hold keys of their own."""
    below = data.get(key) if isinstance(data, dict) else None
    yield from (name for name, value in below.items() if isinstance(value, dict)) if isinstance(below, dict) else ()


def _before(path: Path, words: Sequence[str]) -> Path:
    """Return what stands in *path* before the *words* that it ends in."""
    left = len(words)
    for length in range(len(path) - 1, -1, -1):
        left -= str(path[length]).count(".") + 1 if isinstance(path[length], str) else 1
        if left <= 0:
            return path[:length]
    return ()


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
