"""The one list of rooms, ground floor last; INSTALLED_APPS and the import contracts are the same list."""

ROOMS = (
    "exchange",
    "reports",
    "rights",
    "risk",
    "meetings",
    "services",
    "cases",
    "people",
    "directory",
    "projects",
    "questionnaires",
    "documents",
    "places",
    "access",
    "ui",
)
