"""Logo that is too large

The logo has more bytes or more pixels than a picture needs that is shown 50 pixels wide. It is in every copy of the
pack, in the registry and in each list of packs; of 220 real logos, three quarters have less than 50 kB, and the
largest 126 kB. One with huge dimensions takes gigabytes of memory when it is opened, however small the file is.

    logo.png      9000 by 9000 pixels

Scale it down to some 200 pixels, and save it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.logo_file import logo
from generator.diagnostics import Diagnostic, Severity

CODE = "PS288"
MOST_BYTES = 100_000
MOST_PIXELS = 4096

_HELP = "scale it down to some 200 pixels, and save it again"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for a logo of absurd dimensions, a note for one of many bytes."""
    picture = folder.once(logo)
    if picture is None or picture.fault:
        return
    if max(picture.width, picture.height) > MOST_PIXELS:
        message = f"the logo has {picture.width:,} by {picture.height:,} pixels"
        yield folder.problem(CODE, message, picture.path, _HELP)
    elif picture.size > MOST_BYTES:
        message = f"the logo has {picture.size:,} bytes"
        yield folder.problem(CODE, message, picture.path, _HELP, severity=Severity.NOTE)
