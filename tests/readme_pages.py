"""READMEs as pages of every dialect, and what their readers see. No tests in here."""

from __future__ import annotations

import html.parser
import re
import urllib.parse
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import markdown
import yaml
from markdown_it import MarkdownIt

from generator.claims.page import PageClaims
from generator.github_markdown import parse_github, shifted
from generator.github_markdown.characters import cleaned
from generator.prose import Passage
from generator.readback import read
from generator.render import Renderer
from generator.render.layout import finish
from generator.view.said import Told

HERE = Path(__file__).parent
CASES = HERE / "github_markdown" / "cases.yaml"
CORPUS = HERE.parent.parent / "shared" / "corpus"
NO_CORPUS = "needs ../shared with the corpus of real packs"
DIALECTS = ("docusaurus", "gatsby", "material")
TAB = "1.x"

Said = tuple[tuple[str, ...], str, str, str]


@cache
def cases() -> dict[str, str]:
    """Return the READMEs of the data file by name."""
    found: dict[str, str] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


@cache
def corpus() -> dict[str, str]:
    """Return the READMEs of the corpus, each text once, by the folder it stands in first; none without a corpus."""
    texts: dict[str, str] = {}
    for path in sorted(CORPUS.glob("*/README.md")):
        texts.setdefault(path.read_bytes().decode("utf-8", "replace"), path.parent.name)
    return {name: text for text, name in texts.items()}


@cache
def renderer() -> Renderer:
    return Renderer()


@cache
def passage(text: str) -> Passage:
    """Return a README as it stands on a page that has another title."""
    return shifted(parse_github(text), 3)


def page(dialect: str, text: str) -> str:
    """Return a page of *dialect* whose only tab holds the README *text*."""
    words = renderer().dialect(dialect)
    source = "{% call d.tabs() %}{% call d.tab(label) %}{{ shown }}{% endcall %}{% endcall %}"
    template = renderer().environment.from_string(source)
    shown = words.emit(passage(text))
    return finish(template.render(d=words.words, dialect=words, label=TAB, shown=shown), words.wrap)


def claimed(dialect: str, text: str) -> list[Said]:
    """Return what the page must say."""
    claims = PageClaims(dialect)
    with claims.inside(f"tab {TAB}"):
        claims.passage(Told(passage(text), ("readme",)))
    return [(c.scope, c.kind, c.key, c.value) for c in claims.claims]


def stated(dialect: str, source: str) -> list[Said]:
    """Return what the text of a page says, as its reader tells it."""
    found = read("page", source, dialect)
    return [(f.scope, f.kind, f.key, f.value) for f in found if f.kind not in ("tab", "tabs")]


class Seen(NamedTuple):
    """What someone sees on a page: words, code blocks, the targets of links and images, and the shapes of blocks."""

    words: list[str]
    code: list[str]
    links: list[str]
    images: list[tuple[str, str]]
    shapes: dict[str, int]


_INLINE_NAMES = (
    "a b bdi big code data del dfn em font i img input ins kbd label mark picture q s samp small span strike strong "
    "sub sup time tt u var wbr abbr cite"
)
_BLOCK_NAMES = (
    "address article aside blockquote br body caption center col colgroup dd details div dl dt figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol p pre search section source summary "
    "table tbody td tfoot th thead title tr track ul"
)
_INLINE, _BLOCKS = frozenset(_INLINE_NAMES.split()), frozenset(_BLOCK_NAMES.split())
_COUNTED = ("li", "ol", "td", "th", "tr", "blockquote")


class _Eyes(html.parser.HTMLParser):
    """Reads HTML as someone who sees it. With *on_github*, what a page shows otherwise is put as the page puts it.

    With *as_site* that is also so for lists that do not start at 1, and for pictures of other hosts, which are links.
    """

    def __init__(self, source: str, *, on_github: bool, as_site: bool = False) -> None:
        super().__init__()
        self.on_github = on_github
        self._as_site = as_site
        self._numbers: list[int] = []
        self.text = ""
        self.seen = Seen([], [], [], [], dict.fromkeys(_COUNTED, 0))
        self._links: list[tuple[str, int]] = []
        self._pre = -1
        self.feed(source)
        self.close()
        self.seen.words.extend(self.text.casefold().split())  # the tags of HTML have no case

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _COUNTED:
            self.seen.shapes[tag] += 1
        if tag in _BLOCKS and self._pre != len(self.text):
            self.text += " "
        if tag in ("ul", "ol"):
            start = values.get("start", "1")
            self._numbers.append(int(start) if tag == "ol" and start != "1" and self._as_site else 0)
        elif tag == "li" and self._numbers and self._numbers[-1]:
            self.text += f"{self._numbers[-1]}. "
            self._numbers[-1] += 1
        if tag == "pre":
            self._pre = len(self.text)
        elif tag == "a" and values.get("href"):
            self._links.append((values["href"], len(self.text) + len(self.seen.images)))
        elif tag == "img":
            self._image(values.get("alt", ""), values.get("src", ""))
        elif tag not in _INLINE and tag not in _BLOCKS and self.on_github:
            self.text += self.get_starttag_text() or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()
        if tag == "pre" and self._pre >= 0:
            self.seen.code.append(" ".join(self.text[self._pre :].split()))
            self._pre = -1
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag not in _INLINE and tag not in _BLOCKS and self.on_github:
            self.text += f"</{tag}>"
        if tag in _BLOCKS:
            self.text += " "

    def _link(self, url: str, start: int) -> None:
        words = self.text[start:].strip()
        words = words or " " * (len(self.text) + len(self.seen.images) - start)  # an image stands for words
        if _leads(url):
            self.text += "" if words or not self._as_site else url
            self.seen.links.append(_plain(url))
        elif self.on_github and not url.startswith("#") and not _unsafe(url):
            self.text += "" if words == url else f" ({url})" if words else url

    def _image(self, alt: str, url: str) -> None:
        if self._as_site and url.lower().startswith(("http:", "https:")):
            in_link = bool(self._links) and _leads(self._links[-1][0])
            self.text += alt if alt or in_link else url
            self.seen.links.extend([] if in_link else [_plain(url)])
        elif _leads(url):
            self.seen.images.append((" ".join(alt.split()), _plain(url)))
        elif self.on_github:
            shown = "" if _unsafe(url) else url
            self.text += f"{alt} ({shown})" if alt and shown else alt or shown

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_decl(self, decl: str) -> None:
        self.text += f"<!{decl}>"

    def handle_pi(self, data: str) -> None:
        self.text += f"<?{data}>"

    def unknown_decl(self, data: str) -> None:
        self.text += f"<![{data}]]>"


_UNSAFE = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)


def _unsafe(url: str) -> bool:
    return _UNSAFE.match("".join(urllib.parse.unquote(url).split())) is not None


def _leads(url: str) -> bool:
    return re.match(r"(?:https?|mailto):.", url, re.IGNORECASE) is not None


def _plain(url: str) -> str:
    """Return an address as every renderer writes it: the signs that only some of them encode as they are."""
    for sign in "()\"'<>|{}[] `\\^*_$":
        url = url.replace(f"%{ord(sign):02X}", sign)
    return html.unescape(url)


def seen(source: str) -> Seen:
    """Return what is seen of the HTML of a page."""
    return _Eyes(source, on_github=False).seen


#: The titles that pages give to GitHub's alerts.
_TITLES = {"note": "Note", "important": "Important", "caution": "Caution"}
_OWN_TITLES = {"material": {"tip": "Tip", "warning": "Warning"}}
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\]", re.IGNORECASE)


def seen_on_github(text: str, dialect: str) -> Seen:
    """Return what is seen of a README on GitHub, except that what pages of *dialect* show otherwise is as there."""
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    tokens = parser.parse(cleaned(text))
    titles = _TITLES | _OWN_TITLES.get(dialect, {})
    for number, token in enumerate(tokens):
        if token.type == "blockquote_open" and token.level == 0 and tokens[number + 2].children:
            first = tokens[number + 2].children[0]
            alone = len(tokens[number + 2].children) == 1
            if (found := _ALERT.fullmatch(first.content)) and not (alone and tokens[number + 4].level == 0):
                token.tag = "div"
                first.content = titles.get(found[1].lower(), "")
    done = parser.renderer.render(tokens, parser.options, {})
    return _Eyes(cleaned(done), on_github=True, as_site=dialect == "material").seen


def material(source: str) -> str:
    """Return the HTML of a page of the site, by the extensions that the site has."""
    extensions = ["admonition", "attr_list", "tables", "toc", "pymdownx.superfences", "pymdownx.tabbed"]
    extensions.append("pymdownx.highlight")
    configs = {"pymdownx.tabbed": {"alternate_style": True}, "pymdownx.highlight": {"use_pygments": False}}
    done = markdown.markdown(source, extensions=extensions, extension_configs=configs)
    return re.sub(r'<div class="tabbed-labels">.*?</div>', "", done, flags=re.DOTALL)


def first_difference(left: Sequence[object], right: Sequence[object]) -> str:
    """Return where two lists part, empty if they are the same."""
    if left == right:
        return ""
    pairs = zip(left, right, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))
    return f"{left[max(0, at - 2) : at + 4]} is not {right[max(0, at - 2) : at + 4]}"
