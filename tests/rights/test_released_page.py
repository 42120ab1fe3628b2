"""A refusal by default, lifted on the page by the officer with a supervisor of their choice."""

import pytest
from django.urls import reverse
from tests.rights.test_requests import a_parent_asks
from tests.rights.world import a_file

from tilts.rights.models import RequestState

pytestmark = pytest.mark.django_db


def test_a_refusal_by_default_is_lifted_with_a_reason_and_a_named_supervisor(cast, enter):
    request = a_parent_asks(cast, a_file(cast), "Brēkulis Ļaundaris")
    where, officer = reverse("rights:request_release", args=[request.pk]), enter(cast.data_protection.user)
    assert officer.post(where, {"why": "Tiesas nolēmums"}).status_code == 422
    assert officer.post(where, {"why": "", "second": cast.supervisor.user.pk}).status_code == 422
    assert officer.post(where, {"why": "Nolēmums", "second": cast.worker.user.pk}).status_code == 422
    assert officer.post(where, {"why": "Nolēmums", "second": cast.supervisor.user.pk}).status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.OPEN and request.second == cast.supervisor.user
    assert enter(cast.supervisor.user).post(where, {"why": "Nolēmums"}).status_code == 403
