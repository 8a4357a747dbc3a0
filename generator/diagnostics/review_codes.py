"""What the codes of `packscribe diff` mean: wrong use, the gate, and files edited by hand. Kinds of change explain
themselves, from the table that judges them."""

from __future__ import annotations

REVIEW: dict[str, tuple[str, str]] = {
    "PS180": (
        "Unknown revision",
        """
`packscribe diff BASE [HEAD]` compares two sides, and one of them is nothing that can be read: no commit, branch or tag
of the repository, and no folder that holds `packs/`.

    packscribe diff main                        the working tree with the branch main
    packscribe diff main...                     with where this branch left main
    packscribe diff v1.0.0 v1.1.0               two tags
    packscribe diff ../old-checkout/            a folder
    packscribe diff oci://registry.example.com/packs/monitoring:1.4.0

`git branch -a` and `git tag` list what there is.
""",
    ),
    "PS181": (
        "Revision is not in this clone",
        """
The clone is shallow: it has the last commits only, and the base is none of them, or where two branches parted is not.
CI services clone so by default.

    - uses: actions/checkout@v4
      with: {fetch-depth: 0}

Or run `git fetch --unshallow`, or `git fetch origin main`.
""",
    ),
    "PS182": (
        "No git repository",
        """
A revision was named, and the folder that `--root` names is in no git repository, or in one that belongs to another user
and that git therefore does not read.

Run the command in the repository. Two folders can be compared without git: `packscribe diff OLD/ NEW/`.
""",
    ),
    "PS183": (
        "No git",
        """
Revisions are read with `git`, and there is none on the PATH.

Install it. Two folders can be compared without: `packscribe diff OLD/ NEW/`.
""",
    ),
    "PS184": (
        "Base without packs",
        """
The base has no `packs/<name>/pack.yaml`: it is from before packscribe was adopted, or the packs lay elsewhere then.
Every pack is reported as new.

Name a later base. That the very first pull request with packs has none is right.
""",
    ),
    "PS185": (
        "Pack that cannot be compared",
        """
The pack.yaml of one side cannot be read at all, as the problem beside this one says: broken YAML, a merge conflict,
binary content. The other packs were compared.

Mend it. If it is the base that is broken, name another one.
""",
    ),
    "PS186": (
        "Files that are not compared",
        """
The facts of a pack were compared. Its files were not: one side has errors that keep it from being compiled.

`packscribe check` tells them.
""",
    ),
    "PS380": (
        "Published content changed without a new version",
        """
A version that was published never changes: whoever pulled it has what its tag led to, and nobody would notice. It
counts as published where `packs.lock.json` of either side has it; in a repository that has no such file, where the
base has it and what it gives to people changed (text of pages and READMEs does not count then).

    packs/monitoring/pack.yaml:41:16: error PS380 version 1.4.0 is published, and its content changed
      help: leave it as it was, and give the change a version of its own: 2.0.0 would do

Add a version with `packscribe bump`, and put the change there.
""",
    ),
    "PS381": (
        "Breaking change without the step of version that says so",
        """
Who upgrades reads the version: a change that asks something of people has to be one of the first number. For a new
version, it is compared with the version before it; a change of the pack as a whole needs any new version with a
large enough step. What is breaking is listed by the codes PS300 to PS379. A repository may have another rule, in
packscribe.toml:

    [review]
    breaking = "major"   # or "minor": a step of the second number will do; or "any": nothing is asked

Choose the version that the help names, or take the change back.
""",
    ),
    "PS382": (
        "Generated file was edited by hand",
        """
A generated file of the branch is not what its sources compile to, and not what the last build made either. The next
build overwrites the edit. The message names the line of pack.yaml that rules the line that was edited.

Make the change there, and run `packscribe build`.
""",
    ),
    "PS383": (
        "Generated file is out of date",
        """
A generated file of the branch is as the last build left it, and its sources have changed since.

Run `packscribe build` and commit the result.
""",
    ),
}
"""Title and text of each code, by code."""

REVIEW = {code: (title, text.strip()) for code, (title, text) in REVIEW.items()}
