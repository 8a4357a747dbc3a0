"""The kinds of change: a stable code each, what it is called, and what it means for people who run the pack.

What decides the impact stands in `rules`; `explained` puts both together, for `packscribe explain` and the docs page.
"""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "PS300": (
        "Pack added",
        """
A pack that the base does not have. Its facts are all new, so none of them is told.
""",
    ),
    "PS301": (
        "Pack removed",
        """
Cluster profiles that use the pack get no further version of it.
""",
    ),
    "PS302": (
        "Version added",
        """
A version that the base does not have. It is compared with the version before it: the impact is that of the change
between the two that asks the most, and `--gate` asks whether the step of the version says so.
""",
    ),
    "PS303": (
        "Version removed",
        """
Cluster profiles that name the version can no longer be deployed with it.
""",
    ),
    "PS304": (
        "Lifecycle of a version changed",
        """
The days on which a version is deprecated, disabled and deleted, or the end of life in its pack.json. What ends
later asks nothing of anybody; what ends earlier than was said does.
""",
    ),
    "PS305": (
        "Layer changed",
        """
The pack fills another layer of a cluster profile: profiles that have it do not fit.
""",
    ),
    "PS306": (
        "Clouds changed",
        """
The clouds on which the pack can be used.
""",
    ),
    "PS307": (
        "Architectures or FIPS changed",
        """
The processors that the pack is for, or whether a FIPS build exists.
""",
    ),
    "PS308": (
        "Name or description changed",
        """
How the pack is called, described and grouped. Nothing runs differently.
""",
    ),
    "PS309": (
        "Page changed",
        """
How the pages are listed, found and illustrated: category, tags, redirects, tabs, and the logo, by name or content. A
logo that an archive holds is told as a file of the archive (PS333).
""",
    ),
    "PS310": (
        "Parameter added",
        """
A parameter that the base does not have, with its key in values.yaml if that came too.
""",
    ),
    "PS311": (
        "Parameter removed",
        """
Values that set it have no effect any more, and nothing tells.
""",
    ),
    "PS312": (
        "Parameter renamed",
        """
The same record, type, description and options, stands at another path. Values that set the old path have no effect
any more.
""",
    ),
    "PS313": (
        "Type of a parameter changed",
        """
Values of the old type are refused, or understood differently.
""",
    ),
    "PS314": (
        "Default changed",
        """
The value that a documented parameter has where nobody sets it. It is read from values.yaml at the path of the
parameter, for each version that both sides have. Who relied on it gets other behavior.
""",
    ),
    "PS315": (
        "Option added",
        """
A parameter accepts one more value.
""",
    ),
    "PS316": (
        "Option removed",
        """
A value that a parameter accepted is refused now.
""",
    ),
    "PS317": (
        "List of allowed values set or lifted",
        """
A parameter that took any value of its type accepts those of a list only, or the other way round: breaking where the
list is new, else feature.
""",
    ),
    "PS318": (
        "What an option does changed",
        """
The engine behind an option, or what else has to be set for it.
""",
    ),
    "PS319": (
        "Parameter required or read-only",
        """
Whether users must set a parameter, or may not.
""",
    ),
    "PS320": (
        "Format of a parameter changed",
        """
What Palette accepts in the input field, and the hints beside it.
""",
    ),
    "PS321": (
        "Lifecycle of a parameter changed",
        """
Since when it exists, when it is deprecated or goes, what replaces it.
""",
    ),
    "PS322": (
        "Record has another id",
        """
Words stand under another id, an anchor that links may name. They are the same.
""",
    ),
    "PS323": (
        "Record is for other versions",
        """
The range of versions of a record: breaking where a version that both sides have loses a parameter, option or
preset, feature where one gains it, docs for words, none where no such version is concerned.
""",
    ),
    "PS325": (
        "Value added",
        """
A key of values.yaml that no parameter documents; a block counts once.
""",
    ),
    "PS326": (
        "Value removed",
        """
Values that set the key have no effect any more; a block counts once.
""",
    ),
    "PS327": (
        "Value changed",
        """
What a key of values.yaml has where nobody sets it: a default that no record documents.
""",
    ),
    "PS328": (
        "Value or block moved",
        """
The same content stands under another key. It is told once, however many values are in it, and so is a renamed block
with a few changes in it. Values that set the old keys have no effect any more.
""",
    ),
    "PS329": (
        "Comments of values changed",
        """
Only comments of values.yaml differ, or how they are generated.
""",
    ),
    "PS330": (
        "Form of files changed",
        """
The same data in other quotes, line ends or order, or a file that is left out.
""",
    ),
    "PS331": (
        "Images changed",
        """
The images that a version brings, in `pack.content.images` or by a key that names one.
""",
    ),
    "PS332": (
        "Charts or manifests changed",
        """
The Helm charts and Kubernetes manifests in the archive, by name and content.
""",
    ),
    "PS333": (
        "File of the archive changed",
        """
Another file that the archive holds; docs where it is the logo.
""",
    ),
    "PS335": (
        "Preset added",
        """
A named change of values that users can switch on.
""",
    ),
    "PS336": (
        "Preset removed",
        """
Cluster profiles that have it on no longer get its values.
""",
    ),
    "PS337": (
        "What a preset does changed",
        """
The values that it adds or takes out.
""",
    ),
    "PS338": (
        "Presets that are on changed",
        """
Which presets are on where nobody chooses: a default.
""",
    ),
    "PS339": (
        "Name or form of a preset changed",
        """
What a preset is called on the screen, or how its YAML is written.
""",
    ),
    "PS340": (
        "Dependency added",
        """
Another pack that has to be in the profile, may be, or must not be.
""",
    ),
    "PS341": (
        "Dependency removed",
        """
Another pack is no longer asked for.
""",
    ),
    "PS342": (
        "Dependency changed",
        """
Which versions of another pack do, or what the dependency means.
""",
    ),
    "PS343": (
        "Demand for resources changed",
        """
What the cluster has to offer.
""",
    ),
    "PS345": (
        "Capability changed",
        """
What an engine can do on an operating system, as the matrix has it.
""",
    ),
    "PS346": (
        "Capability stated",
        """
A cell of the matrix that the base does not have.
""",
    ),
    "PS347": (
        "Capability no longer stated",
        """
A cell of the matrix is gone.
""",
    ),
    "PS348": (
        "Matrix or row added or removed",
        """
Statements about a capability come or go: the capability itself may stay.
""",
    ),
    "PS350": (
        "Limitation added",
        """
Something does not work, or only so far.
""",
    ),
    "PS351": (
        "Limitation removed",
        """
Something works now.
""",
    ),
    "PS352": (
        "Limitation changed",
        """
How binding it is, or what it applies to.
""",
    ),
    "PS353": (
        "Warning added",
        """
Something that must not be overlooked is said.
""",
    ),
    "PS354": (
        "Warning removed",
        """
A warning is no longer given.
""",
    ),
    "PS355": (
        "Warning changed",
        """
How it looks, what it applies to, or where it stands.
""",
    ),
    "PS356": (
        "Rule added",
        """
A combination of choices has a consequence.
""",
    ),
    "PS357": (
        "Rule removed",
        """
A combination of choices has no consequence any more.
""",
    ),
    "PS358": (
        "Rule changed",
        """
When it speaks, what it says, or who enforces it.
""",
    ),
    "PS359": (
        "Retirement added",
        """
The end of something is announced.
""",
    ),
    "PS360": (
        "Retirement removed",
        """
Something does not end after all.
""",
    ),
    "PS361": (
        "Retirement changed",
        """
When something ends, or what.
""",
    ),
    "PS362": (
        "Engine added",
        """
Something new enforces or provides the pack's function. Its cells come with it.
""",
    ),
    "PS363": (
        "Engine removed",
        """
What it enforced or provided is gone, its cells of the matrix with it.
""",
    ),
    "PS364": (
        "Engine changed",
        """
The operating systems it runs on, or whether it is recommended.
""",
    ),
    "PS365": (
        "Operating system added or removed",
        """
breaking where it is removed, else feature.
""",
    ),
    "PS366": (
        "Choice changed",
        """
A dimension in which clusters differ, for rules and the configurator.
""",
    ),
    "PS367": (
        "Procedure or guide changed",
        """
Steps that people follow.
""",
    ),
    "PS368": (
        "Words changed",
        """
Prose only: nothing runs differently.
""",
    ),
    "PS369": (
        "Sources changed",
        """
Where facts come from, links for the reader, and conflicts between sources.
""",
    ),
    "PS370": (
        "Order of a list changed",
        """
What is listed is the same. Pages show it in another order.
""",
    ),
    "PS371": (
        "Generated files changed though no fact did",
        """
A template, a setting such as `as_of`, or packscribe itself changed, and with it what is compiled from the same
pack.yaml, or what is made of all packs together, which belongs to no pack: fix where an artifact other than the README
differs, else docs.
""",
    ),
    "PS373": (
        "Other content of pack.json changed",
        """
Annotations, Ansible roles, keys of its own, the order of its keys.
""",
    ),
    "PS374": (
        "Constraint of schema.yaml changed",
        """
breaking where a constraint is new or another, else feature.
""",
    ),
}
"""Title and text of each kind, by code."""

KINDS = {code: (title, text.strip()) for code, (title, text) in KINDS.items()}
