"""What was typed and not sent: kept while somebody types, thrown away, and kept where a page is too old to send it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tilts.access.discarding import throw_away
from tilts.access.doors import Request, open_page
from tilts.access.drafts import keep_what_came
from tilts.access.form_pages import Press, button
from tilts.access.models import Draft
from tilts.ui import errors, local


@csrf_exempt
@open_page("takes what is typed for whom the signed word of its page names, and shows nothing")
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far, and say when; the page's word says whose it is, also where the session has ended."""
    draft = keep_what_came(request, request.POST.get("path", ""))
    if draft is None:
        return JsonResponse({"said": _("Not saved.")}, status=422)
    return JsonResponse({"said": _("Saved %(at)s") % {"at": local.time_words(draft.saved_at)}})


@button(throw_away)
def draft_throw_away(request: Request, draft: UUID) -> Press:
    """Throw away what one typed and did not send."""
    found = request.reach(Draft).get(pk=draft)
    return Press(found, found.path, said=_("It is thrown away."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an earlier sign-in is kept and shown again; what does not come from a page of ours is refused."""
    draft = keep_what_came(request)
    if draft is None:
        return errors.forged(request, reason)
    if not request.user.is_authenticated:
        messages.info(request, _("What you typed is kept. Sign in, look at it and send it."))
        return redirect_to_login(draft.path)
    if request.user.pk != draft.user_id:
        return errors.forged(request, reason)
    messages.info(request, _("You signed in anew since this page was opened: look at what you typed and send it."))
    return redirect(draft.path)
