"""What the codes of `bump` mean."""

from __future__ import annotations

BUMP: dict[str, tuple[str, str]] = {
    "PS170": (
        "Version is there already",
        """
`packscribe bump` was asked for a version that pack.yaml has, or for one that semantic versioning holds to be the same,
such as `1.5` where there is `1.5.0`.

    packscribe bump monitoring 1.5.0

Edit the version that is there, or choose another one. Nothing was written.
""",
    ),
    "PS171": (
        "Version that cannot be made",
        """
The version is lower than the newest one and nothing says which version it is made from, or `--from` names a version
that pack.yaml does not have, or the text is no version at all.

    packscribe bump monitoring 1.4.1 --from 1.4.0

A version that is not the newest needs `--from`; it is put at its place among the others. Nothing was written.
""",
    ),
    "PS172": (
        "Chart that does not fit",
        """
The archive given with `--chart` holds a chart that the pack does not have, or the very version that it has, or one
whose Chart.yaml or values.yaml cannot be used.

    packscribe bump monitoring 1.5.0 --chart logging-2.0.0.tgz

Name the archive of a newer version of the same chart. A pack with several charts takes `--chart` several times.
""",
    ),
    "PS173": (
        "Version that cannot be written",
        """
`bump` copies the text of an entry of `versions` and edits it in place. Here that is not possible: the entry has anchors
or scalars over several lines, a file stands where another one is to be stored, or the pack with the new version would
not pass its checks. The message says which.

Correct what it names, or write the entry by hand. Nothing was written.
""",
    ),
    "PS174": (
        "Path that the new chart no longer has",
        """
The pack names a path of values (it sets it, documents it as a parameter, changes it in a preset, has it in schema.yaml
or refers to it in a constraint) that the old chart knew, and that is neither among the defaults of the new chart nor
read by its templates.

    packs/monitoring/values/1.5.0.yaml:12:5: note PS174 `charts.monitoring.rbac.psp` is set in the values, and the …

Take it out, or write the path that the chart has for it now. A parameter record keeps the old versions right with
`lifecycle: {removed: "1.5.0"}`.
""",
    ),
    "PS175": (
        "Path that the new chart offers",
        """
The new chart has a default for a path that the old one did not know. Nothing was added to the values: what they do not
set, the chart sets.

Add the key, and a parameter record, where users should see it.
""",
    ),
    "PS176": (
        "Changed with the chart",
        """
The new version has this from the new chart: an image, a version in `pack.content`, or a value that was a verbatim copy
of the old chart's default and is now one of the new default. `--keep-values` leaves the last kind alone.

Nothing needs to be done, but read it: it is what changes for users.
""",
    ),
    "PS177": (
        "Version range that ends",
        """
A record is true for the version that the new one is made from, and its range ends before the new one.

    versions: 1.4.x        is `1.4.x || 1.5.x` now

`bump` extends such ranges in place, unless the range says itself where it ends (`<2`), or another record holds for the
new version. With `--no-extend` it only reports them.
""",
    ),
    "PS178": (
        "Mention of the old version",
        """
A text that holds for the new version mentions the old one, or the old version of the chart. Words are never changed.

    packs/monitoring/pack.yaml:41:23: note PS178 mentions version 1.4.0

See whether the sentence is true for the new version.
""",
    ),
    "PS179": (
        "Left alone",
        """
Something of the old version was not copied (dates of its lifecycle, its notes, the unpacked old chart), or a value was
not changed although the chart has another default now: it is the pack's own, or no edit of it is safe. The message
says why.

See that it is meant so.
""",
    ),
}
"""Title and text of each code, by code."""
