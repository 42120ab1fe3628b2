"""Who of an institution sits at tables: the role that it really has."""

from collections.abc import Collection

from tilts.access.models import Role

SITS = (Role.PARTICIPANT, Role.POLICE, Role.CASE_WORKER, Role.SPECIALIST, Role.COORDINATOR, Role.SUPERVISOR)
"""The roles that sit at tables, the most usual first."""


def usual_role(held: Collection[str]) -> str:
    """Of the roles that an institution has, the one that usually sits there; empty where it has none."""
    return next((role.value for role in SITS if role in held), "")
