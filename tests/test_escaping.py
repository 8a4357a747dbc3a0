"""Escaping of text: its tables, sign by sign, and what no dialect may leave on a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.prose import Bullets, Paragraph, Passage, phrase
from generator.render import Renderer
from generator.render.escaping import Escaping
from generator.render.layout import finish

_TABLES = {
    "chars": {"*": "\\*", "<": "&lt;", "é": "&eacute;", "\\": "\\\\"},
    "patterns": [["_(?!\\w)", "\\\\_"], ["(?<!\\S)=", "&#61;"]],
    "start": "-|#",
    "cell": {"|": "\\|"},
    "cell_code": {},
}
_TEXTS = st.text(st.characters(exclude_characters="\0") | st.sampled_from(" \n\t\xa0\u2028*<éÉbb\\_=-#|&;"))


@given(_TEXTS)
def test_each_sign_is_written_as_the_tables_say(text: str) -> None:
    spaced = re.sub(r"\s+", " ", text)
    places = {m.start(): "\\_" for m in re.finditer(r"_(?!\w)", spaced)}
    places |= {m.start(): "&#61;" for m in re.finditer(r"(?<!\S)=", spaced)}
    chars = {**_TABLES["chars"]}  # type: ignore[dict-item]
    expected = "".join(places.get(n) or chars.get(c, c) for n, c in enumerate(spaced))
    escaping = Escaping(_TABLES)
    assert escaping.text(text) == expected
    assert escaping.in_cell(text) == expected.replace("|", "\\|")


@given(_TEXTS)
def test_patterns_may_have_groups_and_flags(text: str) -> None:
    escaping = Escaping({**_TABLES, "chars": {}, "patterns": [[r"(b)\1", "two"], ["(?i)é", "e"]]})
    assert escaping.text(text) == re.sub("[éÉ]", "e", re.sub("bb", "two", re.sub(r"\s+", " ", text)))


@given(_TEXTS)
def test_the_start_of_a_block_is_only_special_there(text: str) -> None:
    escaping = Escaping(_TABLES)
    words = text.lstrip()
    if words[:1] in ("-", "#") and words:
        assert escaping.text(text, start=True) == f"&#{ord(words[0])};{escaping.text(words[1:])}"
    else:
        assert escaping.text(text, start=True) == escaping.text(words)


@pytest.mark.parametrize("dialect", Renderer().dialects)
def test_words_that_end_in_a_space_leave_none_at_the_end_of_a_line(dialect: str) -> None:
    words = Renderer().dialect(dialect)
    said = Paragraph(phrase("one ", "two  "))
    page = finish(words.emit(Passage((said, Bullets(((said,), (said,)))))), words.wrap)
    assert "one two" in page
    assert not [line for line in page.split("\n") if line != line.rstrip()]


def test_what_a_template_prints_is_escaped_once() -> None:
    renderer = Renderer()
    template = renderer.environment.from_string(
        "{% macro twice(x) %}{{ x }} {{ x }}{% endmacro %}{% set kept %}{{ fact }}{% endset %}"
        "{{ fact }} {{ kept }} {{ twice(fact) }} {{ fact ~ '*' }} {{ 1 }}{{ none }} {{ '<i>' | safe }}"
    )
    said = "a &lt;b>\\*"
    page = template.render(dialect=renderer.dialect("github"), fact="a <b>*")
    assert page == " ".join([said] * 4) + f" {said}\\* 1 <i>"
