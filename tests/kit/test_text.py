"""Text for search and for order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilts.kit.text import fold, order_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bērziņa-Kalniņa", "berzina-kalnina"),
        ("ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz"),
        ("  Anna \u00a0 Ozola\n", "anna ozola"),
        ("Łukasz Øster", "lukasz oster"),
        ("Вера", "вера"),
        ("", ""),
    ],
)
def test_capitals_diacritics_and_extra_spaces_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_letter_and_its_mark_typed_apart_are_one() -> None:
    assert fold("a\u0304") == fold("ā") == "a"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aābcčdeēfgģhiījkķlļmnņoprsštuūvzž AĀČĒĢĪĶĻŅŠŪŽ"))
def test_capitals_never_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


def test_names_stand_in_the_order_of_the_latvian_alphabet() -> None:
    names = [
        "Aizkraukle",
        "Ādaži",
        "Balvi",
        "Cēsis",
        "Čakste",
        "Kandava",
        "Krāslava",
        "Ķekava",
        "Līvāni",
        "Zilupe",
        "Žīguri",
    ]
    assert sorted(reversed(names), key=order_key) == ["Ādaži", *[name for name in names if name != "Ādaži"]]
