"""Default outside the options

The value of a parameter, in the values text of a version or typed as its `default`, is none of the `options` that the
version accepts. Values that Palette or Helm fills in (`{{ … }}`) and empty ones pass.

    values: |
      pack:
        policy: "nnoe"
    parameters: [{path: pack.policy, type: string, options: [{value: none, …}, {value: calico, …}], …}]

Correct the value, add the option, or widen the option's `versions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import defaults, is_macro, same, suggest
from generator.diagnostics import Diagnostic
from generator.model.selection import options_of
from generator.rules import text_of
from generator.settings import Settings

CODE = "PS213"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each default that is not offered."""
    for default in defaults(loaded):
        offered = [o.value for o in options_of(default.parameter, default.version)]
        values = default.value if isinstance(default.value, list) else [default.value]
        for value in values if offered else ():
            if value is None or is_macro(value) or any(same(value, o) for o in offered):
                continue
            path = default.parameter.path
            way_out = suggest(text_of(value), map(text_of, offered), f"add it to the options of `{path}`")
            message = f"the default of `{path}` is `{text_of(value)}`, which is no option"
            yield loaded.problem(CODE, message, default.route, way_out)
