"""The questions of three pages written by hand, on the raw tables: what nothing but the database would take."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

GRANTED = """EXISTS (SELECT 1 FROM access_grant g WHERE g.folder_id = c.id AND g.zone_admin >= 1 AND g.starts <= %(now)s
 AND (g.ends IS NULL OR g.ends > %(now)s) AND ((g.to_user_id = %(user)s AND (g.at_id IS NULL OR g.at_id = %(unit)s))
 OR (g.to_unit_id = %(unit)s AND g.to_role IN ('', %(role)s))))
 AND NOT EXISTS (SELECT 1 FROM access_wall w WHERE w.folder_id = c.id AND w.starts <= %(now)s
 AND (w.ends IS NULL OR w.ends > %(now)s) AND (w.user_id = %(user)s OR w.unit_id = %(unit)s))"""
LIST = f"""SELECT c.id, c.code, c.kind, c.level, c.opened_on, u.name FROM cases_case c
 LEFT JOIN access_user u ON u.id = c.lead_id WHERE c.voided_at IS NULL AND c.closed_on IS NULL AND {GRANTED}
 ORDER BY c.opened_on DESC, c.created_at DESC, c.id LIMIT 26"""
CASE = (
    f"SELECT c.*, u.name FROM cases_case c LEFT JOIN access_user u ON u.id = c.lead_id WHERE c.id = %(case)s"
    f" AND {GRANTED}",
    "SELECT p.*, y.role FROM cases_party y JOIN people_person p ON p.id = y.person_id WHERE y.case_id = %(case)s",
    "SELECT * FROM services_session WHERE folder_id = %(case)s ORDER BY day DESC LIMIT 26",
    "SELECT * FROM cases_note WHERE case_id = %(case)s ORDER BY at DESC LIMIT 26",
    "SELECT m.*, u.name FROM cases_teammember m JOIN access_user u ON u.id = m.user_id WHERE m.case_id = %(case)s",
    "SELECT * FROM plan_task WHERE case_id = %(case)s AND done_on IS NULL ORDER BY due LIMIT 11",
    "SELECT * FROM plan_order WHERE case_id = %(case)s ORDER BY starts DESC LIMIT 11",
)
OF_MINE = "c.lead_id = %(user)s AND c.voided_at IS NULL"
DAY = (
    f"SELECT t.*, c.code FROM plan_task t JOIN cases_case c ON c.id = t.case_id WHERE t.owner_id = %(user)s"
    f" AND t.done_on IS NULL AND t.voided_at IS NULL AND t.due <= %(today)s AND {GRANTED} ORDER BY t.due LIMIT 26",
    "SELECT * FROM plan_appointment WHERE staff_id = %(user)s AND day = %(today)s ORDER BY starts",
    f"SELECT s.*, c.code FROM plan_step s JOIN cases_case c ON c.id = s.case_id WHERE {OF_MINE} AND s.due <= %(today)s"
    f" AND s.progress IN ('planned', 'begun') AND s.voided_at IS NULL AND {GRANTED} ORDER BY s.due LIMIT 26",
    f"SELECT o.*, c.code FROM plan_order o JOIN cases_case c ON c.id = o.case_id WHERE {OF_MINE}"
    f" AND o.kind = 'separation' AND o.applied_on IS NULL AND o.declined_on IS NULL AND {GRANTED} ORDER BY o.due",
)
QUESTIONS: dict[str, tuple[Sequence[str], str]] = {
    "list": ((LIST,), "{worker}"),
    "list all": ((LIST,), "{all}"),
    "case": (CASE, "{worker}"),
    "day": (DAY, "{worker}"),
}
"""Page: its statements, and who asks."""


def ask(statements: Sequence[str], facts: Mapping[str, Any]) -> int:
    """Ask them all; how many rows came."""
    rows = 0
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one, {name: value for name, value in facts.items() if f"%({name})s" in one})
            rows += len(cursor.fetchall())
    return rows
