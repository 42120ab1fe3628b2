"""The directory is for everyone who works here."""

from tilts.access.reach import Reach, Rows, open_table, scope
from tilts.directory.models import Desk, Partner

open_table(Desk, reason="which office answers for which municipality is public")


@scope(Partner, no_folder="institutions, not clients")
def partner_rows(reach: Reach, rows: Rows) -> Rows:
    """The partners that one's own organisation wrote down."""
    return rows.filter(organisation=reach.organisation)
