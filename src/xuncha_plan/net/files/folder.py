"""The folder of a net's results: decisions, each district's problem as ordered, and its plan."""

import os
from dataclasses import dataclass
from pathlib import Path

from xuncha_plan.files.source import refused
from xuncha_plan.model import Place


@dataclass(frozen=True)
class NetFolder:
    """Where everything of one run lies."""

    path: Path

    @property
    def decisions(self) -> Path:
        """The superior's decisions."""
        return self.path / "decisions.yaml"

    def ordered(self, district: str) -> Path:
        """A district's problem with what the superior decided about it."""
        return self.path / "ordered" / f"{district}.yaml"

    def plan(self, district: str) -> Path:
        """A district's plan."""
        return self.path / "plans" / f"{district}.yaml"

    @property
    def kept(self) -> Path:
        """Where a run keeps what it needs to be resumed."""
        return self.path / ".run"

    def prepare(self) -> None:
        """Makes the folder and those in it; BadInput where it cannot be."""
        place = Place(str(self.path))
        if self.path.exists() and not self.path.is_dir():
            raise refused(place, "不是文件夹", "is not a folder", code="unreadable")
        try:
            for folder in (self.path, self.path / "ordered", self.path / "plans"):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refused(
                place,
                "不能建立文件夹：{reason}",
                "the folder cannot be made: {reason}",
                reason=error.strerror or str(error),
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise refused(place, "文件夹不可写", "the folder is not writable")
