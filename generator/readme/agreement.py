"""Whether a documented default is the value that values.yaml has: as typed values, and silent where one cannot tell."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from generator.readme.defaults import Documented, Says


class Agreement(StrEnum):
    """How a documented default and a value agree."""

    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "cannot tell"


SAME, DIFFERENT, UNCLEAR = Agreement.SAME, Agreement.DIFFERENT, Agreement.UNCLEAR

_MACRO = re.compile(r"\{\{|\$\{|\$\(")
_TRUE, _FALSE = ("true", "yes", "on", "enabled"), ("false", "no", "off", "disabled")
_QUANTITY = re.compile(r"([+-]?\d{1,30}(?:\.\d{1,30})?)(m|k|K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?")
_SCALE = {"": Fraction(1), "m": Fraction(1, 1000), "k": Fraction(1000), "K": Fraction(1000)} | {
    unit: Fraction(1000) ** power for power, unit in enumerate("MGTPE", 2)
} | {f"{unit}i": Fraction(1024) ** power for power, unit in enumerate("KMGTPE", 1)}  # fmt: skip
_DURATION = re.compile(r"(?:\d{1,20}(?:\.\d{1,20})?(?:ns|us|µs|ms|s|m|h|d)){1,9}")
_SPAN = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(ns|us|µs|ms|s|m|h|d)")
_SECONDS = {"s": Fraction(1), "m": Fraction(60), "h": Fraction(3600), "d": Fraction(86400)} | {
    unit: Fraction(1, 10**power) for unit, power in (("ms", 3), ("us", 6), ("µs", 6), ("ns", 9))
}
_STAND_IN = re.compile(
    r"x{3,}|\*{3,}|<.*>|change[_-]?me|your[_-].*|example|placeholder|redacted|.*xxxx.*", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:chart|helm|upstream|default|defaults|override|overridden|if|when|unless|except|on|for|in|otherwise|else|or|but"
    r"|was|until|since|before|see)\b", re.IGNORECASE
)  # fmt: skip


def agreement(said: Documented, real: object) -> Agreement:
    """Take what a cell says and the value that stands in values.yaml; return how they agree."""
    if _same_text(said.text, real) and said.says is not Says.NOTHING:
        return SAME
    if said.says is Says.NOTHING:
        return SAME if is_empty(real) else UNCLEAR
    if said.says is Says.EMPTY:
        return SAME if is_empty(real) else UNCLEAR if real is False or real == 0 else _unless_remarked(said)
    if said.says is not Says.VALUE:
        return UNCLEAR
    scalar = isinstance(real, str) and not isinstance(said.value, (dict, list))
    found = _compared(said.text if scalar else said.value, real, said.code)  # as a number, `1.10` would be `1.1`
    return _unless_remarked(said) if found is DIFFERENT else found


def is_empty(value: object) -> bool:
    """Tell whether *value* is null, an empty text, or a collection of nothing but such."""
    if isinstance(value, dict):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _unless_remarked(said: Documented) -> Agreement:
    """Say different, unless a remark beside the value restricts it: `10` (if `hpa.enabled`)."""
    return UNCLEAR if _CONDITION.search(said.remark) or len(said.remark) > 60 else DIFFERENT


def _compared(said: object, real: object, literal: bool) -> Agreement:
    if is_empty(real):
        bare = str(said).lower() in ("0", *_FALSE) or is_empty(said) or (isinstance(said, str) and _is_stand_in(said))
        return (SAME if is_empty(said) else UNCLEAR) if bare else DIFFERENT
    if is_empty(said):
        return UNCLEAR if real is False or real == 0 else DIFFERENT
    if isinstance(real, dict):
        return _mappings(said, real, literal) if isinstance(said, dict) else UNCLEAR
    if isinstance(real, list):
        return _lists(said if isinstance(said, list) else _listed(said), real, literal)
    if isinstance(said, (dict, list)):
        return _lists(said, [real], literal) if isinstance(said, list) and len(said) == 1 else UNCLEAR
    if isinstance(real, bool) or isinstance(said, bool):
        return _switches(said, real)
    if isinstance(real, (int, float)):
        return _numbers(said, real, literal)
    return _texts(said, str(real), literal)


def _switches(said: object, real: object) -> Agreement:
    left, right = _truth(said), _truth(real)
    if left is None or right is None:
        return UNCLEAR
    return SAME if left is right else DIFFERENT


def _truth(value: object) -> bool | None:
    low = str(value).strip().lower()
    return True if low in _TRUE else False if low in _FALSE else None


def _numbers(said: object, real: float, literal: bool) -> Agreement:
    if isinstance(said, (int, float)):
        return SAME if said == real else DIFFERENT
    text = str(said).strip().replace(",", "").replace("_", "")
    size = _size(text)
    if size is not None:
        return SAME if math.isfinite(real) and size == Fraction(str(real)) else DIFFERENT
    return UNCLEAR if not literal or text[:1].isdigit() else DIFFERENT


def _texts(said: object, real: str, literal: bool) -> Agreement:
    text, bare = str(said).strip(), real.strip()
    if _same_text(text, bare):
        return SAME
    if _MACRO.search(bare):
        return UNCLEAR if text.lower() in bare.lower() else DIFFERENT  # `${LEVEL:-info}` falls back on `info`
    left, right = _size(text), _size(bare)
    if left is not None and right is not None:
        return (SAME if _is_unit(text, bare) else UNCLEAR) if left == right else DIFFERENT
    spans = _seconds(text), _seconds(bare)
    if None not in spans:
        return SAME if spans[0] == spans[1] else DIFFERENT
    if (left is None) is not (right is None) and None not in (_leading(text), _leading(bare)):
        return UNCLEAR if _leading(text) == _leading(bare) else DIFFERENT  # a unit is left out
    if _is_stand_in(text) or (text.lower() == bare.lower() and not literal) or _alike(text, bare):
        return UNCLEAR
    return DIFFERENT


def _alike(text: str, real: str) -> bool:
    """Tell whether two texts mean the same: an address with a slash, an image with Docker Hub's own name."""
    left, right = (re.sub(r"\A(?:index\.)?docker\.io/(?:library/)?", "", some.strip("/. ")) for some in (text, real))
    return left == right


def _mappings(said: Mapping[str, object], real: Mapping[str, object], literal: bool) -> Agreement:
    found = [_compared(said[key], real[key], literal) for key in said if key in real]
    extra = [key for key in said if key not in real and not is_empty(said[key])]
    if extra or DIFFERENT in found:
        return DIFFERENT
    left = [key for key in real if key not in said and not is_empty(real[key])]
    return UNCLEAR if left or UNCLEAR in found else SAME


def _lists(said: object, real: Sequence[object], literal: bool) -> Agreement:
    if not isinstance(said, list):
        return UNCLEAR
    if len(said) == len(real):
        found = [_compared(one, other, literal) for one, other in zip(said, real, strict=True)]
        if DIFFERENT not in found:
            return UNCLEAR if UNCLEAR in found else SAME
        if sorted(map(str, said)) == sorted(map(str, real)):
            return UNCLEAR  # for most lists, the order says nothing
    return DIFFERENT


def _listed(said: object) -> object:
    """Return the items of a list written as text; None where they need not be all of it."""
    items = [item.strip().strip("\"'") for item in str(said).split(",")]
    return items if len(items) > 1 else None


def _same_text(text: str, real: object) -> bool:
    """Tell whether *text* is how *real* is written, whatever its blanks, quotes and escaped line ends."""
    if isinstance(real, (dict, list)) or real is None:
        return False
    shown = str(real).lower() if isinstance(real, bool) else str(real)
    if text == shown:
        return True
    return bool(text) and _squeezed(text) == _squeezed(shown)


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\\n", " ").split()).strip("\"'“” ")


def _size(text: str) -> Fraction | None:
    """Return the number of a Kubernetes quantity: `1Gi` is `1024Mi`, and is not `1G`."""
    found = _QUANTITY.fullmatch(text)
    return Fraction(found[1]) * _SCALE[found[2] or ""] if found else None


def _is_unit(text: str, real: str) -> bool:
    """Tell whether one of two equal quantities has a unit: `1.10` and `1.1` may be versions."""
    return text[-1:].isalpha() or real[-1:].isalpha()


def _seconds(text: str) -> Fraction | None:
    if not _DURATION.fullmatch(text):
        return None
    return sum((Fraction(count) * _SECONDS[unit] for count, unit in _SPAN.findall(text)), Fraction(0))


def _leading(text: str) -> str | None:
    found = re.fullmatch(r"(\d{1,30}(?:\.\d{1,30})?)(?:\s{0,3}[A-Za-z%]{1,12})?", text)
    return found[1] if found else None


def _is_stand_in(text: str) -> bool:
    return _STAND_IN.fullmatch(text.strip()) is not None
