"""A check of every link, anchor and picture of a built site, of its feeds and of its texts. No tests in here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

ATTRIBUTES = ("href", "src", "poster", "action", "data", "xlink:href")
REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
MARKDOWN_LINK = re.compile(r"(?<!\\)\]\(<?([^)\s>]+)>?\)")
ICS_URL = re.compile(r"^URL(?:;[^:]*)?:(.+(?:\r?\n[ \t].+)*)", re.MULTILINE)
FOLD = re.compile(r"\r?\n[ \t]")


class Link(NamedTuple):
    """A link to *target* as the file *source* writes it."""

    source: str
    target: str


class _Page(HTMLParser):
    """What a page links to, and the anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.doubled: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if (anchor := given.get("id")) is not None:
            self.doubled += [anchor] if anchor in self.anchors else []
            self.anchors.add(anchor)
        if tag == "a" and "name" in given:
            self.anchors.add(given["name"])
        self.targets += [given[name] for name in ATTRIBUTES if name in given and tag != "base"]
        self.targets += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.targets += STYLE_URL.findall(given.get("style", ""))
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.targets += REFRESH.findall(given.get("content", ""))
        if tag == "meta" and given.get("property", given.get("name", "")) in ("og:url", "og:image", "twitter:image"):
            self.targets.append(given.get("content", ""))


@dataclass
class Links:
    """The links of the site in *folder*, which is published at *address*."""

    folder: Path
    address: str
    _pages: dict[Path, _Page] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[Path]:
        """Every file of the site."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def page(self, path: Path) -> _Page:
        """Return what is in the HTML or SVG file *path*."""
        if path not in self._pages:
            self._pages[path] = _Page(path.read_text(encoding="utf-8"))
        return self._pages[path]

    def all(self) -> Iterator[Link]:
        """Yield every link that a file of the site has."""
        for path in self.files:
            source = path.relative_to(self.folder).as_posix()
            for target in self._targets(path):
                yield Link(source, target)

    def _targets(self, path: Path) -> list[str]:
        if path.suffix in (".html", ".svg"):
            return self.page(path).targets
        if path.suffix in (".xml", ".atom"):
            return _xml(path.read_text(encoding="utf-8"))
        if path.suffix == ".css":
            return STYLE_URL.findall(path.read_text(encoding="utf-8"))
        if path.suffix == ".ics":
            return [FOLD.sub("", found).strip() for found in ICS_URL.findall(path.read_bytes().decode())]
        if path.suffix == ".json" and "search" not in path.parts and "exports" not in path.parts:
            return [text for text in _strings(json.loads(path.read_text())) if text.startswith(self.address)]
        if path.name in ("llms.txt", "llms-full.txt"):
            return MARKDOWN_LINK.findall(path.read_text(encoding="utf-8"))
        return []

    def dead(self) -> list[str]:
        """Return a line for each link that leads nowhere in the site; other hosts are not asked."""
        lines = (self._fault(link) for link in dict.fromkeys(self.all()))
        return [line for line in lines if line]

    def _fault(self, link: Link) -> str | None:
        url = urljoin(self.address + link.source.removesuffix("index.html"), link.target)
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(self.address):
            home = urlsplit(self.address)
            outside = urlsplit(url).netloc == home.netloc
            return f"{link.source}: {link.target} leaves the site's path" if outside else None
        if urlsplit(url).scheme not in ("http", "https"):
            known = urlsplit(url).scheme in ("mailto", "data", "webcal")
            return None if known else f"{link.source}: {link.target} has an unknown scheme"
        path, anchor = unquote(urlsplit(url).path), unquote(urlsplit(url).fragment)
        file = self.folder / path.removeprefix(urlsplit(self.address).path)
        file = file / "index.html" if path.endswith("/") else file
        if not file.is_file():
            return f"{link.source}: {link.target} leads to no file"
        if anchor and file.suffix in (".html", ".svg") and anchor not in self.page(file).anchors:
            return f"{link.source}: {link.target} leads to no anchor"
        return None

    def doubled(self) -> list[str]:
        """Return a line for each anchor that a page has twice."""
        pages = (path for path in self.files if path.suffix == ".html")
        return [f"{path.relative_to(self.folder)}: {name}" for path in pages for name in self.page(path).doubled]


def _xml(text: str) -> list[str]:
    found = []
    for node in ElementTree.fromstring(text).iter():
        name = node.tag.rpartition("}")[2]
        found += [node.attrib["href"]] if name == "link" and "href" in node.attrib else []
        found += [node.text.strip()] if name in ("loc", "uri", "logo", "icon") and node.text else []
        if node.attrib.get("type") == "html" and node.text:
            found += _Page(node.text).targets
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
