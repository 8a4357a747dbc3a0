"""The language of a code block, as every dialect can write it."""

from __future__ import annotations

import re

from generator.github_markdown.tags import Tag

_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+#.-]*")
_CLASS = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([A-Za-z0-9_+#.-]+)")
#: A fence that Docusaurus does not show, but runs as a part of the page.
_RUN = "mdx-code-block"


def language(info: str) -> str:
    """Take what stands behind the mark of a fence; return its language, without what else is said there."""
    found = _LANGUAGE.match(info.strip())
    return found[0] if found and found[0] != _RUN else ""


def language_of(tag: Tag) -> str:
    """Return the language that a `<pre>` or `<code>` tag names."""
    found = _CLASS.search(tag.attribute("class"))
    return language(found[1] if found else tag.attribute("lang"))
