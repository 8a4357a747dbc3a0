"""values.yaml: the text of the source, with each parameter's record above its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.artifacts.notice import notice
from generator.artifacts.plain_prose import paragraphs
from generator.artifacts.schema_yaml import option_text
from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.scalars import Confidence
from generator.model.selection import is_deprecated, options_of, parameters_of
from generator.model.versions import Version
from generator.values import ENABLED_PRESETS, insert_comments, parse_path

_LINE_FEED = re.compile(r"(?<!\r)\n")
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# How options are introduced that no document of Palette confirms; all others are simply supported.
_DOUBTFUL = {
    Confidence.INFERRED: "Inferred, not documented by Palette",
    Confidence.UNVERIFIED: "Not verified",
}


def values_yaml(pack: Pack, version: Version, text: str) -> str:
    """Take a pack, one of its versions and that version's values text; return its values.yaml.

    With `comments: verbatim` that is the text itself. Line ends are those the version states.
    """
    return _described(pack, version, text, notice(pack, version))


def pasted_values(pack: Pack, version: Version, text: str) -> str:
    """Take the same; return what a user edits and pastes into Palette: values.yaml without the notice."""
    return _described(pack, version, text, [])


def _described(pack: Pack, version: Version, text: str, header: list[str]) -> str:
    if version.newline == "crlf":
        text = _LINE_FEED.sub("\r\n", text)
    if version.comments == "verbatim":
        return text
    comments = {parse_path(parameter.path): record(parameter, version) for parameter in parameters_of(pack, version)}
    return insert_comments(_with_presets(text, version), comments, header)


def named_presets(names: Iterable[str]) -> str:
    """Return the names of presets as Palette's line of them lists them."""
    return _NOT_IN_A_LINE.sub(" ", ",".join(names))


def record(parameter: Parameter, version: Version) -> list[str]:
    """Return what the comment above a parameter says in *version*, one paragraph a line, as plain text."""
    return [*paragraphs(parameter.description), *_options(parameter, version), *_state(parameter, version)]


def _options(parameter: Parameter, version: Version) -> Iterator[str]:
    options = options_of(parameter, version)
    supported = [option for option in options if option.confidence not in _DOUBTFUL]
    if len(supported) == 1:
        yield f"The only supported value is {_listed(supported)}."
    elif supported:
        yield f"Supported values are {_listed(supported)}."
    for confidence, words in _DOUBTFUL.items():
        if doubtful := [option for option in options if option.confidence is confidence]:
            yield f"{words}: {_listed(doubtful)}."


def _listed(options: Sequence[Option]) -> str:
    return ", ".join(map(_option, options))


def _option(option: Option) -> str:
    needs = ", ".join(f"{path}: {_shown(value)}" for path, value in option.needs.items())
    return f"{_shown(option.value)} (needs {needs})" if needs else _shown(option.value)


def _shown(value: object) -> str:
    return "null" if value is None else option_text(value) or '""'


def _state(parameter: Parameter, version: Version) -> Iterator[str]:
    life = parameter.lifecycle
    if parameter.required:
        yield "Required."
    if parameter.readonly:
        yield "Read-only."
    instead = f"; use {life.replacement} instead" if life.replacement else ""
    if is_deprecated(parameter, version):
        yield f"Deprecated since {life.deprecated}{instead}."
        instead = ""
    if life.removed:
        yield f"Removed in {life.removed}{instead}."


def _with_presets(text: str, version: Version) -> str:
    """Return *text* with Palette's line of enabled presets as its first, in place of one that is there."""
    if not version.enabled_presets:
        return text
    names = named_presets(version.enabled_presets)
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in text or version.newline == "crlf" else "\n"
    if text.startswith(ENABLED_PRESETS):
        text = text.partition("\n")[2]
    return f"{bom}{ENABLED_PRESETS} {names}{newline}{text}"
