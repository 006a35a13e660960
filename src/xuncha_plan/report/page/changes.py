"""An earlier plan laid under the present one: what moved, and where it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xuncha_plan.model import Visit, VisitRecord
from xuncha_plan.report.diff.changes import Move, moves
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.basis import Basis

Key = tuple[str, str, str]  # target, purpose, round


@dataclass(frozen=True)
class Changes:
    """Two plans of one problem."""

    now: Basis
    before: Basis

    @cached_property
    def moves(self) -> list[Move]:
        """Every visit that is not as it was, by round."""
        old, new = (
            [VisitRecord.of(visit) for visit in basis.plan.visits]
            for basis in (self.before, self.now)
        )
        return moves(old, new, self.now.problem.index)

    @cached_property
    def _changed(self) -> dict[Key, Move]:
        return {_key(move.new): move for move in self.moves if move.new is not None}

    def of(self, visit: Visit) -> Move | None:
        """What became of a visit; None where it is as it was."""
        return self._changed.get(_key(VisitRecord.of(visit)))

    def gone(self) -> Iterator[tuple[int, Stay]]:
        """The visits of the earlier plan that are no more where they were, with their days."""
        lost = {_key(move.old) for move in self.moves if move.old is not None}
        for number, stay in enumerate(self.before.stays):
            if _key(VisitRecord.of(stay.visit)) in lost:
                yield number, stay


def _key(record: VisitRecord) -> Key:
    return record.target, record.purpose, record.round
