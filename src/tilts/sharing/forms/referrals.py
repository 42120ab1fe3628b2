"""Words in: a referral, the steps of its answer, sharing by name."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, User
from tilts.access.relationships import SHAREABLE, ZONE_WORDS
from tilts.cases.models import Case
from tilts.directory.models import Partner
from tilts.people.models import Consent, Person, Way
from tilts.people.words import shown_name
from tilts.sharing.actions.footing import Agreed
from tilts.sharing.models import SharingBasis, Urgency
from tilts.ui.forms import NOTHING, LocalDateField, TiltsForm

USUAL = timedelta(days=90)
TEXT = 2000
NEW_CONSENT = ("agreed_by", "agreed_how", "agreed_on")


def _in_a_season() -> str:
    return (timezone.localdate() + USUAL).isoformat()


def _today() -> str:
    return timezone.localdate().isoformat()


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT, **more)


class BasisForm(TiltsForm):
    """What is shared, on what that rests, and until when. Nothing is chosen beforehand."""

    zones = forms.MultipleChoiceField(
        label=_("What is shared"),
        choices=[(zone, ZONE_WORDS[zone]) for zone in SHAREABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only what they need for what is asked. Confidential notes are never shared."),
    )
    basis = forms.ChoiceField(label=_("On what the sharing rests"), choices=[("", NOTHING), *SharingBasis.choices])
    consent = forms.ModelChoiceField(
        Consent._base_manager.none(),
        label=_("Which consent"),
        required=False,
        empty_label=NOTHING,
        error_messages={
            "invalid_choice": _(
                "This consent holds no more: it was withdrawn, or is over. Write down a new one, or choose "
                "another basis."
            )
        },
    )
    agreed_by = forms.ModelChoiceField(
        Person._base_manager.none(),
        label=_("Or a new consent: who agreed"),
        required=False,
        empty_label=NOTHING,
        help_text=_("It is written down together with this: for what you ticked, for them, until the day below."),
    )
    agreed_how = forms.ChoiceField(label=_("How they agreed"), choices=[("", NOTHING), *Way.choices], required=False)
    agreed_on = LocalDateField(label=_("Agreed on"), initial=_today, required=False)
    reason = _text(
        _("Why without consent"),
        required=False,
        help_text=_("In a sentence, if it rests on a law or on danger to life or health."),
    )
    until = LocalDateField(label=_("Open until and with"), initial=_in_a_season)

    def __init__(self, *args: Any, consents: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["consent"]
        field.queryset = consents
        field.label_from_instance = consent_words
        who: Any = self.fields["agreed_by"]
        if people is None:
            for name in NEW_CONSENT:
                del self.fields[name]
            return
        who.queryset = people
        who.label_from_instance = shown_name

    def clean(self) -> dict[str, Any]:
        """A consent that is chosen or a new one, not both; of a new one how and when."""
        data = super().clean() or {}
        if data.get("basis") != SharingBasis.CONSENT or not data.get("agreed_by"):
            return data
        if data.get("consent"):
            self.add_error("agreed_by", _("Choose a consent, or write down a new one: one of the two."))
        for name, sentence in (
            ("agreed_how", _("Say how they agreed.")),
            ("agreed_on", _("Say on which day they agreed.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data

    def facts(self) -> dict[str, Any]:
        """What the verb takes: a new consent as one thing."""
        data = dict(self.cleaned_data)
        who, how, on = (data.pop(name, None) for name in NEW_CONSENT)
        return data | {"agreed": Agreed(who, how, on) if who and data["basis"] == SharingBasis.CONSENT else None}


def consent_words(consent: Consent) -> str:
    """A consent as it is chosen from a list: its day, with whom, what."""
    zones = ", ".join(str(ZONE_WORDS[zone]) for zone in consent.zone_names if zone in ZONE_WORDS)
    whom = consent.with_unit.name if consent.with_unit else consent.with_whom
    return f"{date_format(consent.day, 'd.m.Y')} · {whom} · {zones}"


class ReferralForm(BasisForm):
    """To whom, what is asked, how soon."""

    to = forms.ChoiceField(label=_("To whom"))
    asked = _text(
        _("Which service is asked for"), help_text=_("No names: this is read before the referral is accepted.")
    )
    summary = _text(_("What they should know"), required=False, help_text=_("Read only once the referral is accepted."))
    urgency = forms.ChoiceField(label=_("How soon"), choices=[("", NOTHING), *Urgency.choices])
    field_order = ("to", "asked", "urgency", "summary", "zones", "basis", "consent", *NEW_CONSENT, "reason", "until")

    def __init__(self, *args: Any, organisations: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipients: dict[str, Organisation | Partner] = {f"organisation:{one.pk}": one for one in organisations}
        self.recipients |= {f"partner:{one.pk}": one for one in partners}
        here = [(f"organisation:{one.pk}", one.name) for one in organisations]
        outside = [(f"partner:{one.pk}", one.name) for one in partners]
        field: Any = self.fields["to"]
        field.choices = [("", NOTHING), (_("Work in this system"), here), (_("Partners outside"), outside)]

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        return super().facts() | {"to": self.recipients[self.cleaned_data["to"]]}


class ShareForm(BasisForm):
    """One colleague elsewhere, by name."""

    at = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    email = forms.EmailField(label=_("The colleague's e-mail address"))
    field_order = ("at", "email", "zones", "basis", "consent", *NEW_CONSENT, "reason", "until")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = organisations  # type: ignore[attr-defined]


class AcceptForm(TiltsForm):
    """Who does it, and into which case of one's own; a partner outside is asked neither."""

    doer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who will do it"),
        help_text=_("It stands on this colleague's day, with what you were told. They see what was shared, as you do."),
    )

    joins = forms.ModelChoiceField(
        Case._base_manager.none(),
        label=_("Join a case that is open here"),
        required=False,
        empty_label=_("Open a new case"),
    )
    agreed = forms.BooleanField(label=_("We take this on"))

    def __init__(self, *args: Any, cases: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues is None:
            del self.fields["doer"], self.fields["joins"]
            return
        self.fields["doer"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["joins"].queryset = cases  # type: ignore[attr-defined]


class ReasonForm(TiltsForm):
    """Why."""

    reason = _text(_("Reason"))


class OutcomeForm(TiltsForm):
    """What came of it."""

    outcome = _text(_("What came of it"))
