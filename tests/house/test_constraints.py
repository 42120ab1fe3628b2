"""Whatever the database refuses is told in a sentence: every constraint of every table is broken, and says its own."""

import ast
import datetime
import itertools
import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import Q, UniqueConstraint
from django.db.models.fields import PositiveIntegerRelDbTypeMixin
from django.utils import translation
from tests.house.test_rules_of_the_house import our_models, trees

from tilts.access.actor import JOB, acting
from tilts.access.constraints import BELOW_ZERO, TWICE, field_of, in_sentences, sentence_of
from tilts.access.reach import Refused

DAY = datetime.datetime(2031, 5, 6, 10, tzinfo=datetime.UTC)


def unique_fields(model):
    return [field for field in model._meta.local_fields if field.unique and not field.primary_key]


def typed_fields(model):
    """What is unique and written by somebody: neither the key of another record nor drawn by the machine."""
    return [field for field in unique_fields(model) if field.editable and not field.remote_field]


def mute(model):
    """What a model lacks, in the words that its author needs."""
    label = model._meta.label
    for one in model._meta.constraints:
        if not sentence_of(one):
            yield f'{label}: give {one.name} a violation_error_message=_("…") that says what to do'
    for field in typed_fields(model):
        if not sentence_of(field):
            yield f'{label}: give {field.name} error_messages={{"unique": _("…")}} that says what to do'


def test_every_constraint_has_a_sentence_that_says_what_to_do():
    assert [lack for model in our_models() for lack in mute(model)] == []


def test_every_sentence_of_a_constraint_is_there_in_latvian():
    said = [sentence_of(one) for model in our_models() for one in (*model._meta.constraints, *typed_fields(model))]
    with translation.override("en"):
        english = [str(one) for one in said]
    with translation.override("lv"):
        assert [one for one, words in zip(said, english, strict=True) if str(one) == words] == []


def said_by(*names):
    """The sentences in calls of these names."""
    for _file, tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in names:
                inner = [
                    one for one in ast.walk(call) if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "_"
                ]
                yield from (one.args[0].value for one in inner if isinstance(one.args[0], ast.Constant))


def test_what_a_verb_refuses_no_form_says_again():
    verbs = set(said_by("Refused"))
    assert len(verbs) > 200
    assert verbs.intersection(said_by("add_error", "ValidationError")) == set(), "say it in the verb, with its field"


def keys(model):
    """The columns of everything that is unique in a table."""
    yield from (frozenset(one.fields) for one in model._meta.constraints if isinstance(one, UniqueConstraint))
    yield from (frozenset([field.name]) for field in model._meta.local_fields if field.unique)


def shared(model):
    return [sorted(columns) for columns, times in Counter(keys(model)).items() if times > 1 or not columns]


def test_no_two_unique_keys_of_a_table_have_the_same_columns():
    """SQLite tells the columns only: of two it could not be known which one spoke."""
    assert {model._meta.label: shared(model) for model in our_models() if shared(model)} == {}


def test_a_constraint_without_a_sentence_is_told_what_to_write():
    class Mute(models.Model):
        """A table that says nothing."""

        code = models.CharField(max_length=9, unique=True)
        day = models.DateField()

        class Meta:
            app_label = "mute"
            constraints = (
                models.UniqueConstraint(fields=["day"], name="once"),
                models.UniqueConstraint(fields=["day"], condition=Q(code="1"), name="once_more"),
            )

    assert list(mute(Mute)) == [
        'mute.Mute: give once a violation_error_message=_("…") that says what to do',
        'mute.Mute: give once_more a violation_error_message=_("…") that says what to do',
        'mute.Mute: give code error_messages={"unique": _("…")} that says what to do',
    ]
    assert shared(Mute) == [["day"]]


def named(condition):
    """The columns of which a condition speaks."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from named(child)
        else:
            yield child[0].split("__")[0]
            yield from [child[1].name] if isinstance(child[1], models.F) else []


def value(field, number) -> Any:
    """Something that the column takes, another for each number.

    A key leads to nobody: the database looks for the row when the transaction ends, and these never do.
    """
    if field.remote_field:
        return uuid.UUID(int=number) if isinstance(field.target_field, models.UUIDField) else number
    if field.choices:
        return [key for key, _words in field.flatchoices][number % len(field.flatchoices)]
    kinds = (
        (models.DateTimeField, DAY + datetime.timedelta(days=number)),
        (models.DateField, DAY.date() + datetime.timedelta(days=number)),
        (models.TimeField, datetime.time(number % 24)),
        (models.BooleanField, bool(number % 2)),
        (models.UUIDField, uuid.UUID(int=number)),
        (models.BinaryField, bytes([number % 256])),
        (models.JSONField, {}),
        (models.IntegerField | models.DecimalField, number),
        (models.Field, str(number)),
    )
    return next(made for kind, made in kinds if isinstance(field, kind))


def tried(field):
    """What is tried of a column on which a condition hangs."""
    nothing = [None] if field.null else []
    if field.choices:
        return [*nothing, *dict(field.flatchoices), *([""] if field.blank else [])]
    if isinstance(field, models.IntegerField):
        return [*nothing, 0, 5, 30_000]
    empty = [""] if isinstance(field, models.CharField | models.TextField | models.FileField) else []
    return [*nothing, *empty, value(field, 1), value(field, 2)]


def row(model, number, /, **fixed):
    """A row of its own, but for what is fixed."""
    given = {"pk": uuid.uuid4()} if isinstance(model._meta.pk, models.UUIDField) else {}
    for field in model._meta.local_fields:
        if field.attname in fixed:
            given[field.attname] = fixed[field.attname]
        elif not field.primary_key and (field.unique or not (field.null or field.has_default())):
            given[field.attname] = value(field, number)
    return model(**given)


def written(model, *rows):
    """What is said when these rows are written, and at which field; they are gone again."""
    try:
        with in_sentences(), transaction.atomic():
            for one in rows:
                models.QuerySet(model).bulk_create([one])  # plain: what a row carries with it is not the matter here
            transaction.set_rollback(True)
    except Refused as refusal:
        return {(str(refusal.sentence), refusal.field)}
    return set()


def ways(model):
    """Every way in which the conditions of a table can be met, or not met."""
    speaks_of = [name for one in model._meta.constraints if one.condition for name in named(one.condition)]
    hung = [model._meta.get_field(name) for name in dict.fromkeys(speaks_of)]
    for values in itertools.product(*map(tried, hung)):
        yield {field.attname: one for field, one in zip(hung, values, strict=True)}


def broken(model):
    """All that the database says of a table."""
    said = set()
    keys = [one.fields for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    keys += [[field.name] for field in unique_fields(model)]
    for met in ways(model):
        said |= (refused := written(model, row(model, 11, **met)))
        for names in [] if refused else keys:
            key = [model._meta.get_field(name) for name in names]
            same = {field.attname: value(field, 11) for field in key} | met
            said |= written(model, row(model, 11, **same), row(model, 12, **same))
    return said


def own(model):
    """Every sentence of a table, with its field."""
    said = [(str(sentence_of(one)), field_of(one)) for one in model._meta.constraints]
    return said + [(str(sentence_of(field) or TWICE), field.name) for field in unique_fields(model)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*filter(own, our_models())], ids=lambda model: model._meta.label)
def test_every_constraint_that_breaks_says_its_sentence(model):
    assert len(set(own(model))) == len(own(model)), "two sentences that nobody could tell apart"
    with acting(JOB):
        assert broken(model) == set(own(model))


def never_negative(model):
    return [field for field in model._meta.local_fields if isinstance(field, PositiveIntegerRelDbTypeMixin)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*filter(never_negative, our_models())], ids=lambda model: model._meta.label)
def test_a_number_below_zero_is_told_at_its_field(model):
    with acting(JOB):
        good = next(met for met in ways(model) if not written(model, row(model, 11, **met)))
        for field in never_negative(model):
            [said] = written(model, row(model, 11, **good | {field.attname: -1}))
            assert said in {(str(BELOW_ZERO), field.name), *own(model)}, "a condition of the table may come first"
