"""Beside each page its copy in plain Markdown, for programs; and a build that knows no clock.

A page from `packs/NAME.md` is served as `packs/NAME/`, its copy as `packs/NAME.md`: links between copies are those
between sources. Copies of generated pages are generated, too (`docs_src/exports/markdown`); a page that was written by
hand is its own copy, without its front matter, and llms.txt is given a list of them. robots.txt names the sitemap.
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import UTC, datetime, time
from html import unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

COPIES = "exports/markdown"
_FRONT = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_MARKUP = re.compile(r"[\\`*\[\]<]")
_LISTING = "<!-- material/tags"
_written: dict[str, tuple[str, str]] = {}


def on_config(config: MkDocsConfig, **_others: object) -> MkDocsConfig:
    """Let the sitemap name the pinned day, so that two builds of one commit are the same bytes."""
    _written.clear()
    settings = Path(config.docs_dir).parent / "packscribe.toml"
    if "SOURCE_DATE_EPOCH" not in os.environ and settings.is_file():
        day = tomllib.loads(settings.read_text(encoding="utf-8")).get("as_of")
        os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(day, time(), UTC).timestamp())) if day else "0"
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_others: object) -> None:
    """Note what is to be copied: the generated copy is told by the path it has."""
    path = page.file.src_uri
    made = Path(config.docs_dir, COPIES, path)
    if _LISTING in markdown:  # a page that MkDocs fills
        return
    page.meta["markdown"] = path
    source = made.read_text(encoding="utf-8") if made.is_file() else _FRONT.sub("", page.file.content_string)
    _written[path] = (source, "" if made.is_file() else page.title or path)


def _as_text(title: str) -> str:
    """Return the *title* of a page, which is HTML by now, as Markdown."""
    return _MARKUP.sub(r"\\\g<0>", unescape(title))


def on_post_build(config: MkDocsConfig, **_others: object) -> None:
    """Write the copies, and name those of hand-written pages in llms.txt."""
    site = Path(config.site_dir)
    for path, (text, _) in sorted(_written.items()):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
    if config.site_url:
        (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {config.site_url}sitemap.xml\n")
    named = sorted((path, _as_text(title)) for path, (_, title) in _written.items() if title)
    listed: dict[str, list[str]] = {"Configurators": [], "About": []}
    for path, title in named:
        section = "Configurators" if path.startswith("configure/") else "About"
        listed[section].append(f"- [{title}]({config.site_url or ''}{path})\n")
    more = "".join(f"\n## {section}\n\n{''.join(lines)}" for section, lines in listed.items() if lines)
    index = site / "llms.txt"
    if more and index.is_file():
        index.write_text(f"{index.read_text(encoding='utf-8')}{more}", encoding="utf-8")
