"""What is typed and not sent is not lost, and nobody sends it for its writer.

Every form of somebody signed in carries a signed word: for whom the page was drawn, in which role, and when. By that
word what is typed is kept (`keep_what_came`): while they pause, where the session was locked or had ended, where a
fresh proof is asked for, where the page is from an earlier sign-in. It is shown again on the page where it was typed
(`begin_with`), to them alone, and goes when it arrives (`has_arrived`). A page that was drawn behind the lock has no
such word: what a stranger types there is kept nowhere.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.forms import BaseForm, PasswordInput, Textarea, TextInput
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import Draft, User
from tilts.access.reach import Reach
from tilts.ui.once import DRAWN, ONCE

SIGNER = Signer(salt="tilts.drawn")
STANDS = timedelta(hours=12).total_seconds()
"""For how long after a page was drawn its form is taken: longer than a session lasts."""
KEPT = timedelta(days=14)
MOST_LETTERS = 300_000
"""Letters of one form, names of fields and all."""
LONGEST_PATH = 300
MOST_DRAFTS = 100
"""Of one writer."""
TYPED = (Textarea, TextInput)
SECRETS = frozenset({"secret", "pin", "again", "password", "password1", "password2", "oldpassword"})
NEVER = SECRETS | {"csrfmiddlewaretoken", DRAWN, ONCE, "path"}
"""Fields that are kept nowhere: secrets, and what belongs to the page and not to its writer."""


@dataclass(frozen=True)
class Drawn:
    """For whom a page was drawn, in which role, and when (seconds since 1970)."""

    user: UUID
    membership: UUID | None
    at: int


def word_of(reach: Reach) -> str:
    """The signed word that a form of this actor carries; empty where nobody acts."""
    if reach.user is None:
        return ""
    role = reach.membership.pk.hex if reach.membership else ""
    return SIGNER.sign(f"{reach.user.pk.hex}.{role}.{int(time.time())}")


def drawn_for(request: HttpRequest) -> Drawn | None:
    """What the word of a form says; nothing where it has none, a forged one, or one that is too old."""
    try:
        user, role, at = SIGNER.unsign(request.POST.get(DRAWN, "")).split(".")
    except (BadSignature, ValueError):
        return None
    drawn = Drawn(UUID(user), UUID(role) if role else None, int(at))
    return drawn if time.time() - drawn.at < STANDS else None


def keep_what_came(request: HttpRequest, path: str = "", *, before: float | None = None) -> Draft | None:
    """Keep what was typed into a form for whoever its page was drawn for; `before` is when the session was locked.

    Nothing is kept of a search, of a library's page, of a form without words, or of one that is too long.
    """
    request.put_aside = True  # type: ignore[attr-defined]
    drawn, path = drawn_for(request), path or request.get_full_path()
    if drawn is None or (before is not None and drawn.at > before) or page_keeping(path) is None:
        return None
    typed = {name: values for name, values in request.POST.lists() if name not in NEVER}
    if not any(value.strip() for values in typed.values() for value in values) or _letters(typed) > MOST_LETTERS:
        return None
    return _write(drawn, path, typed)


def page_keeping(path: str) -> ResolverMatch | None:
    """The page at this address, if what is typed there may be kept: one of ours that is no search."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    return found if len(path) <= LONGEST_PATH and getattr(found.func, "keeps_typed", False) else None


def _letters(typed: Mapping[str, Iterable[str]]) -> int:
    return sum(len(name) + len(value) for name, values in typed.items() for value in values)


def _write(drawn: Drawn, path: str, typed: dict[str, list[str]]) -> Draft | None:
    """Over what was typed there before; nothing where the account is gone, or has too much begun already."""
    mine = Draft.objects.filter(user=drawn.user, membership=drawn.membership)
    with transaction.atomic(), acting(JOB):
        draft = mine.filter(path=path).first()
        if draft is None and (mine.count() >= MOST_DRAFTS or not User.objects.filter(pk=drawn.user).exists()):
            return None
        draft = draft or Draft(user_id=drawn.user, membership_id=drawn.membership, path=path)
        draft.typed, draft.saved_at = typed, timezone.now()
        draft.save()
    return draft


def mine_at(reach: Reach, path: str) -> Draft | None:
    """What this actor typed at this address and has not sent."""
    found: Draft | None = reach(Draft).filter(path=path).first()
    return found


def begin_with(request: HttpRequest, context: dict[str, Any]) -> None:
    """Let the forms of a page begin with what was typed there before, and the page say so (`typed_before`).

    A form that the page calls `..._form` is sent elsewhere and has a page of its own.
    """
    reach = getattr(request, "reach", None)
    own = (value for name, value in context.items() if not name.endswith("_form"))
    forms = [form for form in _forms(own) if not form.is_bound]
    if request.method != "GET" or reach is None or reach.user is None or not any(map(_asks_for_text, forms)):
        return
    if draft := mine_at(reach, request.get_full_path()):
        for form in forms:
            _fill(form, draft.typed)
        context["typed_before"] = draft


def _forms(values: Iterable[Any]) -> Iterable[BaseForm]:
    for value in values:
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, BaseForm))


def _asks_for_text(form: BaseForm) -> bool:
    return any(
        isinstance(one.widget, TYPED) and not isinstance(one.widget, PasswordInput) for one in form.fields.values()
    )


def _fill(form: BaseForm, typed: Mapping[str, list[str]]) -> None:
    """The form as it was typed, the version it was made from with it: who is late learns so when it is sent."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        sent = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(data, {}, sent):
            form.initial[name] = field.widget.value_from_datadict(data, {}, sent)


def has_arrived(request: HttpRequest, response: HttpResponse) -> None:
    """A form that was taken is no draft any more."""
    if request.method != "POST" or response.status_code >= 400 or getattr(request, "put_aside", False):
        return
    if drawn := drawn_for(request):
        mine = Draft.objects.filter(user=drawn.user, membership=drawn.membership, path=request.get_full_path())
        with transaction.atomic(), acting(JOB):
            mine.delete()


def forget_old(now: datetime) -> int:
    """Take away what nobody came back to; how many there were."""
    with transaction.atomic(), acting(JOB):
        return Draft.objects.filter(saved_at__lt=now - KEPT).delete()[0]
