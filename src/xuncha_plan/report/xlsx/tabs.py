"""Names of sheets that every spreadsheet program takes."""

import re

from xuncha_plan.report.visible import visible

LONGEST = 31  # characters, as Excel counts them
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


class Tabs:
    """Gives each sheet a name of its own, as near to the wanted one as can be."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}  # a name that Excel keeps for itself

    def name(self, wanted: str) -> str:
        """A name that no sheet has yet, whatever the case of its letters."""
        plain = _cut(_FORBIDDEN.sub("_", visible(wanted)).strip() or "_", LONGEST)
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            end = f" ({number})"
            name = _cut(plain, LONGEST - len(end)) + end
        self._taken.add(name.casefold())
        return name


def _cut(text: str, units: int) -> str:
    """As much of a text as fits; a rare character counts two, and is never halved."""
    kept = ""
    for character in text:
        units -= 2 if ord(character) > 0xFFFF else 1
        if units < 0:
            break
        kept += character
    return kept
