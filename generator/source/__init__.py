"""YAML with positions: bytes of a file in, plain data out, and a place for every value.

Knows nothing of packs. The only room that imports PyYAML. Hostile input (bombs, deep nesting, control
characters, binary) ends as diagnostics with the codes PS001 to PS028.
"""

from generator.source.characters import decode
from generator.source.document import Document, Route
from generator.source.limits import PACK, VALUES, Limits
from generator.source.loading import Loaded, load, load_file, parse_values
from generator.source.places import Origin

__all__ = [
    "PACK",
    "VALUES",
    "Document",
    "Limits",
    "Loaded",
    "Origin",
    "Route",
    "decode",
    "load",
    "load_file",
    "parse_values",
]
