"""Read from the source of templates: every form proves that it is ours, no title names anybody. And lent doors."""

import re

import pytest
from django.urls import get_resolver
from tests.cast import build_cast  # noqa: F401 - loads every address
from tests.house.test_rules_of_the_house import SOURCE, views

TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
POSTS = re.compile(r"<form\b[^>]*method=\"(?!get)", re.IGNORECASE)
TITLE = re.compile(r"{% block (?:head_)?title %}(.*?){% endblock %}", re.DOTALL)
PRINTED = re.compile(r"{{\s*([\w.]+)[^}]*}}")
IN_TITLES = {
    "case.code",
    "item.case.code",
    "item.number",
    "report.number",
    "order.get_kind_display",
    "asked.get_kind_display",
    "title",
    "part.title",
    "heading",
    "meeting.title",
    "project.code",
    "project.title",
    "partner.name",
    "colleague.name",
    "user_now.name",
    "name",
    "counted",
}
"""What a title may print: codes, kinds, fixed headings, names of offices, projects and colleagues. A title stands
in the history of the browser and on its tabs, where whoever she lives with may look."""
BENT = re.compile(r'translate "([^"]*\b(?:since|until|from|on|at|of|before|after|by))" %}\s*{% local_moment')
DRAWN_BY_LIBRARY = "ui/templates/allauth/elements/form.html"
"""The frame into which pages of the library put their fields, with the proof."""
LENT = {
    "View.as_view.<locals>.view": "the library's pages on which a factor is set up; this session has proved it then",
    "_not_the_last": "the library's page of passkeys, with one condition more",
    "now": "asked for every few seconds by the page of a meeting, which is traced; it shows no client",
}
"""Views of ours that leave no trace of the look: why."""


def unproved(text):
    """The forms that are sent without a proof that they are ours."""
    return [form for form in FORM.findall(text) if POSTS.match(form) and "{% csrf_token %}" not in form]


def named(text):
    """What titles print that they should not, tags with names among them."""
    found = [variable for title in TITLE.findall(text) for variable in PRINTED.findall(title)]
    tags = [tag for title in TITLE.findall(text) for tag in re.findall(r"{% (person_name|names?\w*)", title)]
    return [one for one in [*found, *tags] if one not in IN_TITLES]


def test_there_are_templates_forms_and_titles():
    text = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES)
    assert len(TEMPLATES) > 100 and len(TITLE.findall(text)) > 60
    assert sum(bool(POSTS.match(form)) for form in FORM.findall(text)) > 60


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_form_that_is_sent_proves_that_it_is_ours_and_no_title_names_anybody(file):
    text = file.read_text(encoding="utf-8")
    assert (unproved(text) != []) == (str(file.relative_to(SOURCE)) == DRAWN_BY_LIBRARY)
    assert named(text) == []


def test_no_moment_stands_behind_a_preposition():
    """Latvian bends what follows it (kopš 29. novembra); a moment is not bent, so it stands behind a colon or alone."""
    found = {file.name: BENT.findall(file.read_text()) for file in TEMPLATES}
    assert {name: texts for name, texts in found.items() if texts} == {}
    assert BENT.findall('{% translate "Known since" %} {% local_moment one.aware_at %}') == ["Known since"]


def test_a_form_without_proof_and_a_name_in_a_title_are_found():
    assert unproved('<form method="post" novalidate>{{ form }}</form><form method="get"></form>')
    assert not unproved('<form method="post">{% csrf_token %}</form>')
    assert named("{% block title %}{{ person.given_name }} {{ case.code }}{% endblock %}") == ["person.given_name"]
    assert named("{% block title %}{% person_name person %}{% endblock %}") == ["person_name"]


def test_a_door_that_leaves_no_trace_is_worn_by_pages_of_libraries_and_for_a_reason():
    lent = [view for view in views(get_resolver().url_patterns) if getattr(view, "lent", False)]
    ours = {view.__qualname__ for view in lent if view.__module__.startswith("tilts.")}
    assert len(lent) > len(LENT) and ours == set(LENT)
