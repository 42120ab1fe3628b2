"""Recurring work: rooms say in `tasks.py` what is to be done every so often; the worker does it.

A job is run again if it was cut off, so it must be safe to repeat. What it raises is never printed with its text,
for a text may tell of a client: only the name of the job and the kind of failure.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Job:
    """One recurring job: its name, how often, and what it does."""

    name: str
    every: timedelta
    run: Callable[[], object]


class JobFailed(Exception):
    """A job failed; says which and the kind of failure, nothing of what it was about."""


JOBS: dict[str, Job] = {}


def recurring(*, name: str, minutes: int) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Declare a function that the worker calls every so many minutes."""

    def declare(function: Callable[[], R]) -> Callable[[], R]:
        if name in JOBS:
            raise ValueError(f"the job {name} is declared twice")
        if minutes < 1:
            raise ValueError("a job recurs every minute at most")
        JOBS[name] = Job(name, timedelta(minutes=minutes), function)
        return function

    return declare


def quietly(function: Callable[P, R]) -> Callable[P, R]:
    """What the function raises leaves it without its text: for tasks, whose failures are kept in the database."""

    @functools.wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as failed:
            raise JobFailed(f"{function.__name__}: {type(failed).__name__}") from None

    return done
