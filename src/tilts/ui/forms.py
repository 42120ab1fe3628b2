"""Forms that look, read and fail alike everywhere."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tilts.kit.dates import EARLIEST_YEAR, LATEST_YEAR, RIGA, NoSuchTime, TimeTwice, moment_at
from tilts.kit.text import clean
from tilts.kit.workdays import working_day_after
from tilts.ui.local import time_words

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."]
MOMENT_FORMATS = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H.%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y. %H.%M",
    "%d.%m.%Y. %H:%M",
]


NOTHING = "—"
"""What a list shows while nothing is chosen: the same in every form."""
ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:\d\d)?)?")


class Answers(forms.RadioSelect):
    """One answer of a few, drawn as big cards by `{% answers %}`."""


class YesNoUnknown(forms.NullBooleanSelect):
    """Yes, no, or not known; what is kept stands chosen when the form is shown again."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))]


class KeptInput(forms.widgets.DateTimeBaseInput):
    """What was typed stays in sight: a value that the browser's own calendar would drop is shown as plain text."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As its parent, with the type `text` where the value is not one the calendar can hold."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not ISO.fullmatch(str(shown)):
            context["widget"]["type"] = "text"
        return context


class LocalDateInput(KeptInput, forms.DateInput):
    """A day; the browser shows its own calendar, the value travels as ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class LocalMomentInput(KeptInput, forms.DateTimeInput):
    """A day and a time in local time; where the clocks show it twice that night, it is asked which one is meant."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, and which of the two times, as one value."""
        typed, which = super().value_from_datadict(data, files, name), data.get(f"{name}_which")
        return f"{typed} #{which}" if typed and which in ("1", "2") else typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input; below it the question, where there is one."""
        wall, which = _parted(value)
        drawn = super().render(name, wall, attrs, renderer)
        if not _comes_twice(wall):
            return drawn
        which = which or (wall.fold + 1 if isinstance(wall, datetime) else 0)
        choices = ((1, _("the first time, before the clocks go back")), (2, _("the second time, after it")))
        radios = format_html_join(
            "",
            '<label class="form-check">'
            '<input type="radio" class="form-check-input" name="{}_which" value="{}"{}> {}</label>',
            ((name, at, SafeString(" checked") if at == which else "", words) for at, words in choices),
        )
        return format_html("{}<fieldset><legend>{}</legend>{}</fieldset>", drawn, _("Which of the two?"), radios)


def _parted(value: Any) -> tuple[Any, int]:
    """What was typed, and which of two times was chosen; 0 where none was."""
    if isinstance(value, str) and value[-3:] in (" #1", " #2"):
        return value[:-3], int(value[-1])
    return value, 0


def _comes_twice(value: Any) -> bool:
    try:
        wall = _wall(value) if isinstance(value, str) else value
        if isinstance(wall, datetime) and wall.tzinfo is None:
            moment_at(wall)
    except TimeTwice:
        return True
    except (ValueError, forms.ValidationError):
        return False
    return False


def _wall(typed: str) -> datetime:
    """A day and a time as typed; `ValueError` or `ValidationError` where it is none."""
    written = typed.strip()
    found = parse_datetime(written)
    for one in MOMENT_FORMATS if found is None else ():
        with suppress(ValueError):
            return datetime.strptime(written, one)  # noqa: DTZ007  what a clock shows; `moment_at` says when it is
    if found is None:
        raise ValueError(typed)
    return found


class LocalDateField(forms.DateField):
    """A day, written as 06.06.2018, 6.6.2018. or 2018-06-06."""

    widget = LocalDateInput
    default_error_messages = {"invalid": _("Write the day as 06.06.2018.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Spaces after the dots are forgiven."""
        return _possible(super().to_python("".join(value.split()) if isinstance(value, str) else value))


class Ahead:
    """A day to come, for a form that asks for one: so many working days from today."""

    def __init__(self, working_days: int = 1, at: time | None = None) -> None:
        self.working_days, self.at = working_days, at

    def __call__(self) -> date | datetime:
        """The day, or the moment of it."""
        day = working_day_after(timezone.now(), self.working_days)
        return datetime.combine(day, self.at, tzinfo=RIGA) if self.at else day


class LocalMomentField(forms.DateTimeField):
    """A day and a time, written as 06.06.2018 9.30 or 2018-06-06T09:30, local; the moment of it is given in UTC."""

    widget = LocalMomentInput
    default_error_messages = {
        "invalid": _("Write the day and the time as 06.06.2018 9.30."),
        "twice": _("That night the clocks go back and %(time)s comes twice. Say which one is meant."),
        "missing": _("That night the clocks go forward: there is no %(time)s. Write the time that the clock showed."),
    }

    def to_python(self, value: Any) -> Any:
        """A moment."""
        if value in self.empty_values:
            return None
        typed, which = _parted(value)
        try:
            wall = _wall(typed) if isinstance(typed, str) else _at_midnight(typed)
        except ValueError as bad:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from bad
        if wall.tzinfo is not None:
            return _possible(wall.astimezone(UTC))
        return self._moment(_possible(wall), which or 2 * wall.fold)

    def _moment(self, wall: datetime, which: int) -> datetime:
        try:
            return moment_at(wall, which)
        except (TimeTwice, NoSuchTime) as odd:
            code = "twice" if isinstance(odd, TimeTwice) else "missing"
            raise forms.ValidationError(
                self.error_messages[code], code=code, params={"time": time_words(wall)}
            ) from odd


def _at_midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time.min)


def _possible(value: Any) -> Any:
    """A day or a moment in a year that can be right, as in registers."""
    if value and not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise forms.ValidationError(_("This year cannot be right."))
    return value


def field_of(column: Any, label: Any, **more: Any) -> Any:
    """The form field of a column (`Offer.price`): its length, its size, whether it may stay empty stand in the model.

    `more` is what the form alone knows: a help text, a widget, a sentence. The column's own help is for who builds.
    """
    return column.field.formfield(label=label, **{"help_text": ""} | more)


def css_class_for(widget: forms.Widget) -> str:
    """The class that makes a widget look like ours."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def dress(form: forms.BaseForm) -> None:
    """Give every widget of a form its class; fields that came from elsewhere can be dressed too.

    Browsers are told not to remember what was typed: names would stay in their files.
    """
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.empty_label:
            field.empty_label = NOTHING
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = (
                _("Choose.") if isinstance(field, forms.ChoiceField) else _("Fill this in.")
            )
        field.widget.attrs.setdefault("autocomplete", "off")
        if not field.widget.is_hidden:
            given = str(field.widget.attrs.get("class", ""))
            ours = css_class_for(field.widget)
            field.widget.attrs["class"] = given if ours in given.split() else f"{given} {ours}".strip()


def _cleaned(data: Any, but: frozenset[str]) -> Any:
    """What was sent, each text as it is kept (`kit.text.clean`) but for passwords: one place for every form."""
    if isinstance(data, MultiValueDict):
        told = data.copy()
        for name, values in data.lists():
            told.setlist(name, [_as_kept(name, one, but) for one in values])
        return told
    return {name: _as_kept(name, one, but) for name, one in data.items()} if data is not None else None


def _as_kept(name: str, value: Any, but: frozenset[str]) -> Any:
    return clean(value) if isinstance(value, str) and name.rpartition("-")[2] not in but else value


class TiltsForm(forms.Form):
    """A form in the house style; required fields are the rule, optional ones say so. What is sent comes in cleaned."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        secret = (name for name, field in self.base_fields.items() if isinstance(field.widget, forms.PasswordInput))
        super().__init__(_cleaned(data, frozenset(secret)), *args, **kwargs)
        self.label_suffix = ""
        dress(self)
