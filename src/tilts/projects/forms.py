"""Which project pays, in a form: those that run are offered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from tilts.projects.models import Project


@dataclass(frozen=True)
class Paying:
    """Which of the projects that one reaches may pay for something of a day."""

    among: Any
    """The projects one reaches: what was chosen from a page shown earlier is still taken, the verb says what is odd."""
    on: date
    paid: Collection[UUID | None] = ()
    """Those that pay already."""
    to_come: bool = False
    """Also those that begin later: for what is planned."""

    @property
    def offered(self) -> Any:
        """Those that run on the day, and those that pay already."""
        begun = Q() if self.to_come else Q(starts__lte=self.on)
        return self.among.filter(begun & Q(ends__gte=self.on) | Q(pk__in=[pk for pk in self.paid if pk]))


class _Offering:
    paying: Paying
    queryset: Any

    def offer(self, paying: Paying) -> None:
        """Offer these."""
        self.paying, self.queryset = paying, paying.offered

    def label_from_instance(self, project: Any) -> str:
        """Its title in the reader's language."""
        return str(project.title)

    def clean(self, value: Any) -> Any:
        """What was chosen, of all that one reaches."""
        self.queryset = self.paying.among
        try:
            return super().clean(value)  # type: ignore[misc]
        finally:
            self.queryset = self.paying.offered


class ProjectField(_Offering, forms.ModelChoiceField):  # type: ignore[type-arg]
    """The project that pays."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Project._base_manager.none(), required=False, **kwargs)


class ProjectsField(_Offering, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The projects that pay."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(Project._base_manager.none(), required=False, **kwargs)
