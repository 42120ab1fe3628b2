"""What a verb refuses stands in the form, at the place where it can be mended; a shut door stays shut."""

import pytest
from django import forms

from tilts.access.actions import Stale
from tilts.access.reach import NotAllowed, Refused
from tilts.access.told import done, told


class Asked(forms.Form):
    """One field."""

    day = forms.CharField()


def asked():
    form = Asked({"day": "1"})
    assert form.is_valid()
    return form


def says(error):
    def verb():
        raise error

    return verb


def test_a_refusal_stands_at_its_field_and_above_where_the_form_lacks_the_field():
    form = asked()
    assert not done(form, "day", says(Refused("Not on this day.")))
    assert form.errors == {"day": ["Not on this day."]}
    other = asked()
    assert not done(other, "hour", says(Refused("Not at this hour.")))
    assert other.non_field_errors() == ["Not at this hour."]


def test_the_no_of_a_rule_stays_a_shut_door_unless_the_page_keeps_the_text():
    with pytest.raises(NotAllowed):
        done(asked(), None, says(NotAllowed("No.")))
    form = asked()
    with told(form, shut=("The meeting is over.",)):
        raise NotAllowed("The meeting is over.")
    assert form.non_field_errors() == ["The meeting is over."]


def test_who_comes_second_is_told_and_the_sentence_of_the_form_goes_first():
    form = asked()
    form.stale_words = "A colleague was here."
    assert not done(form, None, says(Stale()))
    assert form.was_second and form.non_field_errors() == ["A colleague was here."]


def test_what_went_through_leaves_the_form_clean():
    assert done(asked(), None, lambda: None)
