"""`{{ … }}` in values text belongs to Palette or Helm: here it is text, whatever stands between the braces.

YAML would read an unquoted `{{ .x }}` as a mapping in a mapping and fail at `{{ .x }}/path`. So every
character in the braces that means something to YAML is exchanged, one for one, for a private one before
parsing, and exchanged back in the scalars. Positions stay what they were.
"""

from __future__ import annotations

import re

# A backslash or '' belongs to the quotes around it ("{{ \"x\" }}"): those are left for YAML to undo.
# A macro never holds another, which also keeps the search linear.
_MACRO = re.compile(r"\{\{(?:(?!\}\}|\{\{|'')[^\\\r\n\x85\u2028\u2029])*\}\}+")
_PRIVATE = 0xF0000
_HIDE = {code: _PRIVATE + code for code in range(0x20, 0x7F) if not chr(code).isalnum()}
_SHOW = {private: code for code, private in _HIDE.items()}
_TAKEN = re.compile(f"[{chr(_PRIVATE)}-{chr(_PRIVATE + 0x7F)}]")


def hide(text: str) -> str:
    """Return *text* with its macros made harmless; unchanged if it has none or has private characters."""
    if "{{" not in text or keeps_macros(text):
        return text
    return _MACRO.sub(lambda found: found[0].translate(_HIDE), text)


def keeps_macros(text: str) -> bool:
    """Tell whether the macros of *text* are not hidden, because it has private characters of its own."""
    return not text.isascii() and _TAKEN.search(text) is not None


def show(text: str) -> str:
    """Return a scalar of a text that went through `hide` as it was written."""
    return text if text.isascii() else text.translate(_SHOW)
