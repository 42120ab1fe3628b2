"""The arithmetic: percentiles, ratios, noise, and what became worse than the committed figures."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LEAST_NOISE = 0.15
"""Less than this share is never told as a difference: two runs on one machine differ by as much."""


def percentile(times: Sequence[float], share: float) -> float:
    """The time within which this share of the answers came; 0 where there were none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass
class Turns:
    """One page at so many connections, measured in turns: times in milliseconds and seconds of each turn."""

    times: list[list[float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, times: list[float], seconds: float) -> None:
        """One more turn."""
        self.times.append(times)
        self.seconds.append(seconds)

    @property
    def all(self) -> list[float]:
        """Every time."""
        return [one for turn in self.times for one in turn]

    @property
    def rate(self) -> float:
        """Answers a second."""
        whole = sum(self.seconds)
        return len(self.all) / whole if whole else 0.0

    @property
    def p50(self) -> float:
        """Half of the answers came within so many milliseconds."""
        return percentile(self.all, 0.5)

    @property
    def noise(self) -> float:
        """How far the turns lie apart, as a share of their middle: what a difference must exceed to be one."""
        middles = [percentile(turn, 0.5) for turn in self.times if turn]
        if len(middles) < 2:
            return LEAST_NOISE
        return max(LEAST_NOISE, (max(middles) - min(middles)) / statistics.median(middles))


def ratio(one: float, other: float) -> float:
    """How many times the other; 0 where there is nothing to compare with."""
    return one / other if other else 0.0


@dataclass(frozen=True)
class Kept:
    """A committed figure: how many times an empty signed-in page it took, and how sure that is."""

    times_empty: float
    noise: float


def worse(now: Mapping[str, Kept], committed: Mapping[str, Kept]) -> list[tuple[str, float]]:
    """Which figures grew by more than the noise of both runs, and by what share; the worst first."""
    found = []
    for key, figure in now.items():
        before = committed.get(key)
        if before is None or not before.times_empty:
            continue
        grew = figure.times_empty / before.times_empty - 1
        if grew > figure.noise + before.noise:
            found.append((key, grew))
    return sorted(found, key=lambda one: -one[1])
