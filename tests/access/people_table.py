"""What everybody should get at the addresses about persons; `matrix.py` takes these rows in."""

from tests.access.matrix import Row, case, page

NAMED = "worker specialist supervisor glass meeting"
ROWS: list[Row] = [
    case("people/<uuid:person>/", NAMED, "200", "200", door="working glass", blind="404"),
    case("people/<uuid:person>/change/", "worker", closed=""),
    case("people/<uuid:person>/<slug:what>/add/", "worker", closed=""),
    case("people/<uuid:person>/<slug:what>/<uuid:row>/", "worker", closed=""),
    case("people/<uuid:person>/<slug:what>/<uuid:row>/lend/", "worker", closed=""),
    case("lent/<uuid:lending>/end/", "worker supervisor"),
    case("consents/<uuid:consent>/", "worker supervisor"),
    page("people/duplicates/", "oversight", first="unsaid purpose"),
    page(
        "people/duplicates/<uuid:one>/<uuid:other>/",
        "supervisor",
        "200",
        "422",
        first="unsaid purpose, walled_supervisor dps 404",
    ),
    page("people/registers/", "oversight"),
    page("people/registers/open/", "oversight", "200", "422"),
    page("people/registers/<uuid:grant>/shut/", "oversight", "302", "302"),
    page(
        "people/merged/<uuid:merging>/undo/",
        "supervisor",
        "200",
        "302",
        first="unsaid purpose, walled_supervisor dps 404",
    ),
]
"""The addresses about persons."""
