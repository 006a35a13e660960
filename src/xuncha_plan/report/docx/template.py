"""An office's own document as the frame: its letterhead and styles stay, its blanks are filled."""

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as Opened
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.model import BadInput, Place
from xuncha_plan.report.docx.styles import STYLES

BODY = ("{{正文}}", "{{body}}")
LARGEST = 64 * 2**20  # bytes of a template once unpacked


def opened(path: Path) -> Opened:
    """The template as a document; BadInput where it is none."""
    place, data = Place(str(path)), read_bytes(path)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise refused(
                    place,
                    "模板解压后超过{limit} MiB",
                    "the template unpacks to more than {limit} MiB",
                    limit=LARGEST // 2**20,
                )
        return Document(io.BytesIO(data))
    except BadInput:
        raise
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, LookupError) as error:
        raise refused(
            place,
            "不能用作模板：应为 DOCX 文件（不是 DOC、DOCM 或加密的文件）",
            "cannot serve as a template: expected a DOCX file, not DOC, DOCM or an encrypted one",
        ) from error


def style_ids(document: Opened) -> dict[str, str]:
    """The ids of our styles by name; those that the document lacks are added to it."""
    known = {style.name: style.style_id for style in document.styles}
    for style in STYLES:
        if style.name not in known:
            xml = style.xml().replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)
            document.styles.element.append(parse_xml(xml))
            known[style.name] = style.id
    return {name: known[name] for name in (style.name for style in STYLES)}


def fill(document: Opened, blanks: Mapping[str, str]) -> set[str]:
    """Fills `{{name}}` everywhere in the document; the names that were found."""
    found: set[str] = set()
    for root in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            found |= {name for name in blanks if _filled(paragraph, name, blanks[name])}
    return found


def _roots(document: Opened) -> Iterator[BaseOxmlElement]:
    yield document.element.body
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001 - the library shows no other way to the text


def _filled(paragraph: BaseOxmlElement, name: str, value: str) -> bool:
    """Puts a value in place of `{{name}}`, also where an editor has torn it into pieces."""
    blank, found = f"{{{{{name}}}}}", False
    pieces = list(paragraph.iter(qn("w:t")))
    while (start := "".join(p.text or "" for p in pieces).find(blank)) >= 0:
        _replace(pieces, start, start + len(blank), value)
        found = True
        if blank in value:
            break
    return found


def _replace(pieces: Iterable[BaseOxmlElement], start: int, end: int, value: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(text))
        if low < high:
            piece.text = text[:low] + value + text[high:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            value = ""
        at += len(text)


def take_place(document: Opened) -> BaseOxmlElement | None:
    """The paragraph that stands for the body; None where there is none."""
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))).strip()
        if text in BODY and isinstance(paragraph, BaseOxmlElement):
            return paragraph
    return None
