"""What is typed and not sent: on every page with a form of one's own words, kept whole, for its writer alone."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.forms import Form, PasswordInput
from django.utils import timezone
from tests.access.matrix_world import World
from tests.cast import a_case
from tests.walk_urls import routes

from tilts.access import drafts
from tilts.access.models import Draft, Membership
from tilts.access.panels import begun
from tilts.kit.holdings import HOLDINGS, Subject

pytestmark = pytest.mark.django_db
TYPES = {"", "text", "email", "tel", "number", "url"}
MARK = "Uzrakstīts un nenosūtīts"


class Forms(HTMLParser):
    """The forms of a page: where they are sent, their hidden values, their fields for words, and what stands there."""

    def __init__(self):
        super().__init__()
        self.forms, self.area = [], ""

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.forms.append({"action": told.get("action"), "method": told.get("method"), "hidden": {}, "words": {}})
        form = self.forms[-1] if self.forms else None
        if tag == "input" and form and told.get("type") == "hidden":
            form["hidden"][told.get("name")] = told.get("value", "")
        elif tag == "textarea" or (tag == "input" and told.get("type", "") in TYPES):
            if form and told.get("name"):
                form["words"][told["name"]] = told.get("value") or ""
                self.area = told["name"] if tag == "textarea" else ""

    def handle_data(self, data):
        if self.area and self.forms:
            self.forms[-1]["words"][self.area] += data

    def handle_endtag(self, tag):
        self.area = "" if tag == "textarea" else self.area


def forms_of(answer):
    """What the page asks for in words and would keep."""
    reader = Forms()
    reader.feed(answer.content.decode())
    return [one for one in reader.forms if one["method"] == "post" and one["hidden"].get("drawn") and one["words"]]


def pages_with_words(browser, filling):
    """Every page of ours that shows this colleague a form for words, filled with real ids."""
    for route in routes():
        if not route.is_ours or not getattr(route.view, "keeps_typed", False):
            continue
        for address in filling.addresses(route):
            answer = browser.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield from ((address, form) for form in forms_of(answer))


def typed_into(name):
    """One's own words in every field; where a number is asked for they are wrong, and kept all the same."""
    return f"{MARK} {name}"


@pytest.mark.parametrize("who", ["worker", "submitter", "dp", "administrator", "coordinator"])
def test_on_every_page_with_words_what_was_typed_is_there_again(cast, enter, settings, tmp_path, who):
    settings.FILES = tmp_path / "files"
    world = World(cast)
    browser, walked, lost = enter(world.actors[who].user, purpose="supervision"), set(), []
    for address, form in pages_with_words(browser, world.filling("draft" if who == "submitter" else "")):
        there = form["action"] or address
        if there in walked or there.startswith("/search/"):
            continue
        walked.add(there)
        typed = {name: typed_into(name) for name in form["words"]}
        kept = browser.post("/drafts/keep/", {**form["hidden"], **typed, "path": there})
        again = browser.get(there)
        if kept.status_code != 200 or again.status_code != 200:
            lost.append((there, kept.status_code, again.status_code))
            continue
        shown = {name: text for one in forms_of(again) for name, text in one["words"].items()}
        lost += [(there, name) for name in typed if MARK not in shown.get(name, "")]
    assert not lost
    assert len(walked) >= {"worker": 40, "administrator": 1}.get(who, 2)


def test_what_arrives_is_no_draft_any_more_and_what_is_refused_stays_one(cast, enter):
    case, _person = a_case(cast.worker)
    browser, address = enter(cast.worker.user), f"/cases/{case.pk}/notes/add/"
    form = next(one for one in forms_of(browser.get(address)) if "text" in one["words"])
    keep = {**form["hidden"], "path": address, "text": MARK}
    assert re.fullmatch(r"Saved \d?\d:\d\d|Saved \d?\d\.\d\d", browser.post("/drafts/keep/", keep).json()["said"])
    assert browser.post(address, {**form["hidden"], "text": ""}).status_code == 422
    assert Draft.objects.count() == 1
    assert browser.post(address, {**form["hidden"], "text": MARK}).status_code == 302
    assert not Draft.objects.exists()


def test_my_day_lists_what_is_begun_without_what_stands_in_it_and_it_can_be_thrown_away(cast, enter):
    case, person = a_case(cast.worker)
    browser, address = enter(cast.worker.user), f"/cases/{case.pk}/notes/add/"
    form = next(one for one in forms_of(browser.get(address)) if "text" in one["words"])
    browser.post("/drafts/keep/", {**form["hidden"], "path": address, "text": f"{MARK} {person.given_name}"})
    day = browser.get("/").content.decode()
    assert address in day and case.code in day and MARK not in day
    draft = Draft.objects.get()
    assert browser.post(f"/drafts/{draft.pk}/throw-away/").url == address
    assert not Draft.objects.exists() and "Begun and not sent" not in browser.get("/").content.decode()


def test_who_is_let_out_of_the_file_sees_of_what_they_typed_there_nothing(cast, enter):
    case, _person = a_case(cast.worker)
    browser, address = enter(cast.worker.user), f"/cases/{case.pk}/notes/add/"
    form = next(one for one in forms_of(browser.get(address)) if "text" in one["words"])
    browser.post("/drafts/keep/", {**form["hidden"], "path": address, "text": MARK})
    Membership.objects.filter(user=cast.worker.user).update(ends=timezone.now())
    assert browser.get(address).status_code == 302
    assert not list(begun(cast.second_worker))


def test_what_was_typed_in_a_file_goes_when_the_file_is_erased_and_after_two_weeks(cast, enter, monkeypatch):
    case, person = a_case(cast.worker)
    other, _person = a_case(cast.worker, "Berta", "Bērze-Testa")
    browser = enter(cast.worker.user)
    for one in (case, other):
        address = f"/cases/{one.pk}/notes/add/"
        form = next(form for form in forms_of(browser.get(address)) if "text" in form["words"])
        browser.post("/drafts/keep/", {**form["hidden"], "path": address, "text": MARK})
    mine = Subject(cast.office.pk, person.pk, folders=frozenset({case.folder_id}))
    gone = HOLDINGS["access"].emptied(lambda table: table.objects.none(), mine)
    assert [one.kind for one in gone] == ["access.draft"] and Draft.objects.count() == 1
    assert drafts.forget_old(timezone.now()) == 0
    assert drafts.forget_old(timezone.now() + drafts.KEPT * 2) == 1


def test_a_word_that_is_older_than_a_day_of_work_keeps_nothing(cast, enter, monkeypatch):
    case, _person = a_case(cast.worker)
    browser, address = enter(cast.worker.user), f"/cases/{case.pk}/notes/add/"
    form = next(one for one in forms_of(browser.get(address)) if "text" in one["words"])
    monkeypatch.setattr(drafts, "STANDS", -1)
    answer = browser.post("/drafts/keep/", {**form["hidden"], "path": address, "text": MARK})
    assert answer.status_code == 422 and urlsplit(address).path == address and not Draft.objects.exists()


def test_every_field_for_a_secret_is_one_that_is_kept_nowhere():
    every, secret = set(Form.__subclasses__()), set()
    while every:
        form = every.pop()
        every |= set(form.__subclasses__())
        if form.__module__.startswith("tilts."):
            fields = form.base_fields.items()
            secret |= {name for name, field in fields if isinstance(field.widget, PasswordInput)}
    assert secret and secret == drafts.SECRETS
