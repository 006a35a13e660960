"""One run as it was seen, kept as JSON, so that a long table can be made in several sittings."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Moment = tuple[float, str, float | None, float | None]  # seconds, tier, value, bound
Figures = tuple[float | None, float | None]  # value and bound


@dataclass
class Record:
    """One run of one rival on one problem; seconds of the wall clock, memory in GB."""

    problem: str
    rival: str
    seed: int
    limit: float
    print: str = ""  # of everything that the run depends on
    targets: int = 0
    teams: int = 0
    tiers: list[str] = field(default_factory=list)
    history: list[Moment] = field(default_factory=list)
    kind: str = "killed"
    seconds: float = 0.0
    peak: float = 0.0
    sizes: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    breaches: int | None = None  # None: there was no plan to check
    checked: dict[str, float] = field(default_factory=dict)
    load: float = 0.0  # of the machine, before

    @property
    def first(self) -> float | None:
        """When the first plan was told."""
        return next((t for t, _, value, _ in self.history if value is not None), None)

    def at(self, tier: str, seconds: float = float("inf")) -> Figures:
        """A tier's value and bound at a time; by the checker's word at the end."""
        value: float | None = None
        bound: float | None = None
        for t, its, v, b in self.history:
            if its == tier and t <= seconds:
                value, bound = v, b
        if seconds == float("inf") and tier in self.checked:
            value = self.checked[tier]
        return value, bound

    def hear(self, event: dict[str, Any]) -> None:
        """Take in one event that the process told."""
        match event:
            case {"tier": tier, "value": value, "bound": bound, "t": t}:
                self.history.append((t, tier, value, bound))
            case {"end": kind, "t": t}:
                self.kind, self.seconds = kind, t
            case {"sizes": sizes}:
                self.sizes |= sizes
            case {"note": words}:
                self.notes.append(words)
            case {"breaches": breaches, "checked": checked}:
                self.breaches, self.checked = breaches, checked

    def write(self, folder: Path) -> None:
        """Keep it in a folder of records."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        path_of(folder, self.problem, self.rival, self.seed, self.limit).write_text(
            text, encoding="utf-8"
        )


def path_of(folder: Path, problem: str, rival: str, seed: int, limit: float) -> Path:
    """Where the record of a run is kept."""
    return folder / f"{Path(problem).stem}--{rival}--{limit:g}s--seed{seed}.json"


def read(path: Path) -> Record | None:
    """A record that was kept; None where there is none."""
    if not path.exists():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["history"] = [tuple(moment) for moment in raw["history"]]
    return Record(**raw)
