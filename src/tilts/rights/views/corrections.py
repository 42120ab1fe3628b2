"""Pages of corrections."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.reach import Refused
from tilts.access.told import done
from tilts.people.models import Person
from tilts.rights.actions import releases
from tilts.rights.forms.requests import (
    CorrectionForm,
)
from tilts.rights.models import Correction, RequestKind
from tilts.rights.views.one_request import request_of


@door("person.corrected")
def request_correct(request: Request, id: UUID) -> HttpResponse:
    """Correct what is written of the person, with a reason."""
    asked = request_of(request, id)
    if asked.kind != RequestKind.CORRECTION:
        raise Refused(_("This request does not ask for a correction."))
    person = allowed(request, "person.corrected", request.reach(Person).get(pk=asked.person_id))
    form = CorrectionForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if done(form, None, releases.correct_person, request.reach, person, request=asked, **form.cleaned_data):
            messages.success(request, _("Corrected. The data protection officer tells those who had the data."))
            return redirect("cases:my_day")
    status = 422 if form.errors else 200
    return page(request, "rights/request_correct.html", asked=asked, form=form, person=person, status=status)


@door("correction.told")
def correction_told(request: Request, id: UUID) -> HttpResponse:
    """Those who had the data were told."""
    correction = allowed(request, "correction.told", request.reach(Correction).get(pk=id))
    if request.method == "POST":
        releases.mark_told(request.reach, correction)
        messages.success(request, _("Saved."))
    return redirect("rights:request_page", id=correction.request_id)
