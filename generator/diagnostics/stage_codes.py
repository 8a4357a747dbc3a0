"""What the codes of the stages mean: the shape of pack.yaml, settings, templates, and files on the disk.

Codes of checks (2xx, 7xx, 8xx) are explained where the check lives, those of YAML (0xx) in `catalogue`.
"""

from __future__ import annotations

STAGES: dict[str, tuple[str, str]] = {
    "PS101": (
        "Unknown key",
        """
A key is none of those that pack.yaml knows at this place. Mostly it is misspelt, indented too far, or written with
underscores instead of capitals:

    displayname: Azure CNI

The help line names the key that was probably meant, or all that are known there. Editors complete keys when the first
line of the file names the schema (`packscribe schema`).
""",
    ),
    "PS102": (
        "Missing key",
        """
A key that every record of this kind needs is not there, such as `series` in a version. The message points at the
record.

Add it; the help line says what it holds.
""",
    ),
    "PS103": (
        "Wrong type",
        """
A value is of another kind than its key asks for: a list instead of a text, an empty value instead of a mapping, a
number where a text is meant:

    tags: cni

Write what the message expects. A text that looks like a number, a date or a boolean needs quotes.
""",
    ),
    "PS104": (
        "Value out of its range",
        """
A value is of the right kind, and none of those that are allowed: a layer that Palette does not have, a name with
capitals, an address that is no `https://` link, a version range that cannot be read:

    layer: network

The message says what is allowed.
""",
    ),
    "PS105": (
        "Path leaves the pack folder",
        """
A file is named by an absolute path, by a path with `..`, or by a link that leads elsewhere. What a pack is made of
lies in its own folder, so that it can be packed and moved.

    logo: {file: ../../shared/logo.png, alt: …}

Copy the file into the pack folder, mostly below `assets/`, and name it from there.
""",
    ),
    "PS106": (
        "Not a date",
        """
A day is expected, and the text is none, or the day does not exist:

    lifecycle: {supported: "2026-02-30"}

Write an existing day as YYYY-MM-DD, without quotes.
""",
    ),
    "PS107": (
        "Folder and pack have different names",
        """
`packs/<name>/pack.yaml` says another `name` than its folder. The name is the folder, the repository in the registry
and the page, so there can be only one.

Rename the folder, or correct `name`.
""",
    ),
    "PS108": (
        "Version without values",
        """
A version has neither `values` nor `valuesOf`, or the version that `valuesOf` names has no values of its own.

    versions: [{version: "1.4.0", series: 1.4.x}]

Add `values: |` with the text of values.yaml (it may be empty), `values: {file: values/1.4.0.yaml}` for a long one, or
`valuesOf:` to share another version's.
""",
    ),
    "PS109": (
        "Values file cannot be read",
        """
The file that a version's `values` names is missing, unreadable, or larger than 16 MiB.

Create it in the pack folder, or correct its name.
""",
    ),
    "PS110": (
        "No such pack",
        """
A pack was named on the command line, and there is no `packs/<name>/pack.yaml`.

Correct the name. `--root` names the folder that holds `packs/`.
""",
    ),
    "PS111": (
        "No packs",
        """
The folder that `--root` names, or the present one, has no `packs/<name>/pack.yaml`, so there is nothing to do. Mostly
the command runs in the wrong folder.

Change to the root of the repository, or name it with `--root`.
""",
    ),
    "PS120": (
        "No packscribe.toml",
        """
The folder has no `packscribe.toml`, so it is not known for which day pages are to be written, or this is not the
folder that holds `packs/`.

Name the right folder with `--root`, or create the file with one line, `as_of = 2026-11-21`.
""",
    ),
    "PS121": (
        "Broken packscribe.toml",
        """
`packscribe.toml` is no TOML, is not UTF-8, or cannot be read. The message says where reading stopped.

Texts stand in quotes, dates without: `as_of = 2026-11-21`.
""",
    ),
    "PS122": (
        "Unknown setting",
        """
`packscribe.toml` holds a key that is no setting. Known are `as_of`, `site_url`, `repo_url`, `strict`,
`ignore` and the table `review` with `breaking`.

Correct or remove it.
""",
    ),
    "PS123": (
        "Wrong or missing setting",
        """
A setting has a value of the wrong type, or `as_of` is missing. `ignore` is a list of findings that are not reported,
each with a reason:

    ignore = [{ code = "PS224", pack = "cni-azure", reason = "the count is quoted from the announcement" }]

Write the value as the help line shows.
""",
    ),
    "PS401": (
        "Error in a template",
        """
A template cannot be read, or fails while a page is written: a syntax error, a name that is not there, an endless
recursion. Nothing was written.

Mend the line that is named. A template in the `templates/` folder of your repository wins over the shipped one of
the same name; delete yours to be back at the shipped one.
""",
    ),
    "PS402": (
        "No such template",
        """
A template includes, imports or extends another that is neither in your `templates/` nor among the shipped ones.

Correct the name, or restore the file.
""",
    ),
    "PS413": (
        "Former name of a page is taken",
        """
A name in `page.redirects` is the name of a pack, or another pack claims it, too. A redirect leads to one page only:

    page:
      redirects: [azure-cni]

Take it out of one of the two packs.
""",
    ),
    "PS501": (
        "Generated file is not there",
        """
A build would make this file, and it does not exist: it was deleted, or never committed.

Run `packscribe build` and commit the file.
""",
    ),
    "PS502": (
        "Generated file was edited by hand",
        """
The file is neither what a build would make nor what the last build made, as the lock records it. The next build would
overwrite the edit.

Move the edit to the line of pack.yaml that the help names, then run `packscribe build`.
""",
    ),
    "PS503": (
        "Generated file is out of date",
        """
The file is as the last build made it, and a build would now make another one: pack.yaml, a template, the settings or
packscribe itself has changed since.

Run `packscribe build` and commit the result.
""",
    ),
    "PS504": (
        "Generated file is left over",
        """
The file lies in a place that the generator owns, and no pack produces it: its version, guide or pack was removed or
renamed.

Run `packscribe build`, which removes what it once made, or delete the file. A page of your own belongs beside the
generated folders, not in them.
""",
    ),
    "PS505": (
        "JSON Schema is out of date",
        """
`schema/pack.schema.json` is not what the models of this packscribe say.

Run `packscribe schema` and commit it.
""",
    ),
}
"""Title and text of each code, by code."""

STAGES = {code: (title, text.strip()) for code, (title, text) in STAGES.items()}
