"""What the codes of packaging, publishing and registries mean."""

from __future__ import annotations

from generator.diagnostics.http_codes import HTTP
from generator.diagnostics.trust_codes import TRUST

_PUBLISHING: dict[str, tuple[str, str]] = {
    "PS530": (
        "Published version is another one now",
        """
`packs.lock.json` records each version that was published, with the digest of its tar. What would be packed now has
another digest: a fact, a file or a template has changed since, and people who pull the version have the old one.

    packs/monitoring/pack.yaml:40:14: error PS530 version 1.4.0 was published with the tar sha256:3a2a49cf5918…

Give the change a version of its own. If the published one must be replaced, `packscribe publish --force --message
"why"` does it and records what was there. If it never reached anybody, delete its line from `packs.lock.json`.
""",
    ),
    "PS531": (
        "Broken packs.lock.json",
        """
`packs.lock.json`, which `publish` writes and which is committed, is broken JSON, has an entry without name, version,
tar or manifest, or cannot be read. Nothing is published until it is whole: it is what tells a changed version.

Restore it from version control. After a merge conflict, keep the lines of both sides.
""",
    ),
    "PS600": (
        "No such destination",
        """
`--to` names no destination that packscribe knows, or a folder that cannot be one:

    packscribe publish --to oci://registry.example.com/packs     # a registry; packs is its base path
    packscribe publish --to oci-layout:dist/registry             # a folder that any OCI tool can copy on

A folder that is an image layout itself, with `oci-layout` and `index.json` in it, is refused: every pack gets a layout
of its own below the folder. So is a folder that holds other files and no layouts yet, as they would be mixed: name a
new or an empty one. To publish, the folder need not exist; to read from it, as `verify` and `pull` do, it must.
""",
    ),
    "PS601": (
        "Name that no registry takes",
        """
A pack is stored in a repository that has its name, under a tag that is its version. Repositories have small letters
and digits with one of `.`, `_`, `__` or dashes between them; tags have letters, digits, `.`, `_` and `-`, at most
128 of them. A `+`, which semantic versions may have, is none of them.

    version: "1.4.0+build.2"     # write 1.4.0-build.2

Rename the pack or the version. Nothing was sent.
""",
    ),
    "PS602": (
        "pack.json is of another pack",
        """
Palette takes name and version of a pack from its pack.json, and finds it by repository and tag, so both must be the
same. Here `packJson.extra` of pack.yaml writes another name or version into pack.json.

Take `name` and `version` out of it.
""",
    ),
    "PS603": (
        "File that cannot be packed",
        """
A file of the archive is a link that leads out of the pack or nowhere, a device or a pipe, cannot be read, changed
while it was read, or has a name that not every system can write: absolute, with `..`, a backslash, a control
character, or not UTF-8.

Put a plain file with a plain name there. Nothing of this version was written.
""",
    ),
    "PS604": (
        "Files with one name",
        """
Two files of an archive are one on a system where names have no case, or where another form of Unicode is used; or a
file has the name of a folder; or an asset has the path of a generated file.

    assets: {README.md: assets/readme.md}     # README.md is generated

Rename one, or leave the generated one out with `omit`.
""",
    ),
    "PS605": (
        "Archives with one name",
        """
Two packs would be packaged to one file, such as version `1-2` of `a` and version `2` of `a-1`. In a registry they
have repositories of their own.

Package them to different folders.
""",
    ),
    "PS606": (
        "Something else in the folder",
        """
`package --as folder` writes the folder `<name>-<version>`. A file is in it that is not of the pack, perhaps of an
earlier state. Whoever pushes the folder would push it too; packscribe deletes nothing that it did not make.

Delete the file, or package to an empty folder.
""",
    ),
    "PS607": (
        "SOURCE_DATE_EPOCH is no time",
        """
The environment variable SOURCE_DATE_EPOCH sets the time of every file in an archive. It is a number of seconds since
1970, from 0 to 8589934591. Without it a fixed time is used, so most people need it not.

    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) packscribe package

Set it to a number, or unset it. It is part of what identifies an archive: set it always, or never.
""",
    ),
    "PS608": (
        "Other content under the tag",
        """
The registry has this version with another tar than the one that would be published. Whoever has pulled it has that
one, so it is not overwritten.

Give the change a version of its own. To replace what is there, say why; the old digest is recorded in
`packs.lock.json` and in the report:

    packscribe publish monitoring --to oci://registry.example.com/packs --force --message "1.4.0 had no schema"
""",
    ),
    "PS609": (
        "Somebody else moved the tag",
        """
Between the plan and the end of publishing, the tag of this version came to lead to something else: two people, or two
runs of CI, publish the same version. Registries cannot be asked to compare before they write.

Find out who the other is, and make tags immutable in the registry. Then run the same command again; it says what is
there now.
""",
    ),
    "PS610": (
        "Image layout is corrupt",
        """
A folder of an `oci-layout:` destination is no image layout any more: `oci-layout` or `index.json` is missing, broken
or lists what is not there, or something else stands in the place of a file. Nothing was written into it; other packs
have layouts of their own. Whatever is damaged, the exit code is 1: the disk gives what is there, and that is wrong.

Where it is a file below `blobs/` that is missing or cut short, `publish --force --message "why"` from the same source
writes it again: same digests, nothing is replaced. Otherwise restore the folder of the pack from a copy, or delete that
whole folder and publish again; versions that the source does not have any more are lost then.
""",
    ),
    "PS611": (
        "Image layouts are being written by somebody else",
        """
Another process has held the lock of the `oci-layout:` folder for 10 seconds. Changing a layout takes milliseconds, so
it is stopped, or the disk is very slow.

Wait or end it, then run the same command again. The lock is one of the operating system on `.packscribe.lock`; it ends
with the process, and deleting the file is not needed.
""",
    ),
    "PS612": (
        "Folder cannot be written",
        """
The disk refused to read or write a file of an image layout, or a temporary archive: no permission, no room, or a
failing disk (exit code 3). Or something else stands where a folder should be (exit code 1). The message says which.
Tags lead to what they led to before.

Mend that, then run the same command again. `TMPDIR` names another folder for temporary files.
""",
    ),
    "PS613": (
        "Content is not what its digest says",
        """
What was read or was to be stored is other bytes than its digest stands for: a file was damaged, cut short, or changed
in the meantime. Nothing of it was taken.

Publish again with `--force --message "why"`: every blob of what is there is read, and a damaged one is written again
where the source gives the same bytes. Where it does not, delete the image layout of the pack and publish again. If it
happens again, check the disk.
""",
    ),
    "PS614": (
        "Blob of a manifest is missing",
        """
An image manifest was to be stored whose archive or configuration is not in the repository: somebody deleted it, or
cleaned the registry up at the same time.

Publish again: what is missing is stored first.
""",
    ),
    "PS615": (
        "What is published is not signed: it is none of ours",
        """
With `--sign`, versions that are in the registry already are signed too, where the key has not signed them yet. What the
tag leads to has not the form in which packscribe publishes packs, although it holds the same tar: nothing was attached.

Give the pack a new version and publish that, or replace what is there with `--force --message "why"`.
""",
    ),
}

REGISTRY: dict[str, tuple[str, str]] = {
    code: (title, text.strip()) for code, (title, text) in {**_PUBLISHING, **HTTP, **TRUST}.items()
}
"""Title and text of each code, by code."""
