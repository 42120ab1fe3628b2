"""Which project, and from which day to which: the words of an address turned into a period."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.own import is_own_period
from tilts.ui.forms import LocalDateField, TiltsForm, dress
from tilts.ui.local import day_words

LONGEST = timedelta(days=3660)


class PeriodForm(TiltsForm):
    """The days of a report; both are counted."""

    def __init__(self, project: Project | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["from"] = LocalDateField(label=gettext_lazy("First day"))
        self.fields["to"] = LocalDateField(label=gettext_lazy("Last day"))
        dress(self)

    def clean(self) -> dict[str, Any]:
        """A period that ends after it starts, is not longer than ten years and touches the project's own."""
        days: dict[str, Any] = self.cleaned_data
        first, last = days.get("from"), days.get("to")
        if first and last:
            if last < first:
                self.add_error("to", _("The last day is before the first day."))
            elif last - first > LONGEST:
                self.add_error("to", _("A report covers at most ten years."))
            elif self.project:
                self._check_project(self.project, Period.of(first, last))
        return days

    def _check_project(self, project: Project, period: Period) -> None:
        days = {"first": day_words(project.starts), "last": day_words(project.ends)}
        if not period.overlaps(Period.of(project.starts, project.ends)):
            self.add_error("from", _("The project runs from %(first)s to %(last)s; choose days in it.") % days)
        elif not is_own_period(project, period):
            sentence = _("A report covers whole months, or begins on %(first)s and ends on %(last)s with the project.")
            self.add_error(None, sentence % days)

    @property
    def period(self) -> Period:
        """The period of a valid form."""
        return Period.of(self.cleaned_data["from"], self.cleaned_data["to"])


class ChooseForm(PeriodForm):
    """Which project's report; without days it is the project's whole period."""

    project_code = forms.ChoiceField(label=gettext_lazy("Project"))

    def __init__(self, projects: Iterable[Project], data: Any = None) -> None:
        self.projects = {project.code: project for project in projects}
        chosen = self.projects.get(data.get("project_code", "")) if data else None
        super().__init__(chosen, data)
        choices = [(code, f"{project.title} ({code})") for code, project in self.projects.items()]
        field: Any = self.fields["project_code"]
        field.choices = choices
        for name in ("from", "to"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Days left out are the project's own."""
        days = self.cleaned_data
        if self.project:
            for name, own in (("from", self.project.starts), ("to", self.project.ends)):
                if name not in self.errors and not days.get(name):
                    days[name] = own
        return super().clean()
