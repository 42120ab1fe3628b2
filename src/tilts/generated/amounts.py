"""How much a file holds: one kind of file of five years, and ordinary ones."""

from dataclasses import dataclass

from tilts.generated.draw import Draw


@dataclass(frozen=True)
class Amounts:
    """How many of each thing lie in a file; of tasks and steps, `open_tasks` and `open_steps` are not done yet."""

    children: int = 0
    """Children that are written down besides those of the opening."""
    sessions: int = 0
    notes: int = 0
    documents: int = 0
    goals: int = 0
    steps: int = 0
    open_steps: int = 0
    reviews: int = 0
    tasks: int = 0
    open_tasks: int = 0
    appointments: int = 0
    coming: int = 0
    """Appointments that lie ahead."""
    orders: int = 0
    questionnaires: int = 0
    standings: int = 0
    meetings: int = 0


FIVE_YEARS = Amounts(
    sessions=1_000,
    notes=1_000,
    documents=200,
    goals=4,
    steps=60,
    open_steps=10,
    reviews=10,
    tasks=120,
    open_tasks=10,
    appointments=150,
    coming=3,
    orders=12,
    questionnaires=20,
    standings=10,
    meetings=40,
)
"""A file of five years, full: 2,000 entries, 200 documents, 40 meetings, and all that is due."""


def ordinary(draw: Draw, sessions: int, *, is_open: bool) -> Amounts:
    """A file with so many consultations, and what goes along with them."""
    planned = draw.happens(0.8)
    return Amounts(
        sessions=sessions,
        notes=1 + sessions // 3 + draw.randrange(3),
        goals=draw.randrange(1, 3) if planned else 0,
        steps=draw.randrange(1, 4) if planned else 0,
        open_steps=int(is_open and planned and draw.happens(0.5)),
        reviews=draw.randrange(3) if planned else 0,
        tasks=draw.randrange(4),
        open_tasks=draw.randrange(3) if is_open else 0,
        appointments=sessions // 4,
        coming=int(is_open and draw.happens(0.25)),
        orders=int(draw.happens(0.22)),
        questionnaires=int(draw.happens(0.35)),
    )


def shared_out(draw: Draw, many: int, among: int) -> list[int]:
    """So many acts among so many files: a few files get many, most get few, together exactly `many`."""
    weights = [draw.lognormvariate(0, 0.9) for _one in range(among)]
    whole, given, before = sum(weights), 0.0, 0
    shares = []
    for weight in weights:
        given += weight
        upto = round(many * given / whole)
        shares.append(upto - before)
        before = upto
    return shares
