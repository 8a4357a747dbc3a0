"""The page of the files for programs: packs.json key by key, from its models, and the others in a few words."""

from __future__ import annotations

from generator.model.listing import GuideListing, Listings, PackListing, RetirementListing, VersionListing
from generator.reference.kinds import hints_of, in_words
from generator.reference.words import escaped, front, table

_FILES = (
    ("packs.json", "every pack: who it is, its versions with their states, what ends; its keys are below"),
    ("packs_information.json", "name and description of every pack, as Palette's docs site reads them"),
    ("retirements.atom", "what ends, as a feed (RFC 4287)"),
    ("retirements.ics", "what ends, as a calendar (RFC 5545) of events that last a whole day"),
    ("retirements.svg", "what ends, as a picture"),
    ("llms.txt", "what there is to read, for language models (llmstxt.org)"),
    ("sitemap.xml", "every page"),
)
_SAYS = """
Each page `packs/NAME/` has a copy in plain Markdown at `packs/NAME.md`, with the same facts: tabs are sections there,
and boxes are GitHub's alerts. The head of each page names its copy.

Nothing in these files depends on the day of a build. States are those of `as_of` in packscribe.toml. The id of an
entry in feed and calendar follows from the name of the pack and of what ends, so that it stays when words and days
change; an entry counts as updated on the newest day on which a source of it was read, it came within 180 days, or it
came.
"""


def data() -> str:
    """Return the page."""
    title = "Files for programs"
    lines = front(title, "What programs can read from the site", "generator/model/listing.py")
    rows = ((f"[`{name}`](../{name})" if name != "sitemap.xml" else f"`{name}`", says) for name, says in _FILES)
    lines += ["A built site holds these files:", "", *table(("File", "What it holds"), rows), _SAYS.strip(), ""]
    lines += [
        "## packs.json",
        "",
        escaped(Listings.__doc__ or "") + " Its JSON Schema is `schema/packs.schema.json`.",
        "",
    ]
    for model in (Listings, PackListing, VersionListing, RetirementListing, GuideListing):
        hints = hints_of(model)
        if model is not Listings:
            lines += [f"## {_section(model)}", "", (model.__doc__ or "").strip(), ""]
        fields = model.model_fields.items()
        keys = (
            (f"`{f.alias or n}`", in_words(hints[n]), "yes" if f.is_required() else "no", f.description or "")
            for n, f in fields
        )
        lines += table(("Key", "Holds", "Always", "What it says"), ((k, t, a, escaped(d)) for k, t, a, d in keys))
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(model: type) -> str:
    return model.__name__.removesuffix("Listing") + " listing"
