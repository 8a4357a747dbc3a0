"""Link in the README that leads nowhere

A link or an image is relative to a file that the pack does not hold (it was, in the repository that the README was
copied from), or it leads to a heading that this README does not have.

    [architecture](./docs/architecture.md)
    [settings](#configuration)

Write the whole address (`https://…`), add the file, or correct the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import unquote

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.readme.links import anchors, has_anchor, links

CODE = "PS267"
MOST = 200  # of one README; after so many, the rest says nothing new

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\|#?\Z")
_STAND_IN = re.compile(r"\{\{|\$\{|<|…|\.\.\.\Z")
_HOST = re.compile(
    r"(?:[a-z0-9-]{1,60}\.){1,5}(?:com|org|io|net|dev|ai|sh|app|cloud|edu|gov|co|de|uk)(?:[/:?#]|\Z)", re.IGNORECASE
)


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each link and image that cannot work inside a pack."""
    readme, count = folder.once(readme_facts.text), 0
    known: frozenset[str] | None = None
    for link in links(readme) if folder.readme else ():
        if count >= MOST or not folder.readme or _STAND_IN.search(link.target[:500]):
            continue
        if link.target.startswith("#"):
            known = anchors(readme) if known is None else known
            found = None if has_anchor(known, link.target[1:]) else _no_heading(link.target)
        else:
            found = _relative(folder, link.target)
        if found:
            count += 1
            yield folder.problem(CODE, found[0], folder.readme.spot(link.line, link.column), found[1])


def _no_heading(target: str) -> tuple[str, str]:
    return f"no heading of this README is `{short(target)}`", "correct the anchor, or name the heading so"


def _relative(folder: PackFolder, target: str) -> tuple[str, str] | None:
    """Return what is wrong with a *target* that is no anchor, and the way out; None if it can work."""
    if not target:
        return "a link without a target", "write the address between the brackets, or only the text"
    if _ADDRESS.match(target):
        return None
    shown = short(target, 80)
    if _HOST.match(target):
        return f"`{shown}` is read as a file of the pack", f"write `https://{shown}`"
    if "@" in target and "/" not in target:
        return f"`{shown}` is read as a file of the pack", f"write `mailto:{shown}`"
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    inside = normpath(path) if path else "."
    if not path.startswith("/") and (
        inside in folder.files or any(name.startswith(f"{inside}/") for name in folder.files)
    ):
        return None
    if inside == ".":
        return None
    return f"`{shown}` is no file of this pack", "write the whole address (`https://…`), or add the file to the pack"
