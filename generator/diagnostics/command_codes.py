"""What the codes of single commands mean: the baseline of `audit`, `new` and `export`."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "PS124": (
        "No such baseline",
        """
`audit --baseline FILE` names a file that does not exist. Going on would report every finding as new.

    packscribe audit packs/ --baseline audit-baseline.json --update-baseline

Correct the name, or create the file as above and commit it.
""",
    ),
    "PS125": (
        "Broken baseline",
        """
The file that `--baseline` names is no JSON list, is not UTF-8, is larger than 16 MiB, or cannot be read. It is not
overwritten either: it may be another file, named by mistake.

If it is the baseline, delete it and write it anew with `--update-baseline`. After a merge conflict, keep the entries
of both sides, one on a line.
""",
    ),
    "PS126": (
        "Wrong entry in the baseline",
        """
An entry of the baseline is none. It has `code`, `pack`, `path` and `fingerprint`, may have `message` and `count`, and
nothing else:

    {"code": "PS237", "pack": "monitoring-1.4.0", "path": "monitoring-1.4.0/pack.json", "fingerprint": "8d3f0a1b2c3d"}

Delete the entry. `--update-baseline` writes entries; nobody has to.
""",
    ),
    "PS127": (
        "Baseline entry matches nothing",
        """
A finding that the baseline knows is found no more, or less often: it was mended, or its file was renamed. Entries of
packs that were not audited, or of codes that were not selected, are left alone.

Run the audit with `--update-baseline`, so that the same fault is new when it comes back.
""",
    ),
    "PS140": (
        "Name that no pack can have",
        """
The name given to `new` is a folder, a page, and a repository of an OCI registry, so it is made of small letters and
digits with `-`, `.` or `_` between them, at most 128 of them. `index` is the page of the catalog.

    packscribe new Azure_CNI!

The help line has a name that would do.
""",
    ),
    "PS141": (
        "New pack is there already",
        """
`new` never overwrites anything: `packs/<name>` exists, or a page of that name that packscribe did not write.

Edit the pack that is there, choose another name, or move the file away.
""",
    ),
    "PS142": (
        "Chart cannot be used",
        """
The Chart.yaml of the archive given with `--chart` has no name or no version, or one that can be no file name:

    name: ../monitoring

Correct Chart.yaml and pack the chart anew with `helm package`.
""",
    ),
    "PS143": (
        "Values of the chart left out",
        """
`new --chart` writes the values of the chart below `charts.<name>`, comments included. Here that cannot be done: they
are broken YAML, have a key twice, or would not be the same when indented. The message says which. The pack was made
without them.

Copy what users set by hand.
""",
    ),
    "PS144": (
        "Display name cannot be used",
        """
The name given with `--display-name` is longer than 100 characters, empty, or has line breaks, control or invisible
characters in it.

Write it as it is to be read.
""",
    ),
    "PS150": (
        "No docs site there",
        """
`export --to DIR` writes into a checkout of a docs site, in which the pages of packs lie in
`docs/docs-content/integrations/` (with `--dialect gatsby`: `content/docs/06-integrations/`). DIR has no such folder.

Name the root of the checkout, or create the folder in a new site.
""",
    ),
    "PS151": (
        "Place of a page leads elsewhere",
        """
In the docs site a link, a folder or a pipe stands where a page is to be written, or the folder of the pages is a link
that leads out of the checkout. Nothing is written through it.

Put a plain file or folder in its place, or take it away.
""",
    ),
    "PS152": (
        "Page of somebody else",
        """
The docs site has a page for this pack that does not carry the notice of packscribe: people wrote it. It is left as it
is; the other pages were exported.

Compare the two and move what is missing into pack.yaml. Then `export --force` replaces it; from then on it is ours.
""",
    ),
    "PS153": (
        "Page there under another file name",
        """
The docs site reads `name.md`, `name.mdx` and `00-name.md` as one page, and it has the page of this pack under another
of these names than the one it is exported to. With both, the site cannot be built.

Take the old file away first.
""",
    ),
    "PS154": (
        "Exported page is out of date",
        """
`export --check` compares the docs site with what an export would write: the page differs, or is not there. The help
shows the difference.

Run `packscribe export` without `--check`, and commit the result in the docs site.
""",
    ),
    "PS155": (
        "Stale page in the docs site",
        """
A page of the docs site carries the notice of packscribe, and no pack of this repository makes it any more: the pack
was deleted or renamed. It is not deleted, as it may be the page of another repository's pack.

Delete it and redirect its address. If another repository makes it, ignore this code in `packscribe.toml`.
""",
    ),
    "PS190": (
        "Address is not to be had",
        """
`serve` cannot listen where `--address` says: another program listens there (often an older `serve`), the host is not
one of this machine, or the port needs rights that you do not have.

    packscribe serve --address 127.0.0.1:0

takes any port that is free.
""",
    ),
    "PS191": (
        "There is no site",
        """
The root has no `mkdocs.yml`, or MkDocs is not installed. `serve` compiles whatever is saved, but shows no site;
`build --site` does nothing.

    pip install 'packscribe[docs]'
""",
    ),
    "PS192": (
        "MkDocs ended",
        """
The process in which MkDocs serves or builds the site failed: mostly `mkdocs.yml` is wrong, or names a plugin or theme
that is not installed, or a page has a warning and the build is strict. What MkDocs said stands above this message.

`mkdocs build` says the same. Mend it, then start again. What `build --site` compiled is written.
""",
    ),
    "PS193": (
        "Round of serve stopped",
        """
While `serve` compiled what was saved, the disk refused: it is full, a folder may not be written, or a file went away
while it was read. Nothing was written, and the last good pages stay.

Make way and save once more; then everything is compiled again.
""",
    ),
    "PS194": (
        "No events of the file system",
        """
The operating system does not tell `serve` when a file changes, mostly because too many folders are watched already.
`serve` looks at the files itself, ten times a second. That works, and costs a little more.

On Linux, `sysctl fs.inotify.max_user_watches=524288` allows more.
""",
    ),
}
"""Title and text of each code, by code."""

COMMANDS = {code: (title, text.strip()) for code, (title, text) in COMMANDS.items()}
