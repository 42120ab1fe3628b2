"""The components: what they say, how they are tied together, and what they refuse."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from tilts.ui import icons, local, rail
from tilts.ui.forms import Answers, LocalDateField, LocalMomentField, TiltsForm
from tilts.ui.paging import page_of
from tilts.ui.templatetags.tilts import clock

NBSP = "\N{NO-BREAK SPACE}"


class Visit(TiltsForm):
    held_on = LocalDateField(label="Day", help_text="The day it was held.")
    seen_at = LocalMomentField(label="When", required=False)
    mode = forms.ChoiceField(label="How", choices=[("in_person", "in person"), ("phone", "by phone")])
    hurt = forms.ChoiceField(label="Hurt?", choices=[("yes", "Yes"), ("not_asked", "Not asked")], widget=Answers)
    told = forms.BooleanField(label="Was told", required=False)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("home", "home"), ("law", "law")], widget=forms.CheckboxSelectMultiple, required=False
    )


def drawn(source: str, **context: Any) -> str:
    """A template's text with the components loaded."""
    return Template("{% load tilts %}" + source).render(Context(context))


@pytest.mark.parametrize("written", ["06.06.2018", "6.6.2018", "06.06.2018.", "6. 6. 2018.", "2018-06-06"])
def test_a_day_may_be_written_the_latvian_way_or_as_iso(written: str) -> None:
    assert LocalDateField().clean(written) == date(2018, 6, 6)


@pytest.mark.parametrize("written", ["2018-06-06T09:30", "06.06.2018 9.30", "6.6.2018. 9:30"])
def test_a_moment_is_local_however_it_is_written(written: str) -> None:
    assert LocalMomentField().clean(written).astimezone(UTC) == datetime(2018, 6, 6, 6, 30, tzinfo=UTC)


def test_a_day_that_does_not_exist_is_refused_in_words_and_stays_in_sight() -> None:
    form = Visit({"held_on": "31.02.2018"})
    with override("en"):
        html = drawn("{% field form.held_on %}", form=form)
    assert "Write the day as 06.06.2018." in html
    assert 'type="text"' in html and 'value="31.02.2018"' in html


def test_a_good_day_is_shown_in_the_calendar_of_the_browser() -> None:
    html = drawn("{% field form.held_on %}", form=Visit(initial={"held_on": date(2018, 6, 6)}))
    assert 'type="date"' in html and 'value="2018-06-06"' in html and "form-control" in html


def test_a_field_ties_label_help_and_error_to_its_input() -> None:
    html = drawn("{% field form.held_on %}", form=Visit({"held_on": ""}))
    assert 'for="id_held_on"' in html
    assert 'aria-describedby="id_held_on_helptext id_held_on_error"' in html
    assert 'id="id_held_on_helptext"' in html and 'id="id_held_on_error"' in html
    assert 'aria-invalid="true"' in html


def test_every_field_of_a_form_is_drawn_once_and_ids_are_unique() -> None:
    html = drawn("{% fields form %}", form=Visit({}))
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert {"id_held_on", "id_seen_at", "id_mode", "id_hurt_0", "id_told", "id_topics_0"} <= set(ids)


def test_the_error_summary_links_every_error_to_something_on_the_page() -> None:
    form = Visit({})
    html = drawn("{% error_summary form %}{% fields form %}", form=form)
    assert 'role="alert"' in html and 'tabindex="-1"' in html
    targets = [part.split('"')[0] for part in html.split('href="#')[1:]]
    assert targets == ["id_held_on", "id_mode", "id_hurt_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_no_error_summary_stands_on_a_fresh_or_a_faultless_form() -> None:
    good = Visit({"held_on": "2018-06-06", "mode": "phone", "hurt": "yes"})
    assert drawn("{% error_summary form other %}", form=Visit(), other=good).strip() == ""


def test_answers_are_real_radio_inputs_inside_their_labels() -> None:
    html = drawn('{% answers form.hurt faint="not_asked" legend="hidden" %}', form=Visit({"hurt": "yes"}))
    assert html.count('type="radio"') == 2 and html.count("checked") == 1
    assert '<legend class="visually-hidden">Hurt?</legend>' in html
    assert 'class="answer small" for="id_hurt_1"' in html


def test_a_chip_escapes_its_words_and_knows_its_kinds() -> None:
    assert drawn("{% chip words 'high' %}", words="<b>") == '<span class="chip high">&lt;b&gt;</span>'
    with pytest.raises(TemplateSyntaxError):
        drawn("{% chip 'x' 'loud' %}")


def test_a_sheet_carries_its_title_its_link_and_its_content() -> None:
    html = drawn("{% sheet title=title more_url='/inbox/' more='All' %}<p>{{ title }}</p>{% endsheet %}", title="A & B")
    assert "<h2>A &amp; B</h2>" in html and '<a class="more" href="/inbox/">All</a>' in html
    assert "<p>A &amp; B</p>" in html


def test_a_wrong_argument_name_fails_at_once() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% sheet titel='x' %}{% endsheet %}")


def test_an_empty_state_says_what_to_do_next() -> None:
    html = drawn("{% empty_state 'Nothing waits.' '/new/' 'New report' %}")
    assert "Nothing waits." in html and 'href="/new/">New report</a>' in html


def test_days_are_written_as_the_reader_writes_them() -> None:
    day = date(2018, 6, 6)
    with override("lv"):
        assert [local.day_words(day, style) for style in ("", "long", "short", "weekday", "strip", "month")] == [
            "06.06.2018.",
            "2018. gada 6. jūnijs",
            "6. jūnijs",
            "Trešdiena, 6. jūnijs",
            "Trešd. 06.06.",
            "2018. gada jūnijs",
        ]
        assert [local.day_words(date(2018, month, 6), "on")[14:] for month in (1, 3, 4, 6)] == [
            "janvārī",
            "martā",
            "aprīlī",
            "jūnijā",
        ]
        assert [local.day_words(date(2018, month, 6), "until")[14:] for month in (4, 6)] == ["aprīlim", "jūnijam"]
    with override("en"):
        assert [local.day_words(day, style) for style in ("", "long", "on", "weekday", "strip", "month")] == [
            "6 Jun 2018",
            "6 June 2018",
            "6 June 2018",
            "Wednesday, 6 June",
            "Wed 6 Jun",
            "June 2018",
        ]


def test_times_are_local_and_written_as_the_reader_writes_them() -> None:
    moment = datetime(2018, 6, 6, 6, 30, tzinfo=UTC)
    with override("lv"):
        assert local.time_words(moment) == "9.30"
        assert local.moment_words(moment, date(2018, 7, 1)) == "6. jūnijā 9.30"
        assert local.moment_words(moment, date(2019, 7, 1)) == "06.06.2018. 9.30"
    with override("en"):
        assert local.time_words(moment) == "09:30"


def test_the_day_of_a_moment_is_the_local_one() -> None:
    assert local.day_of(datetime(2018, 6, 5, 22, 30, tzinfo=UTC)) == date(2018, 6, 6)


def test_numbers_have_the_reader_s_comma_and_spaces() -> None:
    with override("lv"):
        assert local.number_words(Decimal("94891.32")) == f"94{NBSP}891,32"
        assert local.number_words(4994.5, 2) == f"4{NBSP}994,50"
        assert drawn("{% money n %}", n=Decimal("11098.4")) == f"11{NBSP}098,40{NBSP}€"
    with override("en"):
        assert local.number_words(94891) == "94,891"


@pytest.mark.parametrize(
    ("left", "words", "kind"),
    [
        (timedelta(minutes=38, seconds=30), "38 min", "clock soon"),
        (timedelta(hours=6, minutes=18, seconds=30), "6 h 18 min", "clock soon"),
        (timedelta(hours=20, seconds=30), "20 h", "clock"),
        (timedelta(days=1, hours=2), "26 h", "clock"),
        (timedelta(days=3, hours=1), "3 days", "clock"),
        (-timedelta(minutes=5, seconds=10), "late by 5 min", "clock late"),
        (-timedelta(hours=2, minutes=20), "late by 2 h", "clock late"),
        (-timedelta(days=2, hours=1), "late by 2 days", "clock late"),
    ],
)
def test_a_clock_says_how_much_is_left_or_how_late_it_is(
    left: timedelta, words: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2018, 6, 6, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with override("en"):
        html = drawn("{% clock deadline %}", deadline=now + left)
    assert f'class="{kind}"' in html and f">{words}</time>" in html


def test_a_clock_that_was_met_says_how_long_it_took() -> None:
    since = datetime(2018, 6, 6, 9, 0, tzinfo=UTC)
    with override("en"):
        html = drawn(
            "{% clock deadline done=done since=since %}",
            since=since,
            done=since + timedelta(minutes=38),
            deadline=since + timedelta(hours=24),
        )
    assert "answered in 38 min" in html and "clock done" in html


def test_planned_against_achieved_says_both_numbers_and_never_leaves_the_bar() -> None:
    with override("en"):
        html = drawn("{% planned_bar 'Families' 129 116 %}")
        far = drawn("{% planned_bar 'Mentors' 60 5 at_least=True %}")
        unknown = drawn("{% planned_bar 'Camps' none 2 %}", none=None)
    assert "129" in html and "(planned 116)" in html and 'width="96.8%"' in html and "style=" not in html
    assert 'class="done" x="0" y="4" width="100.0%"' in far and "(planned at least 5)" in far
    assert "not reported" in unknown and "(planned 2)" in unknown


def test_zero_achieved_is_a_figure_and_not_a_gap() -> None:
    with override("en"):
        assert ">0</strong>" in drawn("{% planned_bar 'Families' 0 116 %}")


def test_the_pager_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/cases/", {"q": "a b", "page": "2"})
    html = drawn("{% pager page %}", request=request, page=page_of(range(30), "2", 10))
    assert 'href="?q=a+b&amp;page=1"' in html and 'href="?q=a+b&amp;page=3"' in html


@pytest.fixture
def one_icon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the icon `inbox` is installed."""
    (tmp_path / "inbox.svg").write_text(
        '<svg class="icon">\n<path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M4 13h3" /></svg>'
    )
    icons.icon_lines.cache_clear()
    monkeypatch.setattr(
        icons.finders, "find", lambda path: str(tmp_path / "inbox.svg") if path.endswith("/inbox.svg") else None
    )


def test_an_icon_is_inline_and_hidden_from_those_who_listen(one_icon: None) -> None:
    html = drawn("{% icon 'inbox' %}")
    assert '<path d="M4 13h3" />' in html and 'aria-hidden="true"' in html and "M0 0h24" not in html
    icons.icon_lines.cache_clear()


def test_an_unknown_icon_is_loud_in_development_and_silent_in_use(one_icon: None, settings: Any) -> None:
    settings.DEBUG = False
    assert drawn("{% icon 'no-such' %}{% icon '../../secret' %}") == ""
    settings.DEBUG = True
    with pytest.raises(icons.UnknownIcon):
        drawn("{% icon 'no-such' %}")


@dataclass
class Actor:
    """Somebody signed in who may do what is listed."""

    allowed: set[str]
    user: str = "somebody"
    membership: Any = None

    def may(self, rule: str) -> bool:
        return rule in self.allowed


@pytest.fixture
def three_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rail of three."""
    monkeypatch.setattr(rail, "RAIL", {})
    monkeypatch.setattr(rail, "reverse", lambda name: {"day": "/", "cases": "/cases/", "inbox": "/inbox/"}[name])
    rail.rail_item("inbox", "Inbox", "inbox", "inbox", "inbox.read", order=20)
    rail.rail_item("day", "My day", "sun", "day", "day.read", order=10)
    rail.rail_item("cases", "Cases", "folders", "cases", "cases.read", order=30)


def test_the_rail_shows_in_order_what_the_rules_allow_and_where_one_is(three_places: None) -> None:
    request = RequestFactory().get("/cases/12/")
    request.reach = Actor({"day.read", "cases.read"})  # type: ignore[attr-defined]
    assert [(link.label, link.here) for link in rail.rail_for(request)] == [("My day", False), ("Cases", True)]


def test_without_somebody_signed_in_there_is_no_rail(three_places: None) -> None:
    assert rail.rail_for(RequestFactory().get("/")) == []


def test_the_foot_of_the_rail_names_role_and_organisation() -> None:
    request = RequestFactory().get("/")
    member = SimpleNamespace(get_role_display=lambda: "social worker", organisation=SimpleNamespace(name="Balvi"))
    request.reach = Actor(set(), membership=member)  # type: ignore[attr-defined]
    assert rail.who_for(request) == rail.Who("social worker", "Balvi")


def test_the_cast_is_only_known_to_the_demonstration(settings: Any) -> None:
    settings.DEMO_CAST, settings.DEMO_PASSWORD, settings.DEMO = [("a@b.example", "A")], "word", False
    assert rail.frame(RequestFactory().get("/"))["cast"] == ()
    assert rail.frame(RequestFactory().get("/"))["cast_password"] == ""
    settings.DEMO = True
    assert rail.frame(RequestFactory().get("/"))["cast"] == [("a@b.example", "A")]


@pytest.mark.parametrize("template", ["403.html", "404.html", "500.html"])
def test_error_pages_stand_without_any_context(template: str) -> None:
    with override("en"):
        html = render_to_string(template)
    assert "<h1>" in html and "style=" not in html and 'lang="en"' in html


def test_a_refusal_says_its_sentence_and_a_missing_page_never_says_why() -> None:
    sentence = "Another office leads this case."
    assert sentence in render_to_string("403.html", {"sentence": sentence})
    assert sentence not in render_to_string("404.html", {"sentence": sentence, "exception": sentence})


def test_an_answer_in_the_very_minute_took_no_time_and_never_less():
    moment = timezone.now()
    early = moment - timedelta(seconds=40)
    words = str(clock(moment + timedelta(hours=1), done=early, since=moment))
    assert "-" not in words.split(">")[1]
