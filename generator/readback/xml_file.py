"""An XML text as a list of elements with their lines. Knows no document type, and refuses texts that declare one."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

_WHITE = " \t\r\n"
_DEEPEST = 40  # only a hostile text nests deeper


class Broken(ValueError):
    """The text is no XML, or declares entities: what the parser says, and the line from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Element:
    """One element: its *path* of names from the root, its attributes, the words directly in it, and its lines."""

    path: tuple[str, ...]
    attributes: dict[str, str]
    line: int
    parent: Element | None = None
    end_line: int = 0
    words: list[str] = field(default_factory=list)
    inside: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its tag."""
        return self.path[-1]

    @property
    def text(self) -> str:
        """The words directly in it, without the white space around them."""
        return "".join(self.words).strip(_WHITE)


@dataclass(frozen=True)
class XmlFile:
    """The elements of a text in the order of their start, and its comments with their lines."""

    elements: list[Element]
    comments: list[tuple[int, str]]


def read_xml(text: str) -> XmlFile:
    """Return what is in *text*. Raises `Broken`."""
    parser = expat.ParserCreate()
    found = XmlFile([], [])
    open_: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        around = open_[-1] if open_ else None
        path = (*(around.path if around else ()), name)
        if len(path) > _DEEPEST:
            raise Broken("elements are nested too deep", parser.CurrentLineNumber)
        open_.append(Element(path, attributes, parser.CurrentLineNumber, around))
        found.elements.append(open_[-1])
        if around:
            around.inside.append(open_[-1])

    def end(name: str) -> None:
        open_.pop().end_line = parser.CurrentLineNumber

    def words(data: str) -> None:
        open_[-1].words.append(data)

    def doctype(*_: object) -> None:
        raise Broken("a document type is declared", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = doctype
    parser.CommentHandler = lambda data: found.comments.append((parser.CurrentLineNumber, data.strip()))
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise Broken(expat.errors.messages[error.code], error.lineno) from error
    return found
