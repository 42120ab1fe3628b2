"""Questions that a room asks of the rooms above it, which it may not import.

A room lists its questions in `asks.py`: a function each, with signature and docstring, whose body is what holds where
nobody has more to say. A room above answers with a function of the same signature; another one fails the type check.

    @question
    def folder_shut(reach: Reach, folder: UUID) -> str:
        \"\"\"The sentence that says why this folder takes nothing more; none where it does.\"\"\"
        return ""

    @folder_shut.answer
    def closed_case(reach: Reach, folder: UUID) -> str: ...
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.utils.functional import Promise

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K")
V = TypeVar("V")


class Question(Generic[P, R]):
    """One question with the answers of the rooms, in the order of their names."""

    def __init__(self, asked: Callable[P, R]) -> None:
        self.asked = asked
        self.__doc__ = asked.__doc__
        self.name = f"{asked.__module__}.{asked.__name__}"
        self.answers: list[Callable[P, R]] = []
        QUESTIONS.append(self)

    def answer(self, given: Callable[P, R]) -> Callable[P, R]:
        """Declare that this function answers."""
        self.answers.append(given)
        self.answers.sort(key=lambda one: (one.__module__, one.__name__))
        return given

    def each(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """What each room answers."""
        return [given(*args, **kwargs) for given in self.answers]

    def first(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The first answer that says something; that of the question itself where none does."""
        answers = (given(*args, **kwargs) for given in self.answers)
        return next((said for said in answers if said), None) or self.asked(*args, **kwargs)


QUESTIONS: list[Question[Any, Any]] = []
"""Every question of the house; a test asks whether each has its answer."""


def question(asked: Callable[P, R]) -> Question[P, R]:
    """Declare a question of this room to the rooms above."""
    return Question(asked)


def merged(answers: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """What several rooms answer, each about what is theirs, in one."""
    return {key: value for said in answers for key, value in said.items()}


@dataclass(frozen=True)
class Part(Generic[P, R]):
    """One answer that stands under a title of its own; `slug` names it in an address."""

    title: str | Promise
    order: int
    slug: str
    given: Callable[P, R]


class Parts(Question[P, R]):
    """A question whose answers stand one below the other, each under its title."""

    def __init__(self, asked: Callable[P, R]) -> None:
        super().__init__(asked)
        self.parts: list[Part[P, R]] = []

    def part(self, title: str | Promise, *, order: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Declare a part with its title; `order` counts from the top."""

        def declare(given: Callable[P, R]) -> Callable[P, R]:
            slug = f"{given.__module__.split('.')[1]}.{given.__name__}"
            self.parts.append(Part(title, order, slug, given))
            self.parts.sort(key=lambda one: (one.order, one.slug))
            return self.answer(given)

        return declare
