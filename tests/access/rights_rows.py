"""A row in every table of rights, documents and alerts, about one case: for the sweeps that open every address."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from tilts.cases.models import Case
from tilts.documents import files
from tilts.documents.models import Document
from tilts.people.models import Person
from tilts.rights.models import (
    Breach,
    Correction,
    ErasureProof,
    LegalHold,
    ProcessingActivity,
    ProcessingPartner,
    Purge,
    PurgeItem,
    RequestFolder,
    RetentionClass,
    RightsRequest,
    TextDecision,
)
from tilts.trace.models import Alert


@dataclass
class RightsRows:
    """The rows, by what they are."""

    cast: Cast
    case: Case
    person: Person
    requests: dict[str, RightsRequest] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write them."""
        self.clean, self.waiting = self._document("clean"), self._document("quarantine")
        officer = self.cast.data_protection.user
        self.requests = {
            "copy": self._request("access", "open"),
            "proposed": self._request("access", "proposed", proposed_by=self.cast.worker.user),
            "erasure": self._request(
                "erasure", "proposed", proposed_by=officer, confirmed_by=self.cast.supervisor.user
            ),
            "correction": self._request("correction", "open"),
            "agreed": self._request(
                "access",
                "confirmed",
                proposed_by=self.cast.worker.user,
                confirmed_by=officer,
                paper_is_safe=True,
                package=PACKAGE,
            ),
        }
        self._decided()
        self._kept()
        self._registers()

    @property
    def _of(self) -> dict[str, Any]:
        return {"organisation": self.case.organisation}

    def _document(self, state: str) -> Document:
        made = Document(
            **self._of,
            folder=self.case.folder,
            title="x",
            kind="statement",
            media_type="text/plain",
            size=2,
            state=state,
            day=timezone.localdate(),
            uploaded_by=self.cast.worker.user,
        )
        made.file = files.new_name()
        made.key = files.put(made.pk, made.file, b"ok")
        made.save(force_insert=True)
        return made

    def _request(self, kind: str, state: str, **facts: Any) -> RightsRequest:
        today = timezone.localdate()
        made = RightsRequest.objects.create(
            **self._of,
            kind=kind,
            state=state,
            person=self.person,
            asked_by="self",
            identity="document",
            received_on=today,
            due_on=today + timedelta(days=30),
            ended_by=self.cast.data_protection.user,
            ended_at=timezone.now(),
            **facts,
        )
        RequestFolder.objects.create(request=made, folder=self.case.folder)
        return made

    def _decided(self) -> None:
        now, worker = timezone.now(), self.cast.worker.user
        TextDecision.objects.create(
            **self._of,
            request=self.requests["proposed"],
            piece="x",
            source="x",
            given=True,
            text="x",
            by=worker,
            at=now,
        )
        self.correction = Correction.objects.create(
            **self._of, person=self.person, request=self.requests["correction"], reason="x", by=worker, at=now
        )

    def _kept(self) -> None:
        today, now, officer = timezone.localdate(), timezone.now(), self.cast.data_protection.user
        RetentionClass.objects.create(**self._of, event="case_closed", years=10, source="x", in_force_from=today)
        self.hold = LegalHold.objects.create(
            **self._of, folder=self.case.folder, label="x", reason="x", starts=today, placed_by=officer
        )
        self.purge = Purge.objects.create(**self._of, until=today, proposed_by=officer, proposed_at=now)
        about = {"purge": self.purge, "event": "case_closed", "since": today, "label": "x"}
        PurgeItem.objects.create(**self._of, person=self.person, **about)
        PurgeItem.objects.create(**self._of, folder=self.case.folder, **about)
        by = {"proposed_by": officer, "confirmed_by": self.cast.supervisor.user}
        ErasureProof.objects.create(**self._of, request=self.requests["erasure"], at=now, **by)

    def _registers(self) -> None:
        officer = self.cast.data_protection.user
        self.breach = Breach.objects.create(**self._of, aware_at=timezone.now(), what="x", recorded_by=officer)
        line = {name: "x" for name in ("title", "purpose", "legal_basis", "persons", "data_kinds", "kept_for")}
        self.activity = ProcessingActivity.objects.create(**self._of, **line)
        self.partner = ProcessingPartner.objects.create(**self._of, name="x", role="processor", what_for="x")
        self.alert = Alert.objects.create(
            **self._of, kind="idle_looks", user=self.cast.second_worker.user, record=self.case.pk, finding="x"
        )

    def filling(self) -> dict[str, list[Any]]:
        """The ids of these rows, by address."""
        return {
            "folders/:id": [self.case.pk],
            "documents/:id": [self.clean.pk, self.waiting.pk],
            "rights/:id": [one.pk for one in self.requests.values()],
            "rights/holds/:id": [self.hold.pk],
            "rights/purges/:id": [self.purge.pk],
            "rights/breaches/:id": [self.breach.pk],
            "rights/processing/:id": [self.activity.pk],
            "rights/partners/:id": [self.partner.pk],
            "rights/corrections/:id": [self.correction.pk],
            "oversight/alerts/:id": [self.alert.pk],
            "oversight/records/:id": [self.case.pk],
        }


PACKAGE = {"organisation": "x", "kind": "x", "person": "x", "made_on": "x", "sections": [], "left_out": []}
