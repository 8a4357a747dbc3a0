"""What the codes of a registry that is reached over HTTP mean (`generator/registry/oci.py`)."""

from __future__ import annotations

HTTP: dict[str, tuple[str, str]] = {
    "PS630": (
        "Address that names no registry",
        """
An address is `oci://HOST[:PORT]/BASE`. BASE is the base content path that Palette is told, and may be left out. User
names and passwords do not belong into it: addresses end up in logs.

    packscribe publish --to oci://registry.example.com/packs

Correct the address. Nothing was sent.
""",
    ),
    "PS631": (
        "Name that no registry can store",
        """
Repositories have small letters and digits with `.`, `_`, `-` between them and `/` between the parts, at most 255
characters with the base path. Tags have letters, digits, `_`, `.` and `-`, at most 128; a version with `+` cannot be
one. Registries answer 404 to other names, as if nothing were there, so they are refused before anything is sent.

Rename the pack or the version.
""",
    ),
    "PS633": (
        "Registry cannot be reached",
        """
Nothing listens at the port, or nothing answers: the registry is down, the port is another one, or a firewall is in
between. It was tried several times within 15 seconds; then everything else for this host is given up at once.

Check host and port, and try `curl https://HOST/v2/` from the same machine.
""",
    ),
    "PS634": (
        "Host that no name server knows",
        """
The name in the address has no address on the network: a slip of the pen, or a name that only another network knows.

Correct the address, or the name server of this machine.
""",
    ),
    "PS635": (
        "No trusted TLS connection",
        """
The certificate of the registry is not trusted, is for another host or has ended, or what answers speaks no TLS, or
nothing but TLS where `--plain-http` was said. What is sent over such a connection, a password among it, could be read
by others, so nothing is.

Name the certificate of your own authority with `--ca-file ca.pem`. Plain HTTP is used for this machine only, or for
any host with `--plain-http`, where everyone on the way may read and change what is sent.
""",
    ),
    "PS636": (
        "Certificate file that cannot be used",
        """
The file named by `--ca-file` is missing, cannot be read, or holds no certificate in PEM form.

Name a file that begins with `-----BEGIN CERTIFICATE-----`. `openssl x509 -inform der -in ca.der` makes one.
""",
    ),
    "PS637": (
        "Connection lost",
        """
The connection was cut before the whole answer came, again and again: the registry was stopped or crashed, or a proxy
in between gives up. A tag is written last and in one step, so it leads to the old pack or to the new one.

Run the same command again: what is there already is not sent again. If it happens with large packs only, look for
limits of time and size in the proxy.
""",
    ),
    "PS638": (
        "No answer in time",
        """
The registry took the connection and then said nothing, or so little that the time for the whole operation ran out. One
that has not answered at all yet is given up sooner, after an eighth of `--deadline`, and 15 seconds at least.

Run the same command again later: it does only what is missing.
""",
    ),
    "PS639": (
        "Login missing or wrong",
        """
The registry wants a login (401). It is looked for in this order: the options, PACKSCRIBE_USERNAME and
PACKSCRIBE_PASSWORD, and docker's config.json (REGISTRY_AUTH_FILE, DOCKER_CONFIG, or `~/.docker`) with its credential
helpers. The message says which of them was used, or that none has one for this host.

Run `docker login HOST`, or set the two variables. Passwords are never shown, and never sent to another host.
""",
    ),
    "PS640": (
        "Token service that does not work",
        """
The registry sends its clients to a token service, and that fails: it is not on https, its answer holds no token, or the
registry does not accept what it gives out. With own installations, clocks and keys of the two often differ.

Tell those who run the registry.
""",
    ),
    "PS641": (
        "Login that cannot be read",
        """
Docker's config.json is broken, a credential helper that it names is missing, fails or gives no answer for 10 seconds,
or only one of user name and password is set.

Mend it with `docker login HOST`, or set PACKSCRIBE_USERNAME and PACKSCRIBE_PASSWORD, which come first.
""",
    ),
    "PS642": (
        "No right to do that",
        """
The registry knows who you are and does not let you do that (403): usually reading is allowed and pushing is not.

Ask for the right to push to the repository that the message names.
""",
    ),
    "PS643": (
        "No such repository, or not there",
        """
The registry has no repository of that name and makes none by itself, as Amazon ECR, or what was asked for is not in it.

Create the repository first, or publish with `--create-repos`. For Amazon ECR:

    aws ecr create-repository --repository-name packs/spectro-packs/archive/monitoring
""",
    ),
    "PS644": (
        "Registry does not support that",
        """
The registry refuses a request of the OCI distribution specification (405), or does not list its repositories: many list
them for nobody.

Use a registry that follows the specification, or name the packs that you look for.
""",
    ),
    "PS645": (
        "Registry takes no signature",
        """
A signature, an SBOM or a provenance statement is a manifest that refers to the pack's, and the registry refuses such
manifests (Amazon ECR does in some cases). The pack itself is published and whole.

Publish without signing, or to another registry.
""",
    ),
    "PS646": (
        "Protected tag",
        """
A rule of the registry (immutable tags) protects the tag, and it leads to another pack than the one to be published.
Where it leads to the same one, nothing is reported, for all is well.

Publish the change as another version.
""",
    ),
    "PS647": (
        "Too large for the registry",
        """
The registry, or more often a proxy in front of it, takes no request of that size (413), not even 8 MiB at a time.

Raise the limit (nginx: `client_max_body_size`), or leave large files out of the pack.
""",
    ),
    "PS648": (
        "Upload out of step",
        """
The registry has lost an upload, or has another part of it than was sent, again and again: several machines that do not
share their uploads behind one address are the usual cause.

Run the same command again. If that does not help, tell those who run the registry.
""",
    ),
    "PS649": (
        "Too many requests",
        """
The registry asks to slow down (429). All workers wait for as long as it says, unless that is longer than the deadline
of the operation.

Wait, then run the same command again: it does only what is missing. Logging in often raises the limit.
""",
    ),
    "PS650": (
        "Registry failed",
        """
The registry answers with an error of its own (5xx), again and again.

Look into its log. Then run the same command again: it does only what is missing.
""",
    ),
    "PS651": (
        "Disk of the registry full",
        """
The registry has no space left. Trying again would not help, so it is not tried. No tag was moved.

Free space there (docker's registry: `registry garbage-collect`), then run the same command again.
""",
    ),
    "PS652": (
        "Other content than its digest says",
        """
What the registry sends or says it has stored has another digest than it must have. Either data was damaged on its way
or on a disk, or somebody changed it. What was read is thrown away.

Publish again, which stores damaged blobs anew. If it happens again, ask who runs the registry.
""",
    ),
    "PS653": (
        "Led astray",
        """
The registry leads to another place where nobody should follow: in a circle, from https to plain HTTP, to an address
that is none, or to a host that wants a login. Credentials are only ever sent to the registry that you named and to the
token service that it names over https.

Tell those who run the registry.
""",
    ),
    "PS654": (
        "No registry",
        """
What answers is something else than a registry: it speaks no HTTP, has no `/v2/`, sends an HTML page, or JSON of another
form or without end. Often a proxy or a login page stands in front.

Check host, port and base path of the address.
""",
    ),
    "PS655": (
        "Stopped",
        """
The command was stopped while it waited or sent. Uploads were cancelled, and no tag leads to half a pack.

Run the same command again: it does only what is missing.
""",
    ),
    "PS656": (
        "Registry does not know what it has taken",
        """
An image manifest is refused because of a blob that the registry has (MANIFEST_BLOB_UNKNOWN). docker's registry 2.8 does
so while another request writes to the same repository. The blob was looked for and sent again, several times.

Run the same command again. If it stays, the storage of the registry is damaged.
""",
    ),
    "PS657": (
        "Somebody else moved the tag",
        """
What was just published was read back, and the tag leads to something else: somebody publishes the same version at the
same time. Registries have no way to write a tag only where nobody else does.

Agree who publishes this pack, and make tags immutable in the registry.
""",
    ),
    "PS658": (
        "Content changed while it was sent",
        """
The file that was being sent is gone, cannot be read, or has another digest than when it was packaged. The upload was
cancelled.

Package it again, and let nothing write to it meanwhile.
""",
    ),
    "PS659": (
        "Refused by the registry",
        """
The registry refuses the request for a reason of its own. Its words, in the message, say why, where it has any.

Do what they say; for an image manifest that is refused, update the registry. Where it says nothing, its log may.
""",
    ),
}
