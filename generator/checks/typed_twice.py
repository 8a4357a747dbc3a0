"""Default typed although it stands in the values

A fact is typed once: where the key is live in values.yaml its value is the default, so a `default` in the record
would be a second one, and sooner or later a different one.

    values: |
      pack:
        policy: "none"
    parameters: [{path: pack.policy, type: string, default: none, …}]

Remove `default`. It is for keys that are commented out or left to the chart.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import live
from generator.diagnostics import Diagnostic
from generator.model.selection import parameters_of
from generator.settings import Settings

CODE = "PS216"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each typed default that no version needs."""
    pack = loaded.pack
    for index, parameter in enumerate(pack.parameters):
        if "default" not in parameter.model_fields_set:
            continue
        versions = [v for v in pack.versions if any(p is parameter for p in parameters_of(pack, v))]
        if versions and all(live(loaded, v, parameter.path) for v in versions):
            message = f"the default of `{parameter.path}` is typed, and stands in the values as well"
            way_out = "remove `default`: it is read from the values"
            yield loaded.problem(CODE, message, ("parameters", index, "default"), way_out, key=True)
