"""What a README that keeps its own words must state: what these words state, and the tables between them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.claims.page import PageClaims
from generator.readback import read
from generator.readback.compare import Claim
from generator.view.readme import Words
from generator.view.said import Grid, Route

_MARK = "packscribe-table-{}"  # stands where a table goes, so that the words around it are read as one text


def own_words(page: PageClaims, pieces: Sequence[Words | Grid]) -> list[Claim]:
    """Return the claims of a README that consists of *pieces*; *page* knows how a table is claimed."""
    grids: dict[str, Grid] = {}
    origins: list[Route] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Words):
            text = piece.text
            origins += [(*piece.route, "@line", line) for line in range(text.count("\n"))]
        else:
            mark = _MARK.format(len(grids))
            grids[mark], text = piece, f"{mark}\n"
            origins.append(piece.rows[0][0].route)
        texts.append(text)
    claims: list[Claim] = []
    for fact in read("README.md", "".join(texts), page.dialect):
        if fact.kind == "paragraph" and fact.value in grids:
            page.claims = []
            page.grid(grids[fact.value])
            claims += [Claim(fact.scope, c.kind, c.key, c.value, c.origin) for c in page.claims]
        else:
            origin = origins[min(fact.line, len(origins)) - 1] if origins else None
            claims.append(Claim(fact.scope, fact.kind, fact.key, fact.value, origin))
    return claims
