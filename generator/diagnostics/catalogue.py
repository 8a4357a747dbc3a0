"""What every code means, for `packscribe explain PSnnn` and for the rules of a SARIF report.

One entry per code, in order. A code is never reused; one that is given up keeps its entry and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics.bump_codes import BUMP
from generator.diagnostics.command_codes import COMMANDS
from generator.diagnostics.configure_codes import CONFIGURE
from generator.diagnostics.drift_codes import DRIFT
from generator.diagnostics.import_codes import IMPORT
from generator.diagnostics.registry_codes import REGISTRY
from generator.diagnostics.review_codes import REVIEW
from generator.diagnostics.stage_codes import STAGES


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code, its title in a few words, and a *text* in Markdown: what it means, an example, the way out."""

    code: str
    title: str
    text: str


def _entry(code: str, title: str, text: str) -> Explanation:
    return Explanation(code, title, text.strip())


# 0xx: YAML
_ENTRIES = [
    _entry("PS001", "No such file", """
A file that is named somewhere does not exist, such as `values/1.4.0.yaml` in a version of `pack.yaml`.

Create the file, or correct its name where it is used. Names are case-sensitive.
"""),
    _entry("PS002", "Not a file", """
A directory (or a device, a pipe) stands where a YAML file is expected, such as a folder called `pack.yaml`.

Move it away and put the file in its place.
"""),
    _entry("PS003", "Unreadable file", """
The operating system refuses to read the file: missing permission, a failing disk, or symbolic links that
point at each other in a circle.

Correct the permissions (`chmod u+r`) or replace the link by the file it should point to.
"""),
    _entry("PS004", "File too large", """
A pack source may have 8 MiB, a values text 16 MiB. Larger files are not read at all, because a hostile one
could take all memory.

Keep binary data and charts under `assets/`, and long values in `values/<version>.yaml`.
"""),
    _entry("PS005", "Not UTF-8", """
The file holds a byte that is not UTF-8, such as `0xE9`, which is `é` in Latin-1. The message names the first.

Save the file as UTF-8: `iconv -f latin1 -t utf-8 pack.yaml`. A file that is UTF-16 is recognised and named.
"""),
    _entry("PS006", "Byte order mark", """
U+FEFF stands in the pack source, usually as an invisible first character that an editor on Windows added.
Some readers take it for part of the first key.

Save the file as "UTF-8", not as "UTF-8 with BOM".
"""),
    _entry("PS007", "Control character", """
A control character, a noncharacter or half a surrogate pair stands in the file, raw or as an escape such as
`"\\x1b"`. It can steer a terminal, break the pages made from the text, or make YAML unreadable.

Delete it. Of all control characters only tab and line ends are allowed.
"""),
    _entry("PS008", "Bidirectional control character", """
An invisible character that reorders text on screen (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F,
U+061C), raw or as an escape such as `"\\u202e"`. A reviewer would read something else than the program does.

Delete it. Arabic and Hebrew text needs none of them.
"""),
    _entry("PS009", "Unusual line break", """
U+0085, U+2028 or U+2029 stands in the pack source. YAML 1.1 ends the line there, YAML 1.2 and editors do not.

Replace it by a plain line end, or by a space inside a text.
"""),
    _entry("PS010", "Broken YAML", """
The file does not follow YAML's grammar, so nothing behind this place could be read:

    description: Note: a colon in an unquoted value

Look at the place in the message and at the line above it: mostly a value needs quotes, or a line is indented
differently from its neighbours.
"""),
    _entry("PS011", "Bracket or quote never closed", """
The parser reached another line or the end of the file inside `[`, `{`, `"` or `'`. The message points at the
opening one and says how far the parser came:

    os: [linux, windows

Close it where the value ends. An apostrophe in a text needs double quotes around the text.
"""),
    _entry("PS012", "Tab as indentation", """
A line is indented with a tab. YAML allows only spaces there, since a tab has no fixed width.

Replace tabs by spaces; the `.editorconfig` of this project makes editors insert spaces.
"""),
    _entry("PS013", "Merge conflict", """
Git left `<<<<<<<`, `=======` and `>>>>>>>` in the file: two branches changed the same lines.

Keep one side or combine them, delete the three marker lines, then commit.
"""),
    _entry("PS014", "Several documents", """
A `---` line starts a second YAML document in the file. Only the first would be used, silently.

Remove the line, or move the second document into a file of its own.
"""),
    _entry("PS015", "Empty file", """
A pack source holds no data: it is empty, or has only comments.

Begin with `name:`, `displayName:`, `layer:`, `description:` and `versions:`. Values files may be empty.
"""),
    _entry("PS016", "Nested too deep", """
Mappings and lists lie more than 100 levels inside each other, directly or through aliases. No pack needs
that; a hostile file uses it to crash parsers.

Flatten the structure, or keep a generated text as a literal block (`|`).
"""),
    _entry("PS017", "Too many values", """
The file has more values than are allowed once its aliases are expanded. Ten lines of aliases to aliases
("billion laughs") can stand for billions of values.

Write the values out, or split the file.
"""),
    _entry("PS018", "Alias inside itself", """
An alias stands for a collection that contains this alias, so its data would be endless:

    a: &a [1, *a]

Write out what is meant.
"""),
    _entry("PS019", "Unresolved alias or anchor", """
An alias `*name` has no anchor `&name` above it, or the same anchor name is given twice.

Define the anchor before its first use, give each one its own name, and put text that starts with `*` or `&`
in quotes: `cron: "*/5 * * * *"`.
"""),
    _entry("PS020", "Duplicate key", """
A mapping has the same key twice. Most YAML readers keep the last value and say nothing, so one of the two
lines has no effect. Keys are compared by their text: `1` and `"1"` are the same.

Remove or rename one of them. The help line tells where the first one is.
"""),
    _entry("PS021", "Key is not text", """
An unquoted key is read as a number, a boolean, null or a date: `yes: 1`, `1.10: x`, `2026-09-30: x`.

Write it in quotes: `"1.10": x`.
"""),
    _entry("PS022", "Key is a collection", """
A list or a mapping is used as a key (`[a, b]: c`, or `? ` before one). JSON has no such keys, so neither Helm
nor Palette could read it.

Use a text as the key. An unquoted text that starts with `{` or `[` needs quotes.
"""),
    _entry("PS023", "Ambiguous value", """
YAML 1.1 (PyYAML, Helm) and YAML 1.2 (editors, newer tools) read this unquoted value differently: `yes`,
`off`, `y`, `012`, `0o17`, `1e3`, `22:22`, `1_000`, `=`. In pack.yaml this is an error, in values
text a warning.

Put a text in quotes, and write booleans as `true` and `false`, numbers as plain decimals.
"""),
    _entry("PS024", "Number that loses its text", """
An unquoted value is read as a number that does not print as it was written: `1.10` becomes 1.1, `1.0` becomes
1, `+5` becomes 5. As a version that is another version. In values text this is a warning.

Put it in quotes if the text counts (`version: "1.10"`), or write the number in its shortest form.
"""),
    _entry("PS025", "No such day", """
An unquoted date does not exist in the calendar, such as `2026-02-30`.

Write an existing day as YYYY-MM-DD.
"""),
    _entry("PS026", "Unknown tag", """
A value has a YAML tag that is not part of plain data (`!!python/object`, `!include`, `!!binary`), or a tag
that does not fit it (`!!int abc`). Tags are never executed here; other readers may.

Remove the tag. Text that starts with `!` needs quotes.
"""),
    _entry("PS027", "Merge key in the pack source", """
`<<: *base` copies keys from elsewhere. It is not part of YAML 1.2, and it hides where a fact comes from, so
pack.yaml does without; values files may use it.

Write the keys out. What versions have in common is inherited by pack.yaml's own means.
"""),
    _entry("PS028", "Merge of something that is no mapping", """
`<<` can only merge a mapping, or a list of mappings: `<<: *base` or `<<: [*base, *extra]`.

Correct the alias, or put the key in quotes if `"<<"` is really its name.
"""),
]  # fmt: skip

_OTHERS = {**STAGES, **COMMANDS, **CONFIGURE, **IMPORT, **BUMP, **DRIFT, **REGISTRY, **REVIEW}
_ENTRIES += [_entry(code, title, text) for code, (title, text) in _OTHERS.items()]

EXPLANATIONS: dict[str, Explanation] = {entry.code: entry for entry in sorted(_ENTRIES, key=lambda e: e.code)}
"""All explanations by code."""
