"""The components: small tags with named arguments, so that a wrong name fails at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tilts.ui import local
from tilts.ui.icons import icon_svg
from tilts.ui.once import drawn_field, once_field

register = template.Library()

Words = str | Promise
Number = int | float | Decimal
CHIP_KINDS = ("", "high", "wait", "plain", "done")
OF_LEVEL = {"medium": "wait", "standard": "plain"}
PLAN_MARK = 87.0


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The hidden fields of every form: the token against forgery, the key of this showing, for whom it is drawn."""
    return format_html("{}{}{}", CsrfTokenNode().render(context), once_field(), drawn_field(context.get("request")))


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """An installed icon, inline and hidden from screen readers."""
    return icon_svg(name, extra_class)


@register.simple_block_tag
def sheet(  # noqa: PLR0913  a sheet's parts are all optional
    content: str, title: Words = "", more_url: str = "", more: Words = "", count: int | None = None, key: str = ""
) -> str:
    """A white card with a title and, at its right, a link to all of it."""
    return render_to_string(
        "ui/parts/sheet.html",
        {"content": content, "title": title, "more_url": more_url, "more": more, "count": count, "key": key},
    )


@register.simple_block_tag
def row(content: str, icon: str = "", kind: str = "") -> str:  # noqa: A002
    """A line of a list; what it is at the left, what can be done at the right."""
    drawn = icon_svg(icon) if icon else ""
    return format_html('<div class="row-line{}">{}{}</div>', f" {kind}" if kind else "", drawn, content)


@register.simple_block_tag
def safe_contact(content: str, title: Words = "") -> str:
    """How to reach somebody without harming them: stands before any phone number."""
    return format_html(
        '<aside class="safe" aria-label="{}">{}<p><strong>{}</strong> {}</p></aside>',
        _("Safe contact"),
        icon_svg("phone-off"),
        title or _("Safe contact"),
        content,
    )


@register.simple_block_tag
def note(content: str, kind: str = "") -> str:
    """A calm box with something worth knowing; `wait` amber, `high` red."""
    return format_html('<div class="note{}">{}</div>', f" {kind}" if kind else "", content)


@register.simple_tag
def chip(text: Words, kind: str = "") -> SafeString:
    """A short state in words; the colour only repeats what the words say."""
    kind = OF_LEVEL.get(kind, kind)
    if kind not in CHIP_KINDS:
        raise template.TemplateSyntaxError(f"no chip of kind {kind!r}")
    return format_html('<span class="chip{}">{}</span>', f" {kind}" if kind else "", text)


@register.simple_tag
def cell(label: Words, value: Any) -> SafeString:
    """A cell of a table, which a narrow screen shows beside its label; without a value a dash, and there nothing."""
    if not value:
        return format_html('<td data-label="{}" class="nothing">—</td>', label)
    return format_html('<td data-label="{}">{}</td>', label, value)


@register.simple_tag
def avatar(initials: str, title: Words = "") -> SafeString:
    """Round initials of a role or a person."""
    return format_html('<span class="person" title="{0}" role="img" aria-label="{0}">{1}</span>', title, initials)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, wide: bool = False) -> dict[str, Any]:
    """Label, help, error and input, tied together for those who listen."""
    widget = bound.field.widget
    many = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    single_box = isinstance(widget, forms.CheckboxInput)
    return {"field": bound, "wide": wide, "many": many, "single_box": single_box}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form in turn, hidden ones last."""
    return {"form": form}


@register.inclusion_tag("ui/parts/answers.html")
def answers(bound: BoundField, faint: str = "", legend: str = "") -> dict[str, Any]:
    """The answers of one question as big cards; `faint` values stand smaller; `legend="hidden"` under its own h1."""
    small = {value.strip() for value in faint.split(",") if value.strip()}
    cards = [(card, str(card.data["value"]) in small) for card in bound if str(card.data["value"])]
    return {"field": bound, "cards": cards, "legend_hidden": legend == "hidden"}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms_shown: forms.BaseForm) -> dict[str, Any]:
    """What is wrong, on top of the page, each line a link to its field; and what somebody else wrote meanwhile."""
    lines: list[tuple[str, str]] = []
    theirs: list[tuple[str, str]] = []
    for form in forms_shown:
        lines += _form_errors(form)
        theirs += getattr(form, "theirs", [])
    return {"lines": lines, "theirs": theirs}


def _form_errors(form: forms.BaseForm) -> Iterable[tuple[str, str]]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield "", str(message)
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            target = f"{bound.auto_id}_0"
        for message in bound.errors:
            yield target, f"{bound.label}: {message}"


@register.simple_tag
def local_date(value: date | datetime | None, style: str = "") -> str:
    """A day as the reader writes it; `long`, `short`, `weekday`, `strip`, `month`, `on` or `until` for other words."""
    return local.day_words(value, style) if value else ""


@register.simple_tag
def local_time(value: datetime | None) -> str:
    """The time of the local day."""
    return local.time_words(value) if value else ""


@register.simple_tag
def local_moment(value: datetime | None) -> SafeString | str:
    """A moment: day, time, and the year where it is not this one."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), local.moment_words(value))


@register.simple_tag
def deadline(value: date | datetime | None) -> SafeString | str:
    """When something falls due: weekday, day and hour, a night by both its days (`deadline_words`)."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), local.deadline_words(value))


@register.simple_tag
def number(value: Number | None, decimals: int | None = None) -> str:
    """A number with the reader's comma and spaces."""
    return "" if value is None else local.number_words(value, decimals)


@register.simple_tag
def money(value: Number | None) -> str:
    """Euro and cents."""
    return "" if value is None else f"{local.number_words(value, 2)}\N{NO-BREAK SPACE}€"


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(text: Words, action_url: str = "", action_label: Words = "") -> dict[str, Any]:
    """Nothing here yet, and what to do next."""
    return {"text": text, "action_url": action_url, "action_label": action_label}


@register.simple_tag
def clock(
    deadline: datetime | None, soon_hours: int = 8, done: datetime | None = None, since: datetime | None = None
) -> SafeString | str:
    """Time left until a deadline, how late it is, or (with `done` and `since`) how long it took."""
    if done and since:
        late = " late" if deadline and done > deadline else " done"
        return _clock(local.done_words(max(done - since, timedelta())), late, done)
    if not deadline:
        return ""
    left = deadline - timezone.now()
    if left < timedelta():
        return _clock(local.late_words(-left), " late", deadline)
    soon = " soon" if left <= timedelta(hours=soon_hours) else ""
    return _clock(local.span_words(left), soon, deadline)


def _clock(words: str, kind: str, moment: datetime) -> SafeString:
    title = local.moment_words(moment)
    return format_html(
        '<time class="clock{}" datetime="{}" title="{}">{}</time>', kind, moment.isoformat(), title, words
    )


@register.inclusion_tag("ui/parts/planned_bar.html")
def planned_bar(
    label: Words, achieved: Number | None, planned: Number | None = None, at_least: bool = False, url: str = ""
) -> dict[str, Any]:
    """Achieved against planned: a bar with a mark at the plan, and both numbers in words."""
    return {
        "label": label,
        "achieved": achieved,
        "planned": planned,
        "at_least": at_least,
        "url": url,
        "width": _percent(achieved or 0, planned),
        "mark": f"{PLAN_MARK:g}%",
    }


def _percent(achieved: Number, planned: Number | None) -> str:
    if not planned:
        return "0%"
    return f"{max(0.0, min(100.0, float(achieved) / float(planned) * PLAN_MARK)):.1f}%"


@register.inclusion_tag("ui/parts/figure.html")
def figure(value: Number | None, label: Words, of: Number | None = None, url: str = "") -> dict[str, Any]:
    """One big number and what it counts; `url` opens what was counted."""
    return {"value": value, "label": label, "of": of, "url": url}


@register.inclusion_tag("ui/parts/steps.html")
def steps(now: int, total: int, saved: bool = False) -> dict[str, Any]:
    """Where one is in a form of several pages."""
    return {"now": now, "total": total, "saved": saved}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Earlier and later pages, keeping the filters in the address."""
    asked = context["request"].GET
    return {"page": page, "before": _with_word(asked, page.before), "after": _with_word(asked, page.after)}


def _with_word(asked: QueryDict, word: str) -> str:
    """The same address at another page (`page=3`, `after=...`); `first` is the one that says none."""
    if not word:
        return ""
    query = asked.copy()
    for name in ("page", "after"):
        query.pop(name, None)
    name, _equals, value = word.partition("=")
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
