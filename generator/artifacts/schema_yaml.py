"""schema.yaml: what Palette asks of the values a user enters, in its constraint mini-language."""

from __future__ import annotations

from generator.artifacts.notice import notice
from generator.model.pack import Pack
from generator.model.parameters import Parameter, ParameterType
from generator.model.selection import options_of, parameters_of
from generator.model.versions import Output, Version
from generator.palette_schema import Constraint, parse, template, unsafe
from generator.yaml_text import scalar

_FORMATS = {
    ParameterType.BOOLEAN: "${boolean}",
    ParameterType.INTEGER: "${number}",
    ParameterType.NUMBER: "${number}",
    ParameterType.STRING: "${string}",
}


def schema_yaml(pack: Pack, version: Version) -> str | None:
    """Take a pack and one of its versions; return its schema.yaml, none where there is nothing to say.

    What the language cannot carry is left out here; `unsayable` tells a check about it.
    """
    if isinstance(version.schema_text, str):
        return version.schema_text
    if Output.SCHEMA in version.omit:
        return None
    lines: list[str] = []
    for parameter in parameters_of(pack, version):
        if said := template(constraint_of(parameter, version)):
            lines += [f"{scalar(parameter.path)}:", f"  schema: '{said}'"]
    return "\n".join([*notice(pack, version, "# "), *lines]) + "\n" if lines else None


def constraint_of(parameter: Parameter, version: Version) -> Constraint:
    """Return what schema.yaml says of *parameter*: its own format, else its options, else its type."""
    return Constraint(
        name=parameter.path,
        format=parameter.format or _list_of(parameter, version) or _FORMATS.get(parameter.type, ""),
        hints=parameter.hints,
        required=parameter.required,
        readonly=parameter.readonly,
    )


def unsayable(parameter: Parameter, version: Version) -> list[tuple[str, str]]:
    """Return what schema.yaml cannot say of *parameter*: each text with the reason, formats that do not parse too."""
    found = [(hint, reason) for hint in parameter.hints if (reason := unsafe(hint))]
    if parameter.format and (reason := unsafe(parameter.format)):
        found.append((parameter.format, reason))
    elif parameter.format and not isinstance(read := parse(template(Constraint(format=parameter.format))), Constraint):
        found.append((parameter.format, read.message))
    for option in options_of(parameter, version):
        text = option_text(option.value)
        if not parameter.format and not _listable(text):
            found.append((text, "cannot be an option of a Palette list"))
    return found


def option_text(value: object) -> str:
    """Return an option's value as a text of YAML shows it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _list_of(parameter: Parameter, version: Version) -> str:
    values = [option_text(option.value) for option in options_of(parameter, version)]
    if not values or not all(map(_listable, values)) or parameter.type is ParameterType.BOOLEAN:
        return ""
    return f"${{list:[{','.join(values)}]}}"


def _listable(text: str) -> bool:
    return bool(text.strip()) and text == text.strip() and not unsafe(text) and not set(text) & set(",[]{}")
