"""A paper on its way out: what could not be drawn on it is named first."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, page
from tilts.ui.papers import Paper, number_of

ANYWAY = "anyway"


def not_drawn(paper: Paper) -> str:
    """The sentence that names what no font here has; empty where everything is drawn."""
    if not paper.missing:
        return ""
    sentence = _(
        "These characters cannot be drawn: %(signs)s. On the paper each stands as its number, like %(number)s."
    )
    return sentence % {"signs": " ".join(paper.missing), "number": number_of(paper.missing[0])}


def handed_out(request: Request, paper: Paper, *, name: str, back: str) -> HttpResponse:
    """The file; where not everything could be drawn, first the page that says what, with the way on and back."""
    sentence = not_drawn(paper)
    if sentence and ANYWAY not in request.GET:
        asked = request.GET.copy()
        asked[ANYWAY] = "1"
        there = f"{request.path}?{asked.urlencode()}"
        return page(request, "access/paper_not_drawn.html", sentence=sentence, there=there, back=back)
    answer = HttpResponse(paper.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
