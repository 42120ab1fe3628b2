"""What a case takes over into its plan: the police's separation with its deadline, and the first task."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.colleagues import at_work, colleagues
from tilts.access.models import Membership, Profession, User
from tilts.cases.actions import join_team
from tilts.cases.asks import parts_taken_over
from tilts.cases.models import TeamMember
from tilts.cases.policy.case import WORKERS
from tilts.cases.taken import Part, Taking
from tilts.plan.actions.orders import answer_order, record_order
from tilts.plan.actions.tasks import add_task
from tilts.plan.models import Condition, Court, OrderKind
from tilts.ui.forms import NOTHING, LocalDateField, LocalMomentField
from tilts.ui.local import moment_words

NOT_SENT = ("", Court.NO)
"""Answers after which the end of a separation is a danger: not asked, and no."""


class Separation(Part):
    """The police's separation becomes a protection order with the deadline of the court."""

    key, order, label = "order", 50, gettext_lazy("Separation")
    title = gettext_lazy("Protection order with its deadline")

    def told(self) -> list[str]:
        """From when until when, and whether it went to the court."""
        if not self.sent.separation_from:
            return []
        asked = _("application to the court through the police: %(answer)s")
        said = Court(self.sent.court).label if self.sent.court else _("not asked")
        return [self._spell(), asked % {"answer": said}]

    def _spell(self) -> str:
        begun, until = self.sent.separation_from, self.sent.separation_until
        words = {"begun": moment_words(begun) if begun else "", "until": moment_words(until) if until else ""}
        return _("from %(begun)s until %(until)s") % words

    def words(self) -> str:
        """When it holds."""
        return self._spell() if self.sent.separation_from else ""

    def warning(self) -> str:
        """Until an application is sent, the end of the separation is a danger; she may apply, she need not."""
        ends = self.sent.separation_until
        if ends is None or self.sent.court not in NOT_SENT:
            return ""
        if ends <= timezone.now():
            said = _("The separation ended %(moment)s; no application to the court is on record.")
        else:
            said = _("The separation ends %(moment)s; no application to the court has been sent yet.")
        return said % {"moment": moment_words(ends)}

    def calm(self) -> str:
        """What is known of the application."""
        if self.sent.court == Court.YES:
            return _("Waits for the decision of the court.")
        return _("The person does not want to apply to the court.") if self.sent.court == Court.DECLINED else ""

    def asked(self) -> dict[str, forms.Field]:
        """When it holds, what it forbids, and the court."""
        return {
            "starts": LocalMomentField(
                label=gettext_lazy("In force from"), required=False, initial=self.sent.separation_from
            ),
            "ends": LocalMomentField(
                label=gettext_lazy("In force until"), required=False, initial=self.sent.separation_until
            ),
            "conditions": forms.MultipleChoiceField(
                label=gettext_lazy("What it forbids"),
                choices=Condition.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "court": forms.ChoiceField(
                label=gettext_lazy("Was the application to the court sent through the police?"),
                choices=[("", NOTHING), *Court.choices],
                required=False,
                initial=self.sent.court,
            ),
        }

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """It begins some time, and ends after that."""
        starts, ends = typed.get("starts"), typed.get("ends")
        if not starts:
            return {"starts": _("Write from when it holds, or do not tick this row.")}
        if ends and ends <= starts:
            return {"ends": _("An order cannot end before it starts.")}
        return {}

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """A protection order, answered where it is known whether the application was sent."""
        told = {name: typed[name] for name in ("starts", "ends", "conditions")}
        kind = OrderKind.SEPARATION
        order = record_order(taking.reach, taking.case, kind=kind, issued_by=self.sent.sender, **told)
        if typed["court"] in (Court.YES, Court.DECLINED):
            on = min(max(self.sent.day, timezone.localdate(order.starts)), timezone.localdate())
            applied = typed["court"] == Court.YES
            answer_order(taking.reach, order, seen_version=order.version, applied=applied, on=on)


class FirstTask(Part):
    """The first thing to do, and who does it."""

    key, order, label, title = "task", 80, gettext_lazy("First safe contact"), gettext_lazy("First task")
    folded = False

    def told(self) -> list[str]:
        """Whether the person wants it, and by when the service itself wants to reach them."""
        by = self.sent.contact_by
        wants = self.sent.wants_contact
        told = [_("wants the social service to come: %(answer)s") % {"answer": wants.lower()}] if wants else []
        return [*told, _("the service's own target: by %(moment)s") % {"moment": moment_words(by)}] if by else told

    def warning(self) -> str:
        """That the target is over."""
        by = self.sent.contact_by
        return _("The target is over.") if by and by < timezone.now() else ""

    def ticked(self) -> bool:
        """Always: a case without a first step is forgotten."""
        return True

    def asked(self) -> dict[str, forms.Field]:
        """What, who, by which day."""
        by, today = self.sent.contact_by, timezone.localdate()
        due = max(timezone.localdate(by), today) if by else today
        return {
            "what": forms.CharField(
                label=gettext_lazy("What is to be done"),
                required=False,
                max_length=300,
                initial=gettext_lazy("Reach the person safely"),
            ),
            "owner": forms.ModelChoiceField(
                self._colleagues(), label=gettext_lazy("Who does it"), required=False, initial=self.reach.user
            ),
            "due": LocalDateField(label=gettext_lazy("By which day"), required=False, initial=due),
        }

    def _colleagues(self) -> Any:
        """Who works on cases here; of a report that is kept to one person, only this one."""
        office = self.reach.organisation
        here = colleagues(office, *WORKERS) if office else User.objects.none()
        users = self.reach(User).filter(pk__in=here.values("pk")).order_by("name", "pk")
        return users.filter(pk=getattr(self.reach.user, "pk", None)) if self.sent.restricted else users

    def check(self, typed: Mapping[str, Any]) -> dict[str, str | Promise]:
        """What, who and when."""
        said = {
            "what": _("Say what is to be done."),
            "owner": _("Say who does this."),
            "due": _("Say by which day."),
        }
        wrong: dict[str, str | Promise] = {name: words for name, words in said.items() if not typed.get(name)}
        due = typed.get("due")
        if due and due < timezone.localdate():
            wrong["due"] = _("This day is over.")
        return wrong

    def take(self, taking: Taking, typed: Mapping[str, Any]) -> None:
        """A task; who does it works on the case from now on."""
        owner, case = typed["owner"], taking.case
        if not TeamMember._base_manager.filter(case=case, user=owner, ends=None, voided_at=None).exists():
            join_team(taking.reach, case, user=owner, profession=_profession(taking, owner))
        add_task(taking.reach, case, what=typed["what"], owner=owner, due=typed["due"])


def _profession(taking: Taking, user: User) -> str:
    works = at_work(Membership.objects.filter(organisation=taking.case.organisation, user=user, role__in=WORKERS))
    found = works.exclude(profession="").values_list("profession", flat=True).first()
    return found or str(Profession.SOCIAL_WORKER)


@parts_taken_over.answer
def into_the_plan() -> list[type[Part]]:
    """The separation and the first task."""
    return [Separation, FirstTask]
