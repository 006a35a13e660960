"""What is inside an XLSX file, looked through before native code touches it.

Sizes are counted while unpacking, document types are refused before an entity can grow, and the
farthest cell is known before anyone asks for a rectangle of that size.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.parsers import expat

from xuncha_plan.files.csv_table import too_large
from xuncha_plan.files.grid import MOST_COLUMNS, MOST_ROWS
from xuncha_plan.files.source import refused
from xuncha_plan.model import BadInput, Place

LARGEST_UNPACKED = 64 * 2**20  # bytes of all members
MOST_MEMBERS = 2_000
MOST_CELLS = 2_000_000
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_CHUNK = 2**20


@dataclass
class Sheet:
    """A sheet's name and, by row and column, the cells that need a word."""

    name: str
    unfilled: list[tuple[int, int]] = field(default_factory=list)  # formulas without a result
    errors: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)  # shown as percentages
    hidden: list[int] = field(default_factory=list)  # rows


class _DocumentType(Exception):
    """An XML part declares a document type."""


def sheets_of(data: bytes, place: Place) -> list[Sheet]:
    """The sheets of a workbook, in order; anything but an unharmed workbook is BadInput."""
    if data.startswith(_OLD_FORMAT):
        raise refused(
            place,
            "这是旧的.xls格式，或有密码保护；请另存为不加密的.xlsx",
            "this is the old .xls format, or protected by a password; save it as plain .xlsx",
            code="workbook",
        )
    try:
        parts = _unpacked(data, place)
        looks = _percent_looks(parts.get("xl/styles.xml"))
        return [_sheet(name, parts[part], looks, place) for name, part in _names(parts)]
    except _DocumentType as error:
        raise refused(
            place,
            "工作簿中有DTD，不接受",
            "the workbook declares a document type (DTD)",
            code="workbook",
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        LookupError,  # a part that is missing, an encoding that expat does not know
        ValueError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        OSError,
    ) as error:
        raise _not_a_workbook(place) from error


def _not_a_workbook(place: Place) -> BadInput:
    return refused(
        place,
        "不是完好的.xlsx工作簿",
        "this is no .xlsx workbook, or a damaged one",
        code="workbook",
    )


def _unpacked(data: bytes, place: Place) -> dict[str, bytes]:
    """The XML parts by name; every member is unpacked and checked, nothing is written anywhere."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len({member.filename.casefold() for member in members}) < len(members):
            raise ValueError("two members of one name")
        _want_room(sum(member.file_size for member in members), len(members), place)
        total = 0
        for member in members:
            with archive.open(member) as stream:
                chunks = []
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    _want_room(total, len(members), place)
                    chunks.append(chunk)
            if member.filename.endswith((".xml", ".rels")):
                parts[member.filename] = b"".join(chunks)
                _events(parts[member.filename], {})
    return parts


def _want_room(size: int, members: int, place: Place) -> None:
    if size > LARGEST_UNPACKED or members > MOST_MEMBERS:
        raise refused(
            place,
            "工作簿解压后超过{limit} MiB",
            "the workbook unpacks to more than {limit} MiB",
            limit=LARGEST_UNPACKED // 2**20,
            code="too-large",
        )


def _events(data: bytes, handlers: dict[str, object]) -> None:
    """Runs an XML part past some handlers."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    parser.Parse(data, True)


def _refuse_document_type(*_: object) -> None:
    raise _DocumentType


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _names(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """The sheets' names, each with the part that holds it."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str]] = []

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else join("xl", target)
            targets[attributes["Id"]] = normpath(path)

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            ids = [value for key, value in attributes.items() if _local(key) == "id"]
            found.append((attributes["name"], targets[ids[0]]))

    _events(parts["xl/_rels/workbook.xml.rels"], {"StartElementHandler": relationship})
    _events(parts["xl/workbook.xml"], {"StartElementHandler": sheet})
    return [(name, part) for name, part in found if "/worksheets/" in part]


def _percent_looks(styles: bytes | None) -> frozenset[str]:
    """The looks of cells, by their place in the list of styles, that show percentages."""
    percents, looks, inside = {"9", "10"}, [], [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "numFmt" if "%" in attributes.get("formatCode", ""):
                percents.add(attributes.get("numFmtId", ""))
            case "cellXfs":
                inside[0] = True
            case "xf" if inside[0]:
                looks.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        inside[0] = inside[0] and _local(name) != "cellXfs"

    if styles is not None:
        _events(styles, {"StartElementHandler": start, "EndElementHandler": end})
    return frozenset(str(i) for i, number in enumerate(looks) if number in percents)


def _sheet(name: str, data: bytes, percents: frozenset[str], place: Place) -> Sheet:
    scan = _Scan(Sheet(name), percents, Place(place.file, 1, 1, name))
    _events(
        data,
        {
            "StartElementHandler": scan.start,
            "EndElementHandler": scan.end,
            "CharacterDataHandler": scan.text,
        },
    )
    return scan.sheet


class _Scan:
    """Follows a sheet's XML: how far its cells reach, and which of them need a word."""

    def __init__(self, sheet: Sheet, percents: frozenset[str], place: Place) -> None:
        self.sheet, self._percents = sheet, percents
        self._place = place
        self._row = self._column = self._rows = self._columns = 0
        self._kind = ""
        self._has_formula = self._has_value = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                if attributes.get("hidden") in {"1", "true"}:
                    self.sheet.hidden.append(self._row)
            case "c":
                self._row, self._column = self._cell(attributes.get("r"))
                self._kind = attributes.get("t", "n")
                self._has_formula = self._has_value = False
                self._reach(self._row, self._column)
                if attributes.get("s") in self._percents:
                    self.sheet.percents.append((self._row, self._column))
            case "f":
                self._has_formula = True
            case "v":
                self._in_value = True
                self._has_value = self._kind == "str"
            case "mergeCell":
                self.sheet.merged.append(self._cell(attributes["ref"]))

    def text(self, _: str) -> None:
        self._has_value = self._has_value or self._in_value

    def end(self, name: str) -> None:
        match _local(name):
            case "v":
                self._in_value = False
            case "c" if self._kind == "e":
                self.sheet.errors.append((self._row, self._column))
            case "c" if self._has_formula and not self._has_value:
                self.sheet.unfilled.append((self._row, self._column))

    def _cell(self, name: str | None) -> tuple[int, int]:
        if name is None:
            return self._row, self._column + 1
        found = _CELL.match(name)
        if found is None:
            raise ValueError(name)
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column

    def _reach(self, row: int, column: int) -> None:
        self._rows, self._columns = max(self._rows, row), max(self._columns, column)
        if (
            self._rows > MOST_ROWS
            or self._columns > MOST_COLUMNS
            or self._rows * self._columns > MOST_CELLS
        ):
            raise too_large(Place(self._place.file, row, column, self._place.sheet))
