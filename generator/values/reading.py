"""Takes a run of comment lines apart: commented-out YAML, and passages of words with what they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.values.passages import Passage, Target
from generator.values.remarks import Remark


class Reading:
    """Reads one run. *knows* tells whether a text is the path of a key."""

    def __init__(self, run: Sequence[Remark], target: Target | None, knows: Callable[[str], object]) -> None:
        self._run, self._target, self._knows = run, target, knows
        self._keys = {remark.key for remark in run if remark.kind == "code"}
        self._last_key: Passage | None = None  # the passage of the commented-out key directly above
        self._current: Passage | None = None
        self._found: list[Passage] = []
        self._open: int | None = None  # the column of commented-out YAML that what is deeper belongs to
        self._in_schema = self._in_fence = self._titled = self._tagged = False

    def passages(self) -> list[Passage]:
        """Return what the run says; the last one without path and key is about the live key below."""
        for remark in self._run:
            if remark.kind == "stop":  # a licence, or a note to oneself: what follows may belong to it
                return self._found
            if not self._skipped(remark):
                if remark.kind != "code":
                    self._last_key = None
                _READERS[remark.kind](self, remark)
        self._finish()
        return self._found

    def _skipped(self, remark: Remark) -> bool:
        if remark.kind == "note" and remark.key.startswith("schema"):
            self._in_schema = not self._in_schema if not remark.words else self._in_schema
            return True
        if self._in_schema:
            return True
        if remark.words.startswith("```"):
            self._in_fence = not self._in_fence
            if self._current is not None:
                self._current.drop_lead_in()
            return True
        return self._in_fence or self._inside_code(remark)

    def _inside_code(self, remark: Remark) -> bool:
        if self._open is None or remark.kind == "blank":
            return False
        deeper = remark.indent - self._open
        if deeper >= (1 if self._open >= remark.column + 2 else 2):
            return True
        if deeper == 0 and (remark.kind == "item" or remark.words.startswith("- ")):
            return True
        self._open = None
        return False

    def _finish(self) -> None:
        current = self._current
        if current is None or self._tagged:
            return
        if current.dialect == "plain" and (self._titled or self._target is None):
            return
        self._found.append(current)

    def _passage(self, remark: Remark) -> Passage:
        if self._current is None:
            self._current = Passage("plain", remark.line, remark.indent)
        return self._current

    def _blank(self, remark: Remark) -> None:
        if self._current is not None:
            self._current.add(remark, "")

    def _words(self, remark: Remark) -> None:
        self._passage(remark).add(remark, remark.words)

    def _bullet(self, remark: Remark) -> None:
        passage = self._passage(remark)
        passage.unsure |= not any(passage.lines)  # the end of something
        passage.add(remark, remark.words)

    def _doubt(self, remark: Remark) -> None:
        current = self._passage(remark)
        if self._target and remark.key == self._target.key and not any(current.lines):
            current.add(remark, remark.words.split(":", 1)[1].strip())
            return
        current.unsure |= current.dialect == "plain" and not self._goes_on(remark, current)
        current.add(remark, remark.words)

    def _either(self, remark: Remark) -> None:
        """Read `default: 5`: about the key below, or itself a key, so that nobody knows what the words are about."""
        current = self._passage(remark)
        current.unsure |= not self._goes_on(remark, current)
        current.add(remark, remark.words)

    def _goes_on(self, remark: Remark, current: Passage) -> bool:
        """Tell whether a line goes on with the sentence above it, whatever it looks like."""
        return bool(current.lines) and (
            remark.indent > current.indent or current.unfinished or remark.words[:1] in ("'", '"')
        )

    def _code(self, remark: Remark) -> None:
        current = self._current
        if current is None or not any(current.lines):
            self._open = remark.indent
            self._close(remark)
        elif current.unfinished and remark.words.endswith(":"):
            current.add(remark, remark.words)
        else:
            self._open = remark.indent
            self._shown(remark, current)

    def _shown(self, remark: Remark, current: Passage) -> None:
        """Decide whether YAML below words is an example for them, or a key that they are about."""
        mine = self._target is not None and remark.key == self._target.key
        leads_in = current.leads_in
        current.unsure |= current.wants_more
        if remark.indent <= current.indent + 1 and not mine and not leads_in:
            self._close(remark)
            return
        if leads_in and not mine and remark.indent <= current.indent + 1:
            current.unsure |= self._target is None or not self._target.empty
        current.drop_lead_in()

    def _close(self, remark: Remark) -> None:
        """Give what was said to the commented-out key that follows it."""
        passage = self._current or Passage("plain", remark.line, remark.indent)
        self._current = None
        if not remark.key:
            return
        passage.key = remark
        passage.unsure |= self._titled
        if self._last_key and self._last_key.dialect == "plain":
            self._last_key.unsure = True  # its words may be about all the keys that follow
        self._last_key = passage
        self._found.append(passage)

    def _item(self, remark: Remark) -> None:
        self._open = remark.indent
        current = self._current
        if current is not None and any(current.lines):
            current.drop_lead_in()
            current.unsure |= not (self._target and self._target.takes_items)

    def _ruler(self, remark: Remark) -> None:
        if not any(map(str.isalnum, remark.words)):  # a title between two rulers, not one on the ruler
            self._titled = not self._titled
        self._current = None

    def _tool(self, remark: Remark) -> None:
        pass

    def _helm(self, remark: Remark) -> None:
        if remark.key and remark.key not in self._keys and not self._knows(remark.key):
            self._words(remark._replace(words=f"{remark.key} -- {remark.words}"))
            return
        first = remark.words.split(" ", 1)
        named = "" if remark.key or "." not in first[0] or not self._knows(first[0]) else first[0]
        self._current = Passage("helm-docs", remark.line, remark.indent, path=remark.key or named)
        self._current.add(remark, remark.words.removeprefix(named).strip())
        self._titled = False

    def _note(self, remark: Remark) -> None:
        current = self._current
        if current is None:
            return
        if remark.key == "default":
            current.default_text = remark.words or None
        current.raw |= remark.key == "raw"
        current.ignored |= remark.key == "ignored"

    def _tag(self, remark: Remark) -> None:
        self._current, self._tagged = None, True
        path, _, words = remark.words.partition(" ")
        if remark.key in ("param", "extra", "skip"):
            passage = Passage("bitnami", remark.line, remark.indent, path=path, ignored=remark.key == "skip")
            passage.add(remark, words.strip())
            self._found.append(passage)


_READERS: dict[str, Callable[[Reading, Remark], None]] = {
    "blank": Reading._blank,
    "words": Reading._words,
    "bullet": Reading._bullet,
    "doubt": Reading._doubt,
    "either": Reading._either,
    "code": Reading._code,
    "item": Reading._item,
    "ruler": Reading._ruler,
    "tool": Reading._tool,
    "helm": Reading._helm,
    "note": Reading._note,
    "tag": Reading._tag,
}
