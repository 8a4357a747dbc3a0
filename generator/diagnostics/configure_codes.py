"""What the codes of `configure` mean."""

from __future__ import annotations

CONFIGURE: dict[str, tuple[str, str]] = {
    "PS195": (
        "Version that the pack does not have",
        """
`configure --version` names a version that pack.yaml does not list. Left out, it is the newest.

    packscribe configure cni-azure --version 1.4.0

Take one of the versions that the help line names.
""",
    ),
    "PS196": (
        "Setting without a value, or given twice",
        """
`--set` and `--choose` take a name and a value with `=` between them, each name once.

    packscribe configure cni-azure --set pack.networkPolicy=cilium --choose plugin=azure

Quotes are for your shell only: write `--set "a.b=two words"`.
""",
    ),
    "PS197": (
        "Parameter that the version does not have",
        """
`--set` names a path that no record of this version describes, and that does not stand in its values.yaml, not even
commented out.

    packscribe configure cni-azure --set pack.networkPolcy=cilium

Correct the path. A key of your own that the pack knows nothing of goes into values.yaml by hand.
""",
    ),
    "PS198": (
        "Value that is not offered",
        """
The parameter has options, and the value is none of them in this version; or it is of another type than the
parameter; or the parameter may not be changed, or is a list or mapping, which is edited by hand.

    packscribe configure cni-azure --set pack.networkPolicy=celium

Take an option. A macro such as `{{ .spectro.var.POLICY }}` is always taken: Palette fills it in.
""",
    ),
    "PS199": (
        "Preset that cannot be switched on",
        """
No preset of this version is called so, or several are, or two were named that exclude each other because they are of
one group.

    packscribe configure hello-edge --preset inside --preset node-port

Write the preset with its group where its name alone is not enough: `--preset "Exposure:inside"`.
""",
    ),
    "PS703": (
        "Choice that the pack does not have",
        """
`--choose` names a dimension that is not among `choices` of pack.yaml. `--os` is short for `--choose os=…`, which also
packs without that choice take if something they say depends on an operating system.

Correct the name.
""",
    ),
    "PS704": (
        "Value that a choice does not take",
        """
The value is not among those of the choice, or is no number or version where it takes one, or the choice was given
several values. Only operating systems can be several, as a cluster may have node pools of each.

    packscribe configure cni-azure --os linux --os windows-2022 --choose nodes=300

Correct the value.
""",
    ),
    "PS705": (
        "Combination that does not work",
        """
A rule of the pack says of exactly this choice that it is an error. The help line tells who enforces it: the pack, the
provisioner (Cluster API), or the platform, and the error that it reports.

    packscribe configure cni-azure --set pack.networkPolicy=azure --choose plugin=kubenet

Choose something else. Where the rule itself is wrong, correct it in pack.yaml, with its source.
""",
    ),
    "PS706": (
        "Option without what it needs",
        """
The option that is chosen states in `needs` another parameter's value, and the values do not have it.

    packscribe configure cni-azure --set pack.networkDataplane=cilium

Set the other parameter as well.
""",
    ),
    "PS707": (
        "Choice to think about",
        """
A rule, a limitation, a warning or a retirement applies to exactly this choice. With `--strict` it fails.

Read what it says and where it comes from: it may ask for another choice, or only for some care.
""",
    ),
    "PS708": (
        "Values that cannot be changed by position",
        """
values.yaml is changed line by line, so that all the rest stays as it is. That is not possible where a value stands
behind an alias, in a merged mapping (`<<`), shares its line with other keys, or lies in a list.

Take values.yaml as shipped, and make the change by hand.
""",
    ),
}
