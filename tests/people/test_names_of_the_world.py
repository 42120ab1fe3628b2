"""Names as the world's scripts and keyboards write them: kept from the form on, found however somebody types them."""

import unicodedata

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.cast import a_case

from tilts.access.reach import Zones
from tilts.cases.models import Case
from tilts.kit.redaction import GONE, strike
from tilts.kit.text import clean, fold_name
from tilts.people.actions import find_similar
from tilts.people.duplicates import find_duplicates
from tilts.people.models import Person
from tilts.people.templatetags.people import told_name
from tilts.people.walls import name_key, wall_name
from tilts.ui.forms import TiltsForm

pytestmark = pytest.mark.django_db

SAME = [
    ("Ilze", "D'Arka-Žīgure", "ilze darka zigure"),
    ("Ilze", "D'Arka-Žīgure", "Žīgure D’Arka Ilze"),
    ("Ilze", "DʼArka Žīgure", "d arka-zigure ilze"),
    ("Seán", "O’Brien", "sean o brien"),
    ("Seán", "O`Brien", "OBrien, Sean"),
    ("Seán", "O´Brien", "o'brien sean"),
    ("Anna Marija", "Ozoltesta-Bērztesta", "Bērztesta Ozoltesta Marija Anna"),
    ("Anna-Marija", "Ozoltesta", "anna marija ozoltesta"),
    ("Олександра", "Солов'йова", "соловйова олександра"),
    ("Олександра", "Солов’йова", "СОЛОВʼЙОВА ОЛЕКСАНДРА"),
    ("Фёдор", "Королёв", "федор королев"),
    ("محمد", "العلي", "العلي محمد"),
    ("مُحَمَّد", "العلی", "محمد العلي"),
    ("ნინო", "ბერიძე", "ᲜᲘᲜᲝ ᲑᲔᲠᲘᲫᲔ"),
    ("小明", "王", "王小明"),
    ("민준", "김", "김민준"),
    ("İpek", "Yıldız", "ipek yildiz"),
    ("IŞIL", "IRMAK", "ışıl ırmak"),
    ("Nguyễn", "Thị Hoa", "nguyen thi hoa"),
    ("प्रिया", "शर्मा", "शर्मा प्रिया"),
    ("Zsófia", "Szőke", unicodedata.normalize("NFD", "ZSÓFIA SZŐKE")),
    ("Łucja", "Żółć", "lucja zolc"),
]
"""A given and a family name, and how somebody else types the same name."""
SCRIPTS = "aāčģšžōęłßñéİıçğ" + "'’ʼ`´-" + "вїйёщ" + "محمدعة" + "ნინო" + "王小明김민준ひろ" + "परि" + "אבג"
UNSEEN = "\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060\u061c"


@pytest.mark.parametrize(("given", "family", "asked"), SAME)
def test_search_doubles_and_walls_take_another_spelling_for_the_same_name(cast, given, family, asked):
    _case, person = a_case(cast.worker, given, family)
    a_case(cast.worker, "Cita", "Neviena")
    hit = find_similar(cast.worker, name=asked)[0]
    assert hit.person == person and hit.score == 100
    _other, twin = a_case(cast.worker, asked, "")
    assert find_similar(cast.worker, name=f"{given} {family}")[:2]
    assert name_key(cast.office.pk, asked) == name_key(cast.office.pk, f"{family} {given}") != ""
    wall_name(cast.second_worker, name=asked, user=cast.second_worker.user)
    assert cast.second_worker(Case).count() == 1, "only the other family is seen"


@pytest.mark.parametrize(("asked", "family"), [("darka", "D'Arka"), ("obrien", "O’Brien"), ("o bri", "O'Brien")])
def test_a_part_of_a_name_with_an_apostrophe_is_found(cast, asked, family):
    _case, person = a_case(cast.worker, "Ilze", family)
    assert find_similar(cast.worker, name=asked)[0].person == person


@pytest.mark.parametrize("asked", ["小明", "王小", "김민준"])
def test_a_name_without_spaces_is_found_by_two_of_its_signs(cast, asked):
    _case, person = a_case(cast.worker, "小明", "王")
    _case, other = a_case(cast.worker, "민준", "김")
    assert find_similar(cast.worker, name=asked)[0].person == (other if asked.startswith("김") else person)


def test_two_spellings_of_one_name_and_birth_are_told_as_doubles(cast):
    case, one = a_case(cast.supervisor, "Ilze", "D'Arka-Žīgure")
    _case, other = a_case(cast.supervisor, "Žīgure", "Ilze D’Arka")
    Person._base_manager.filter(pk__in=(one.pk, other.pk)).update(birth_date="1990-02-03")
    assert {(pair.one.pk, pair.other.pk) for pair in find_duplicates(cast.supervisor)} == {
        tuple(sorted((one.pk, other.pk)))
    }
    assert case


@pytest.mark.parametrize(("given", "family"), [(one[0], one[1]) for one in SAME])
def test_a_name_goes_from_the_form_to_the_page_as_it_is(cast, enter, given, family):
    browser = enter(cast.worker.user)
    typed = {
        "given_name": f" \u200f{unicodedata.normalize('NFD', given)}\u00a0",
        "family_name": f"{family}\u202c\ufeff",
    }
    answer = browser.post("/cases/new/", {"kind": "violence", "role": "client"} | typed, follow=True)
    person = Person.every_row.get()
    assert (person.given_name, person.family_name) == (unicodedata.normalize("NFC", given), family)
    shown = answer.content.decode().replace("&#x27;", "'")
    assert f"{person.given_name} {family}" in shown
    again = browser.post("/search/", {"q": f"{family}\u200b {given}"}).content.decode()
    assert "/cases/" in again and person.given_name in again


class OneText(TiltsForm):
    """One text and one password."""

    text = forms.CharField(max_length=500, required=False, widget=forms.Textarea)
    word = forms.CharField(max_length=500, required=False, widget=forms.PasswordInput, strip=False)


def through_the_form(text):
    sent = QueryDict(mutable=True)
    sent["text"], sent["word"] = text, text
    form = OneText(sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["word"] == text, "a password is taken as it is"
    return form.cleaned_data["text"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna\u00a0Ozola", "Anna Ozola"),
        ("A\u0304nna", "Ānna"),
        ("\u202eAnna\u202c \u2067Ozola\u2069", "Anna Ozola"),
        ("An\u00adna\u200b\ufeff", "Anna"),
        ("Anna\u200d Ozola\u200c", "Anna Ozola"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("a\x07b\x85c", "ab c"),
        ("\u3000高橋\u3000", "高橋"),
    ],
)
def test_what_nobody_sees_is_taken_out_at_the_form(typed, kept):
    assert through_the_form(typed) == kept


NO_FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
TEXTS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=40)


@NO_FIXTURES
@given(TEXTS)
def test_cleaning_twice_changes_nothing_more_and_keeps_every_letter(text):
    once = clean(text)
    assert clean(once) == once
    letters = [sign for sign in unicodedata.normalize("NFC", text) if sign.isalpha() and sign not in "\u115f\u1160"]
    assert [sign for sign in once if sign.isalpha()] == letters
    assert not set(once) & set(UNSEEN)


@NO_FIXTURES
@given(TEXTS)
@example("o d l m")
@example("´o")
@example("o ʼ王")
def test_folding_a_name_twice_changes_nothing_more(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@NO_FIXTURES
@given(st.text(SCRIPTS, min_size=1, max_size=12), st.text(SCRIPTS, min_size=1, max_size=12), st.data())
def test_marks_composed_or_apart_unseen_signs_and_the_shape_of_an_apostrophe_never_matter(one, other, data):
    name = f"{one} {other}"
    noise = data.draw(st.lists(st.sampled_from(UNSEEN), max_size=4))
    typed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), name)
    typed = typed.translate(dict.fromkeys(map(ord, "'’ʼ`"), data.draw(st.sampled_from("'’ʼ`´‘"))))
    for sign in noise:
        at = data.draw(st.integers(0, len(typed)))
        typed = typed[:at] + sign + typed[at:]
    assume(fold_name(name))
    assert fold_name(typed) == fold_name(clean(typed)) == fold_name(name)


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Runāju ar D’Arku.", "D'Arka", "Arku"),
        ("我今天见了王小明。", "王小明", "王小明"),
        ("تحدثت مع محمد اليوم", "محمد", "محمد"),
        ("ნინო მოვიდა", "ნინო", "ნინო"),
    ],
)
def test_a_name_of_any_script_is_struck_out_of_what_is_handed_over(text, name, left):
    struck = strike(text, [name])
    assert GONE in struck and left not in struck


@pytest.mark.parametrize(
    ("name", "masked"), [("Ānna Ozola", "Ā… O…"), (unicodedata.normalize("NFD", "Ā O"), "A\u0304… O…"), ("प्रिया", "प्…")]
)
def test_initials_keep_the_marks_of_their_letter(name, masked):
    assert told_name(name, Zones()) == masked
