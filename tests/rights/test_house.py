"""Nothing held is forgotten: every table that can say something of a person is answered for by a room."""

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from tilts.access.models import Folder
from tilts.cases.models import Case
from tilts.kit.holdings import HOLDINGS
from tilts.kit.redaction import GONE, only_takes_away, strike
from tilts.people.models import Person
from tilts.sealing.fields import sealed_fields

NOT_OF_A_PERSON = {
    "trace.Alert": "about a colleague's doings in the trace; the finding names no client",
    "cases.Case": "declared by the room of the cases",
    "rights.Breach": "about an event in the organisation; names do not belong there",
}


def can_tell(model):
    """Whether a table may say something of a person: it points at one, lies in a file, or has sealed texts."""
    keys = [field.related_model for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return bool(sealed_fields(model)) or any(key in (Person, Folder, Case) for key in keys)


def test_every_table_that_can_tell_of_a_person_is_answered_for():
    answered = {table for one in HOLDINGS.values() for table in one.tables}
    ours = [model for model in apps.get_models() if model.__module__.startswith("tilts.")]
    missing = {model._meta.label for model in ours if can_tell(model) and model not in answered}
    assert missing - set(NOT_OF_A_PERSON) == set(), "declare it in the room's holdings.py"


def test_every_free_text_of_a_declared_table_is_emptied_or_known():
    for one in HOLDINGS.values():
        for texts in one.texts:
            fields = {field.name for field in texts.table._meta.concrete_fields}
            assert set(texts.fields) <= fields, texts.table


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Anna zvanīja.", f"{GONE} zvanīja."),
        ("Teicu Annai, ka Annas dēls nāks.", f"Teicu {GONE}, ka {GONE} dēls nāks."),
        ("Tel. +371 20 998 877", f"Tel. {GONE}"),
        ("Bērziņas kundze un berzins", f"{GONE} kundze un berzins"),
        ("anna@example.lv rakstīja", f"{GONE} rakstīja"),
        ("Annatatjanovna", "Annatatjanovna"),
    ],
)
def test_a_name_is_struck_out_in_its_endings_and_a_number_however_written(text, left):
    words = ["Anna Bērziņa", "20998877", "anna@example.lv"]
    assert strike(text, words) == left


@given(st.text(max_size=200), st.lists(st.text(min_size=2, max_size=12), max_size=4))
def test_striking_out_only_ever_takes_away(text, words):
    assert only_takes_away(text, strike(text, words)) or GONE in text


def test_something_added_is_noticed():
    assert only_takes_away("viens divi trīs", f"viens {GONE} trīs")
    assert not only_takes_away("viens divi trīs", "viens četri trīs")
    assert not only_takes_away("viens divi", "divi viens")
