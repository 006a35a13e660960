"""A result that goes to a file in place of the screen."""

from pathlib import Path
from typing import Literal

from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

Form = Literal["text", "json", "csv"]
WRITTEN = Words("已写入 {path}", "{path} is written")


def written(voice: Voice, text: str, form: Form, output: Path) -> None:
    """Writes a document whole; a CSV with the mark that spreadsheets want."""
    from xuncha_plan.files.whole import write_whole

    write_whole(output, text.encode("utf-8-sig" if form == "csv" else "utf-8"))
    voice.note(WRITTEN, path=output)
