"""Where the reading of a README is: the containers that are open, and the line."""

from __future__ import annotations

from generator.github_markdown.frames import Frame
from generator.github_markdown.remarks import Remark
from generator.prose import Block


class Stack:
    """The frames that are open, the outermost first, and what was remarked so far."""

    def __init__(self) -> None:
        self.line = 0
        self.remarks: list[Remark] = []
        self.frames = [Frame.of("root", self.note)]

    def note(self, what: str) -> None:
        """Remark at the present line what becomes of something."""
        self.remarks.append(Remark(self.line + 1, what))

    @property
    def top(self) -> Frame:
        """The innermost container."""
        return self.frames[-1]

    def add(self, *blocks: Block) -> None:
        """Add blocks to the innermost container, behind the words that stand in it so far."""
        self.top.flush()
        self.top.blocks += blocks

    def open(self, kind: str, tag: str = "", level: int = 1) -> Frame:
        """Open a container; with *tag*, one of HTML."""
        self.top.flush()
        self.frames.append(Frame.of(kind, self.note, tag, level))
        return self.top

    def close(self, depth: int) -> None:
        """Close the containers from *depth* on."""
        while len(self.frames) > max(depth, 1):
            frame = self.frames.pop()
            frame.closed_into(self.top)

    def close_markdown(self) -> None:
        """Close the innermost container of Markdown, and what HTML has open in it."""
        depth = len(self.frames) - 1
        while depth and self.frames[depth].tag:
            depth -= 1
        self.close(depth)

    def find(self, names: tuple[str, ...]) -> int:
        """Return the depth of the innermost container that one of the tags *names* opened, 0 if none did.

        Tags do not reach out of a container of Markdown, nor items and cells out of their list or table.
        """
        for depth in range(len(self.frames) - 1, 0, -1):
            tag = self.frames[depth].tag
            if tag in names:
                return depth
            if not tag or (tag in ("ul", "ol", "table") and names[0] in ("li", "td", "th")):
                return 0
        return 0
