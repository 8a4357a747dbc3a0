"""An answer as it comes over a connection: status, headers, and content to where its own framing ends (RFC 9112).

Whatever is not as the standard has it, and leaves no doubt about where an answer ends, is taken as it is meant;
anything else is an error, after which the connection is of no more use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

LARGEST_HEAD = 64 * 1024
"""Bytes of status line and headers, or of the trailers of an answer in chunks."""

_HEAD_PIECE = 16 * 1024
_LONGEST_LINE = 4096
_WITHOUT_CONTENT = {204, 304}


class Broken(Exception):
    """No whole answer came: what came does not speak HTTP."""

    words = "what answers does not speak HTTP"


class Unanswered(Broken):
    """The connection was closed before an answer began."""

    words = "the connection was closed without an answer"


class CutShort(Broken):
    """The connection was closed in an answer."""

    words = "the connection was cut in the middle of the answer"


class Source(Protocol):
    """What bytes come from: a socket, be it one of TLS or not."""

    def recv(self, most: int, /) -> bytes:
        """Return bytes as they come, at most so many; none at the end."""


class Headers(Mapping[str, str]):
    """Headers, by their name in any case; those that are repeated are joined as one, or listed."""

    def __init__(self, lines: list[str]) -> None:
        self._values: dict[str, list[str]] = {}
        values: list[str] = []
        for line in lines:
            if line[:1] in (" ", "\t"):  # the line before goes on
                if values:
                    values[-1] = f"{values[-1]} {line.strip()}".strip()
                continue
            name, colon, value = line.partition(":")
            if colon:
                values = self._values.setdefault(name.rstrip().lower(), [])
                values.append(value.strip())

    def __getitem__(self, name: str) -> str:
        return ", ".join(self._values[name.lower()])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        """Return each header of that name."""
        return list(self._values.get(name.lower(), ()))


class Reader:
    """Reads one answer after the other from *source*, of which no more is taken than has come."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held = b""

    @property
    def holds(self) -> bool:
        """Whether there is more than the answers that were read."""
        return bool(self._held)

    def head(self) -> tuple[str, Headers]:
        """Return the status line of an answer and its headers."""
        start = 0
        while (end := _blank_line(self._held, start)) < 0:
            held = self._held
            if held[:5] != b"HTTP/"[: len(held)] or len(held) > LARGEST_HEAD:
                raise Broken
            start = max(len(held) - 3, 0)
            piece = self._source.recv(_HEAD_PIECE)
            if not piece:
                raise CutShort if held else Unanswered
            self._held += piece
        head, rest = self._held[:end].decode("latin-1"), self._held[end:]
        self._held = rest.removeprefix(b"\r").removeprefix(b"\n")
        status, *lines = head.replace("\r\n", "\n").removesuffix("\n").split("\n")
        return status, Headers(lines)

    def some(self, most: int) -> bytes:
        """Return what comes next, at most so many bytes; none at the end."""
        if not self._held:
            return self._source.recv(most)
        piece, self._held = self._held[:most], self._held[most:]
        return piece

    def line(self) -> str:
        """Return the next line, without its end."""
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LONGEST_LINE:
                raise Broken
            piece = self._source.recv(_HEAD_PIECE)
            if not piece:
                raise CutShort
            self._held += piece
        line, self._held = self._held[:end], self._held[end + 1 :]
        return line.decode("latin-1").rstrip("\r")


def _blank_line(held: bytes, start: int) -> int:
    """Return where the blank line begins that ends a head, just behind the line before; -1 where none is there yet."""
    found = [end + 1 for end in (held.find(b"\n\r\n", start), held.find(b"\n\n", start)) if end >= 0]
    return min(found, default=-1)


class Response:
    """An answer to a request of *method*; *done* is told once, whether the connection can be used again.

    The content is read by `read`; `close` must follow where it may not have been read to its end.
    """

    def __init__(self, reader: Reader, method: str, done: Callable[[bool], None]) -> None:
        self._reader, self._done = reader, done
        read = 0
        while True:
            line, self.headers = reader.head()
            version, self.status = _status(line)
            if self.status >= 200:
                break
            read += 1
            if self.status == 101 or read > 10:
                raise Broken
        wanted = [word.strip().lower() for word in self.headers.get("Connection", "").split(",")]
        self._kept = "close" not in wanted if version >= "HTTP/1.1" else "keep-alive" in wanted
        self._pieces = self._framed(method)
        self._over = self._pieces is None
        if self._over:
            self._end()

    def read(self, most: int) -> bytes:
        """Return what comes next of the content, at most so many bytes; none at its end."""
        if self._over or self._pieces is None:
            return b""
        piece = self._pieces(most)
        if not piece:
            self._over = True
            self._end()
        return piece

    def close(self) -> None:
        """Let go of the connection; one whose answer was not read to its end is not used again."""
        self._over, self._kept = True, False
        self._end()

    def _end(self) -> None:
        done, self._done = self._done, _nothing
        done(self._kept and not self._reader.holds)

    def _framed(self, method: str) -> Callable[[int], bytes] | None:
        """Return what reads the content, none where there is none."""
        if method == "HEAD" or self.status in _WITHOUT_CONTENT:
            return None
        coded = self.headers.get("Transfer-Encoding", "").lower()
        if coded:
            if coded.rpartition(",")[2].strip() == "chunked":
                self._left, self._begun = 0, False
                return self._chunked
            self._kept = False
            return self._reader.some
        lengths = {each.strip() for each in self.headers.get("Content-Length", "").split(",")}
        if lengths == {""}:
            self._kept = False
            return self._reader.some
        length = lengths.pop()
        if lengths or not (length.isascii() and length.isdigit() and len(length) < 19):
            raise Broken
        self._left = int(length)
        return self._measured if self._left else None

    def _measured(self, most: int) -> bytes:
        if not self._left:
            return b""
        piece = self._reader.some(min(most, self._left))
        if not piece:
            raise CutShort
        self._left -= len(piece)
        if not self._left:
            self._end()  # at once: whoever knows the length need not ask for an end
        return piece

    def _chunked(self, most: int) -> bytes:
        if not self._left:
            if self._begun and self._reader.line():
                raise Broken
            self._begun = True
            size = self._reader.line().partition(";")[0].strip()
            if not 0 < len(size) < 16 or size.strip("0123456789abcdefABCDEF"):
                raise Broken
            self._left = int(size, 16)
            if not self._left:
                self._trailers()
                return b""
        piece = self._reader.some(min(most, self._left))
        if not piece:
            raise CutShort
        self._left -= len(piece)
        return piece

    def _trailers(self) -> None:
        size = 0
        while line := self._reader.line():
            size += len(line)
            if size > LARGEST_HEAD:
                raise Broken


def _nothing(_kept: bool) -> None:
    """Do nothing: the connection was let go of before."""


def _status(line: str) -> tuple[str, int]:
    version, _, rest = line.partition(" ")
    number = rest.lstrip()[:3]
    if not version.startswith("HTTP/1.") or not (number.isascii() and number.isdigit() and 100 <= int(number) <= 999):
        raise Broken
    return version, int(number)
