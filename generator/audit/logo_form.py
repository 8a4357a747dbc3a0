"""Logo that is no PNG

The logo of the pack has another format than its name says, or is broken: a JPEG, an SVG or a page that was downloaded
as `logo.png`, a PNG that is cut off. Palette shows an empty square, and a registry may refuse it.

    logo.png      ff d8 ff: a JPEG

Convert the picture to PNG; renaming it does not help.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.logo_file import logo, named
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS286"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for a logo that cannot be shown, or that pack.json names and is not there."""
    picture = folder.once(logo)
    if picture is not None and picture.fault and picture.path.lower().endswith(".png"):
        message = f"`{short(picture.path)}` is {picture.fault}"
        yield folder.problem(CODE, message, picture.path, "convert the picture to PNG, and put it here")
    elif picture is None and (path := named(folder)) and not folder.store.has(path):
        message = f"pack.json names the logo `{short(path)}`, and it is not there"
        where = folder.pack_json.where(()) if folder.pack_json else "pack.json"
        yield folder.problem(CODE, message, where, "add the picture, or correct its name")
