"""Calling a meeting together, inviting, attendance, guests."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.colleagues import roles_held
from tilts.access.models import Organisation, OrganisationKind, Role, Site, User
from tilts.meetings.models import Invitation, Meeting, MeetingKind
from tilts.meetings.usual import SITS, usual_role
from tilts.people.models import Consent
from tilts.projects.forms import Paying, ProjectField
from tilts.sharing.forms.referrals import consent_words
from tilts.sharing.models import SharingBasis
from tilts.ui.forms import LocalMomentField, TiltsForm, field_of

NOBODY = "—"
NOBODY_SITS = pgettext_lazy("institution", "nobody who sits at tables")


class ChangeForm(TiltsForm):
    """When, where, who leads it; the version tells whether somebody wrote in between."""

    title = field_of(Meeting.title, _("Title"), help_text=_("Never a client's name."))
    starts = LocalMomentField(label=_("Begins"))
    place = field_of(Meeting.place, _("Place"))
    chair = field_of(Meeting.chair, _("Led by"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CorrectForm(ChangeForm):
    """By what a meeting that was held is counted."""

    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"), required=False)
    project = ProjectField(label=_("Paid by project"))
    field_order = ("title", "starts", "place", "site", "project", "chair")

    def __init__(self, *args: Any, sites: Any, projects: Paying, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["project"].offer(projects)  # type: ignore[attr-defined]


class MeetingForm(ChangeForm):
    """A meeting of institutions."""

    version = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("Kind of meeting"))
    project = ProjectField(label=_("Project"))
    field_order = ("kind", "title", "starts", "place", "chair", "project")

    def __init__(self, *args: Any, projects: Paying, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one, MeetingKind(one).label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["project"].offer(projects)  # type: ignore[attr-defined]


class CaseMeetingForm(ChangeForm):
    """A meeting about one case."""

    version = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("Kind of meeting"))
    coordinator = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Coordinator"),
        required=False,
        help_text=_("A family group conference is led by somebody who does not work on the case."),
    )
    project = ProjectField(label=_("Project"))
    field_order = ("kind", "title", "starts", "place", "coordinator", "chair", "project")

    def __init__(self, *args: Any, colleagues: Any, projects: Paying, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (MeetingKind.TEAM, MeetingKind.FAMILY_GROUP)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["coordinator"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["project"].offer(projects)  # type: ignore[attr-defined]


class HandOverForm(TiltsForm):
    """Who coordinates it from now on."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Coordinator"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class CancelForm(TiltsForm):
    """Why it does not take place."""

    why = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Never a client's name."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class SureForm(TiltsForm):
    """Asked once before it is done; nothing is typed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OnItsDayForm(SureForm):
    """A meeting is opened and closed on its day; after it one says that it was held then."""

    afterwards = forms.BooleanField(label=_("It was held on its day and is written down afterwards"), required=False)
    field_order = ("afterwards", "version")

    def __init__(self, *args: Any, over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not over:
            del self.fields["afterwards"]


class OutsideForm(TiltsForm):
    """On what somebody from outside sits at a table about one case; `consents` is None at other tables."""

    basis = forms.ChoiceField(
        label=_("On what people from outside learn of the case"),
        choices=[("", NOBODY), *SharingBasis.choices],
        required=False,
        help_text=_("Not needed for colleagues of your own organisation."),
    )
    consent = forms.ModelChoiceField(Consent._base_manager.none(), label=_("Which consent"), required=False)
    reason = forms.CharField(
        label=_("Why without consent"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("In a sentence, if it rests on a law or on danger to life or health."),
    )

    def __init__(self, *args: Any, consents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if consents is None:
            for name in ("basis", "consent", "reason"):
                del self.fields[name]
            return
        field: Any = self.fields["consent"]
        field.queryset, field.label_from_instance = consents, consent_words


class InviteForm(OutsideForm):
    """An institution that works here, one colleague of one's own, or an institution outside by name."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Institution that works here"), required=False)
    role = forms.ChoiceField(label=_("Who of it sits at the table"), required=False)
    anyway = forms.BooleanField(label=_("Invite all the same"), required=False)
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=_("Or one colleague of your own organisation"), required=False
    )
    name = field_of(Invitation.name, _("Or an institution outside, by name"))
    kind = forms.ChoiceField(label=_("Kind of that institution"), required=False)
    field_order = ("unit", "role", "anyway", "colleague", "name", "kind", "basis", "consent", "reason")

    def __init__(self, *args: Any, units: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [("", _("the people who usually do")), *((one.value, one.label) for one in SITS)]
        self.held = roles_held(units.values("pk"), SITS)
        unit: Any = self.fields["unit"]
        unit.queryset, unit.label_from_instance = units, self._with_roles
        if not self.is_bound:
            del self.fields["anyway"]
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", NOBODY), *OrganisationKind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the three, and the kind of an institution that nobody here knows."""
        data = super().clean() or {}
        given = [name for name in ("unit", "colleague", "name") if data.get(name)]
        if len(given) != 1:
            self.add_error("unit", _("Choose an institution or a colleague, or name an institution outside."))
        if data.get("name") and not data.get("kind"):
            self.add_error("kind", _("Say what kind of institution it is."))
        if data.get("unit"):
            data["role"] = data.get("role") or usual_role(self.held.get(data["unit"].pk, ())) or Role.PARTICIPANT
        self._warn(data.get("unit"), data)
        return data

    def _with_roles(self, unit: Organisation) -> str:
        """The institution, and who of it could sit there."""
        return f"{unit.name} ({self._roles_of(unit)})"

    def _roles_of(self, unit: Organisation) -> str:
        held = self.held.get(unit.pk, ())
        return ", ".join(str(one.label) for one in SITS if one in held) or str(NOBODY_SITS)

    def _warn(self, unit: Organisation | None, data: dict[str, Any]) -> None:
        """Once, where nobody would sit there; whoever invites all the same says so."""
        if unit is None or data["role"] in self.held.get(unit.pk, ()):
            del self.fields["anyway"]
        elif not data.pop("anyway", False):
            words = _("Nobody would see the agenda in this role. At %(unit)s there is: %(roles)s.")
            self.add_error("role", words % {"unit": unit.name, "roles": self._roles_of(unit)})


def attendance_form(data: Any, invitations: list[Invitation]) -> TiltsForm:
    """A form with two fields for each institution."""
    told: dict[str, forms.Field] = {}
    for one in invitations:
        answers = [("", NOBODY), ("yes", _("was there")), ("no", _("did not come"))]
        now = {True: "yes", False: "no", None: ""}[one.came]
        told[f"came_{one.pk}"] = forms.ChoiceField(label=one.institution, choices=answers, required=False, initial=now)
        told[f"by_{one.pk}"] = forms.CharField(
            label=_("%(institution)s: represented by") % {"institution": one.institution},
            max_length=120,
            required=False,
            initial=one.represented_by,
        )
        told[f"seen_{one.pk}"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=one.version)
    made: type[TiltsForm] = type("AttendanceForm", (TiltsForm,), told)
    return made(data)


def lines_of(form: TiltsForm, invitations: list[Invitation]) -> list[tuple[Any, ...]]:
    """The attendance as it is laid out: a line for each institution with its three fields (came, by whom, version)."""
    return [(one.institution, *(form[f"{name}_{one.pk}"] for name in ("came", "by", "seen"))) for one in invitations]


CAME: dict[str, bool | None] = {"yes": True, "no": False, "": None}


def attendance_told(form: TiltsForm, invitations: list[Invitation]) -> dict[UUID, tuple[bool | None, str, int | None]]:
    """What the form says, by invitation: came, by whom represented, which version the writer saw.

    Nothing of whoever was invited after the page was drawn.
    """
    data = form.cleaned_data
    shown = [one.pk for one in invitations if data[f"seen_{one.pk}"] is not None]
    return {pk: (CAME[data[f"came_{pk}"]], data[f"by_{pk}"], data[f"seen_{pk}"]) for pk in shown}


def go_on_from(form: Any, invitations: list[Invitation]) -> None:
    """The second writer goes on from what is written now: it fills what they left open and stands beside the rest."""
    form.data, form.theirs = form.data.copy(), []
    for one in invitations:
        came, by, seen = f"came_{one.pk}", f"by_{one.pk}", f"seen_{one.pk}"
        now = {True: "yes", False: "no", None: ""}[one.came]
        form.data[seen] = str(one.version)
        if not form.data.get(came) and not form.data.get(by):
            form.data[came], form.data[by] = now, one.represented_by
        elif (form.data.get(came), form.data.get(by)) != (now, one.represented_by):
            answer = _("was there") if one.came else _("did not come")
            form.theirs.append((one.institution, f"{answer} {one.represented_by}".strip()))


class GuestForm(OutsideForm):
    """Whom the pass is for."""

    name = forms.CharField(label=_("Name of the guest"), max_length=120)
    institution = forms.CharField(label=_("Institution"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of institution"), choices=OrganisationKind.choices)
    field_order = ("name", "institution", "kind", "basis", "consent", "reason")


class EnterForm(TiltsForm):
    """The code that was handed over apart from the link."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("You were given it apart from the link."))
