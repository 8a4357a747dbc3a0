"""What the codes of keys, signatures, `verify` and `pull` mean."""

from __future__ import annotations

TRUST: dict[str, tuple[str, str]] = {
    "PS660": (
        "Key file cannot be read",
        """
The file that `--sign` or `--key` names is not there, is no plain file, may not be read, or is larger than any key.

Check its path and its permissions. Keys come from files only: nothing of a key stands on a command line.
""",
    ),
    "PS661": (
        "No key that signs or verifies packs",
        """
A private key signs (`--sign`), and the public key that belongs to it verifies (`--key`), both in PEM form: ECDSA on
the curve P-256, which cosign and Sigstore's verifiers take, or Ed25519. Other kinds, certificates, a public key where
a private one belongs, and cosign's own encrypted form are none.

    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -out pack.key
    openssl pkey -in pack.key -pubout -out pack.pub

Make a key so, or name the right file.
""",
    ),
    "PS662": (
        "Passphrase missing or wrong",
        """
The private key is encrypted. Its passphrase comes from the environment, so that it stands in no command line, log or
file: PACKSCRIBE_KEY_PASSWORD is empty, or holds another one.

    read -rs PACKSCRIBE_KEY_PASSWORD && export PACKSCRIBE_KEY_PASSWORD

Set it, and run the same command again.
""",
    ),
    "PS663": (
        "Signatures need another package",
        """
Signing and verifying signatures need the Python package `cryptography`, which comes with the extra `sign`. All else
works without it, `packscribe verify` without `--key` too.

    pip install 'packscribe[sign]'
""",
    ),
    "PS664": (
        "No reference to a pack",
        """
`verify`, `pull` and `diff` take a pack and its version, behind a destination as `publish --to` has it:

    oci://registry.example.com/packs/monitoring:1.4.0
    oci-layout:dist/registry#monitoring:1.4.0
    oci://registry.example.com/packs/monitoring@sha256:…

The path `spectro-packs/archive`, below which all packs lie, may be written before the name or left out.
""",
    ),
    "PS665": (
        "No such pack in the registry",
        """
There is no such pack at the destination, or it has no such version.

`packscribe registry ls DEST` lists what is there. Check the base path: packs of another one are not found.
""",
    ),
    "PS666": (
        "Not the image manifest of a pack",
        """
What the tag leads to is not what Palette reads as a pack: an image manifest with the configuration of ORAS v1.0.0 and
one blob, the archive, with its bare file name as title. Or its bytes are not those of its digest.

    manifest: it has a configuration of another type than application/vnd.unknown.config.v1+json

Bytes that are damaged in an `oci-layout:` folder are written again by `packscribe publish --force --message "why"` from
the same source; in a registry, delete the version first. Newer versions of ORAS write another layout. `packscribe
publish` writes the one that Palette's documentation asks for.
""",
    ),
    "PS667": (
        "Archive that must not be used",
        """
The archive is not what its digest says, is cut short, is no gzipped tar, or has something in it that would harm who
unpacks it: a path that leads elsewhere, a link, a device, bytes behind its end, gigabytes in a few bytes.

    archive: it has a link in it: `monitoring-1.4.0/values.yaml`

Do not unpack it. Ask who publishes it, or publish the version again: in an `oci-layout:` folder
`packscribe publish --force --message "why"` writes damaged blobs anew; in a registry, delete the version first.
""",
    ),
    "PS668": (
        "Another pack under this name",
        """
The archive is whole, but it is that of another pack or version: pack.json, or the file name in the image manifest,
says something else than the repository and the tag.

    archive: its pack.json is that of 'monitoring' '1.3.0'

Somebody has moved the tag or pushed the wrong file. `--force --message` of `publish` puts the right one there.
""",
    ),
    "PS669": (
        "Another tar than the image manifest says",
        """
packscribe writes the digest of the uncompressed tar into the image manifest. The tar in the archive has another one:
the manifest was made for other content.

Do not use it. Ask who publishes it, or publish the version again.
""",
    ),
    "PS670": (
        "Not signed",
        """
`--key` was given, and no signature is attached to the image manifest, in neither form: no Sigstore bundle refers to
it, and there is no tag `sha256-….sig`. Whoever may push to the registry could have put this pack there.

Ask its publisher. If that is you, publish with `--sign KEY`. Copying between registries loses signatures unless what
refers to a manifest is copied too (`oras cp -r`).
""",
    ),
    "PS671": (
        "Signature that proves nothing",
        """
There is a signature, and it is not one of this image manifest by the key that was given: it is by another key, about
another manifest, or something was changed after signing.

    signature: signed by the key 3q2+7w==…, not by the key that is given

If `--key` names the right publisher's key, do not use the pack before its publisher has explained it.
""",
    ),
    "PS672": (
        "Bill of materials of something else",
        """
The bill of materials (CycloneDX) that is attached is about another pack, lists something else than what is in the
archive, or is not the one that the provenance names.

Do not rely on it. Delete it in the registry, and publish the version again.
""",
    ),
    "PS673": (
        "Provenance of something else",
        """
The statement of where the pack comes from is about another image manifest or tar, or a key was given and it is not
signed by it, so anybody could have attached it.

Do not rely on it. Delete it in the registry, and publish the version again with `--sign KEY`.
""",
    ),
    "PS674": (
        "The source makes another pack",
        """
The pack was built again from the source here, and it is another one: the message names the files that differ, and
those of the source that were others when it was published. With `--source NAME` it is an error as well if there is
nothing to build.

    source: a rebuild differs in `values.yaml`; changed since it was made: `packs/monitoring/pack.yaml`

Check out the revision that the provenance names, and verify again. If the source is right, publish a new version.
""",
    ),
    "PS675": (
        "Something strange is attached",
        """
Something that calls itself a signature, a bill of materials or a statement is attached to the pack and cannot be
read: broken JSON, wrong base64, too large, too deep, not what its digest says. It proves nothing and was left out.

Whoever may push to a registry may attach anything. Find out who did, or delete it.
""",
    ),
    "PS676": (
        "Something else stands in the way",
        """
`pull` would write a file or folder where another one stands, which is not what the registry has. It never writes
over anything.

Move it away, or name another folder with `-o`.
""",
    ),
}
