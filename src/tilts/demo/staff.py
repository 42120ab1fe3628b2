"""Colleagues in the demonstration: somebody who is to work here, and a second factor that was taken off by two."""

from tilts.access.models import Role, User
from tilts.accounts.staffing import ask_hire, ask_reset, release
from tilts.demo.people import reach_of


def build_staff() -> None:
    """What an administrator asked for: one waits for a second person, one was released."""
    administrator = reach_of("administrators")
    ask_hire(administrator, email="jauna@demo.tilts.example", name="Elīna Ābele", role=Role.CASE_WORKER)
    lawyer = User.objects.get(email="jurists@demo.tilts.example")
    release(reach_of("aizsardziba"), ask_reset(administrator, lawyer))
