"""Example outside the options

The `example` of a parameter is a value that none of its `options` offers: a reader who copies it gets an error.

    {path: pack.policy, type: string, options: [{value: none, …}, {value: calico, …}], example: calcio, …}

Correct the example, or add the option.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import is_macro, same, suggest
from generator.diagnostics import Diagnostic
from generator.rules import text_of
from generator.settings import Settings

CODE = "PS214"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each example that is not offered."""
    for index, parameter in enumerate(loaded.pack.parameters):
        offered = [o.value for o in parameter.options]
        values = parameter.example if isinstance(parameter.example, list) else [parameter.example]
        for value in values if offered else ():
            if value is not None and not is_macro(value) and not any(same(value, o) for o in offered):
                message = f"the example of `{parameter.path}` is `{text_of(value)}`, which is no option"
                way_out = suggest(text_of(value), map(text_of, offered), "add it to the options")
                yield loaded.problem(CODE, message, ("parameters", index, "example"), way_out)
