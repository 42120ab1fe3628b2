"""Puts reach on the request: the user and the one membership chosen for this session."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tilts.access.models import Membership
from tilts.access.reach import Reach


def _reach_of(request: HttpRequest) -> Reach:
    user = request.user
    if not user.is_authenticated:
        return Reach()
    now = timezone.now()
    mine = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), user=user, starts__lte=now)
    mine = mine.select_related("organisation", "site")
    chosen = request.session.get("membership")
    membership = (mine.filter(pk=chosen).first() if chosen else None) or mine.first()
    return Reach(user=user, membership=membership)


class ReachMiddleware:
    """Every request carries its reach; a role taken away is gone at the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reach = _reach_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
