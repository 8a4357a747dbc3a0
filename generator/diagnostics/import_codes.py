"""What the codes of `import` mean."""

from __future__ import annotations

IMPORT: dict[str, tuple[str, str]] = {
    "PS160": (
        "pack.json does not say which pack it is",
        """
`packscribe import` takes folders together by the `name` and `version` of their pack.json, and a pack has a `layer`:
one of the three is missing, is no text, or is none that Palette knows.

    {"name": "monitoring", "version": "1.4.0", "displayName": "Monitoring", "layer": "addon"}

Add it to pack.json of the folder, and import again. No pack of that name was written.
""",
    ),
    "PS161": (
        "Name that no pack can have",
        """
A registry stores a pack under its name and version, so a name has small letters and digits with `.`, `_` or `-`
between them, and a version has letters, digits, `.`, `_`, `+` and `-`, at least one digit among them. Names of files
are printable and have neither `:` nor a backslash, so that they are the same on every system.

    "name": "My Pack"

Correct the name in pack.json, or rename the file.
""",
    ),
    "PS162": (
        "Two folders with one version",
        """
Two folders have the same name and version in pack.json, or versions that semantic versioning holds to be equal, such
as `1.4` and `1.4.0`, or `1.4.0+a` and `1.4.0+b`.

    packs/monitoring-1.4.0/pack.json:3:14: error PS162 version 1.4.0 of monitoring is in `packs/monitoring-copy` too

Leave one of them out, or give one another version.
""",
    ),
    "PS163": (
        "Pack that pack.yaml cannot hold",
        """
What a folder says has no place in pack.yaml: a text with control characters, a broken values.yaml, or another fault
that pack.yaml refuses. The message says which. Nothing of this pack was written; the other packs were.

Correct the folder, and import again.
""",
    ),
    "PS164": (
        "Something would be lost",
        """
Before anything is written, every file of a pack is held against what would be compiled from the new pack.yaml: it was
not the same, so this pack was not taken over.

This is a fault of packscribe. Report it with the file that is named.
""",
    ),
    "PS165": (
        "Pack is there already",
        """
`packs/<name>/` exists and was not made by `packscribe import`, so there is nothing to compare the folders with, and
`import` does not write over it.

Remove or rename the folder, or import into another one.
""",
    ),
    "PS166": (
        "Documented default was wrong",
        """
A row of a README gives another default than values.yaml. In the imported pack the default is read from values.yaml,
so the new README says what is so.

    monitoring-1.4.0/README.md:31: note PS166 the default of `charts.monitoring.replicas` is documented as `3`, and …

If the README was right, correct values.yaml.
""",
    ),
    "PS167": (
        "Changed here and in the folder",
        """
Since the last import people edited a file of `packs/<name>/`, and the pack folder changed at the same place. In a text
git's marks stand around both, with what the last import had between them; another file stays as it is here.

    <<<<<<< edited here
    displayName: Monitoring for platform teams
    ||||||| last import
    displayName: Monitoring
    =======
    displayName: Cluster Monitoring
    >>>>>>> this import

Choose, delete the marks, and run `packscribe build`. `import --dry-run` shows the outcome before anything is written.
""",
    ),
    "PS168": (
        "README that pages show otherwise",
        """
The README of an imported pack keeps its words. Its pages cannot show all of it as GitHub does: a link or a picture by
a path of some repository leads nowhere there, and tags that no page dialect knows are shown as text. Line ends and the
name of the file are made those of every README.

    monitoring-1.4.0/README.md:80:1: note PS168 on pages the link to `docs/api.md` is shown as words and path

Nothing is to be done. A full `https://` address works everywhere.
""",
    ),
    "PS169": (
        "Rows that stay words",
        """
Rows of a parameter table become records of pack.yaml where everything they say has a place in one. These did not: the
path leads to no one key of the pack, the cells hold an image or a link by a path, nothing says the type, or the table
has rows for groups. They stay in the README as they were, in their order.

    monitoring-1.4.0/README.md:1: note PS169 3 rows of parameter tables stay words: 3 because it has no description

Nothing is lost. To make them records, write them under `parameters` with the `table` of their neighbours, and delete
the rows from the text under `readme`.
""",
    ),
}
"""Title and text of each code, by code."""
