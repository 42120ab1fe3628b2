"""The tests themselves are strict: a variable that does not exist is an error, not an empty place."""

import pytest
from django.template import engines
from tests.strict import UndefinedVariable

from tilts.places.models import Territory
from tilts.questionnaires.models import current_version


def draw(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ one.nothing }}", "{{ nothing|upper }}", "{% chip nothing %}"])
def test_printing_what_is_not_there_fails(text):
    with pytest.raises(UndefinedVariable):
        draw(text, one=1)


@pytest.mark.parametrize("text", ["{{ nothing|default:'—' }}", "{% if nothing %}x{% else %}—{% endif %}"])
def test_asking_whether_it_is_there_is_fine(text):
    assert draw(text) == "—"


@pytest.mark.django_db(transaction=True)
def test_what_migrations_load_is_there_after_tables_were_emptied(shipped):

    assert Territory.objects.count() > 100
    assert current_version("doorstep")
