"""Pages of corrections."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.access.reach import Refused
from tilts.people.models import Person
from tilts.rights.actions import releases
from tilts.rights.forms.requests import CorrectionForm
from tilts.rights.models import Correction, RequestKind
from tilts.rights.views.one_request import request_of


@form_page(releases.correct_person, template="rights/request_correct.html")
def request_correct(request: Request, id: UUID) -> Entry:
    """Correct what is written of the person, with a reason."""
    asked = request_of(request, id)
    if asked.kind != RequestKind.CORRECTION:
        raise Refused(_("This request does not ask for a correction."))
    person = request.reach(Person).get(pk=asked.person_id)
    form, title = CorrectionForm(request.POST or None, person=person), _("Correct")
    return Entry(
        person,
        form,
        title,
        reverse("day:my_day"),
        said=_("Corrected. The data protection officer tells those who had the data."),
        submit=title,
        also={"request": asked},
        more={"asked": asked, "person": person},
    )


@button(releases.mark_told)
def correction_told(request: Request, id: UUID) -> Press:
    """Those who had the data were told."""
    correction = request.reach(Correction).get(pk=id)
    return Press(correction, reverse("rights:request_page", args=[correction.request_id]), _("Saved."))
