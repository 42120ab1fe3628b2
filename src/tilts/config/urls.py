"""All addresses, in one place."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from tilts.access.doors import open_page
from tilts.access.words import say_kinds

autodiscover_modules("policy", "actions", "measures", "panels", "tasks", "jobs", "letters", "holdings")
# what the commands of the machine leave in the trace: their own modules are not loaded here
say_kinds(
    {
        "backup.made": _("Backup: made"),
        "backup.restored": _("Backup: restored"),
        "keys.rotated": _("Keys: changed"),
        "country.generated": _("Synthetic country: generated"),
    }
)


@open_page("says that the server is alive, nothing else")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/setlang/", open_page("the language of the pages")(set_language), name="set_language"),
    path("letters/", include("tilts.post.urls")),
    path("accounts/", include("tilts.accounts.signing_in")),
    path("oversight/", include("tilts.trace.urls")),
    path("", include("tilts.accounts.urls")),
    path("", include("tilts.access.urls")),
    path("", include("tilts.people.urls")),
    path("", include("tilts.day.urls")),
    path("", include("tilts.cases.urls")),
    path("", include("tilts.plan.urls")),
    path("", include("tilts.sharing.urls")),
    path("", include("tilts.risk.urls")),
    path("", include("tilts.services.urls")),
    path("meetings/", include("tilts.meetings.urls")),
    path("", include("tilts.documents.urls")),
    path("directory/", include("tilts.directory.urls")),
    path("projects/", include("tilts.projects.urls")),
    path("reports/", include("tilts.reports.urls")),
    path("rights/", include("tilts.rights.urls")),
]

handler400 = "tilts.ui.errors.not_understood"
handler403 = "tilts.ui.errors.not_allowed"
handler404 = "tilts.ui.errors.not_found"
handler500 = "tilts.ui.errors.broken"
