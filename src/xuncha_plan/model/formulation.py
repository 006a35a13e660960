"""What a rule may say to a solver, whoever answers."""

from collections.abc import Iterable
from typing import Protocol

from xuncha_plan.model.linear import Exact, Linear
from xuncha_plan.model.problem import Problem
from xuncha_plan.model.selection import Ids, Selection


class Formulation(Protocol):
    """Answers in exact linear expressions; what is decided already is a constant in them."""

    @property
    def problem(self) -> Problem:
        """The problem that is planned."""
        ...

    def alike(self, targets: Ids) -> Iterable[Ids]:
        """The targets in groups whose members no rule can tell apart."""
        ...

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """Each team that may have a visit in every selection, alone; none where teams are open."""
        ...

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The count or work of the visits that a selection takes.

        The unit is `count`, `workload`, `load`, or a field of the target that holds a number.
        """
        ...

    def whether(self, visits: Selection) -> Linear:
        """1 if the selection takes a visit, else 0."""
        ...

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """At least every one of them; sound on the smaller side of `<=` only."""
        ...

    def square(self, of: Linear) -> Linear:
        """At least the square; sound on the smaller side of `<=` only."""
        ...
