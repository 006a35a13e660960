"""Sets an outline as an official document, in an empty one or in an office's own."""

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy

from docx import Document
from docx.document import Document as Opened
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from xuncha_plan.model import Language, Words
from xuncha_plan.report.archive import signed
from xuncha_plan.report.docx import styles
from xuncha_plan.report.docx.outline import Annex, Heading, Numbers, Outline, Paragraph
from xuncha_plan.report.docx.package import ACROSS, TEXT_WIDTH_ACROSS, empty
from xuncha_plan.report.docx.styles import Style
from xuncha_plan.report.docx.table import Tables, run
from xuncha_plan.report.docx.template import fill, style_ids, take_place
from xuncha_plan.report.visible import visible

ANNEX = Words("附件{number}", "Annex {number}")
ANNEXES = Words("附件：{list}", "Annexes: {list}")
ANNEX_LINE = Words("{number}.{title}", "{number}. {title}")
OFFICE = Words("（发文机关）", "(issuing office)")
DAY = Words("　　　　年　　月　　日", "(date)")
TITLES = ("标题", "title")


def set_document(
    outline: Outline,
    language: Language,
    template: Opened | None = None,
    blanks: Mapping[str, str] | None = None,
) -> bytes:
    """The document's bytes; a template's blanks are filled, and its body goes where it says."""
    document = Document(empty()) if template is None else template
    setter = _Setter(document, language)
    titles = dict.fromkeys(TITLES, visible(outline.title))
    named = fill(document, {**{k: visible(v) for k, v in (blanks or {}).items()}, **titles})
    setter.put_body(outline, with_title=not named & set(titles), signed_by_us=template is None)
    for number, annex in enumerate(outline.annexes, 1):
        setter.put_annex(annex, number, len(outline.annexes))
    data = io.BytesIO()
    document.save(data)
    return signed(data.getvalue())


class _Setter:
    """Puts parts into one document."""

    def __init__(self, document: Opened, language: Language) -> None:
        self._body: BaseOxmlElement = document.element.body
        self._language: Language = language
        self._ids = style_ids(document)
        self._tables = Tables(self._ids)
        self._place = take_place(document)

    def put_body(self, outline: Outline, with_title: bool, signed_by_us: bool) -> None:
        """Title, headings, paragraphs, the list of annexes, and room for the signature."""
        parts = [self._paragraph(outline.title, styles.TITLE)] if with_title else []
        parts += self._text(outline)
        parts += self._list_of(outline.annexes)
        if signed_by_us:
            parts += [
                self._paragraph("", styles.BODY),
                self._paragraph(OFFICE.say(self._language), styles.SIGNED),
                self._paragraph(DAY.say(self._language), styles.SIGNED),
            ]
        last = self._body.find(qn("w:sectPr"))
        before = self._place if self._place is not None else last
        for part in parts:
            if before is None:
                self._body.append(part)
            else:
                before.addprevious(part)
        if self._place is not None:
            self._place.getparent().remove(self._place)

    def _text(self, outline: Outline) -> Iterator[BaseOxmlElement]:
        numbers = Numbers(self._language)
        for part in outline.parts:
            match part:
                case Heading():
                    text = numbers.next(part.level) + part.text
                    yield self._paragraph(text, styles.HEADINGS[part.level - 1])
                case Paragraph():
                    yield self._paragraph(part.text, styles.BODY, part.lead)

    def _list_of(self, annexes: list[Annex]) -> Iterator[BaseOxmlElement]:
        if not annexes:
            return
        yield self._paragraph("", styles.BODY)
        for number, annex in enumerate(annexes, 1):
            line = ANNEX_LINE.say(self._language, number=number, title=annex.paper.title)
            if len(annexes) == 1:
                line = annex.paper.title
            lead = ANNEXES.say(self._language, list="") if number == 1 else "　　　"
            yield self._paragraph(lead + line, styles.BODY)

    def put_annex(self, annex: Annex, number: int, all_of_them: int) -> None:
        """A page of its own, across: number, title, table, notes."""
        if number == 1:
            self._lie_across()
        name = ANNEX.say(self._language, number=number if all_of_them > 1 else "").strip()
        head = self._paragraph(name, styles.ANNEX)
        if number > 1:
            head.pPr.append(OxmlElement("w:pageBreakBefore"))
        self._append(head)
        self._append(self._paragraph(annex.paper.title, styles.ANNEX_TITLE))
        self._append(self._tables.drawn(annex.paper, TEXT_WIDTH_ACROSS))
        for note in annex.paper.notes or ("",):  # a table cannot end a document
            self._append(self._paragraph(note, styles.NOTE))

    def _lie_across(self) -> None:
        """Ends the pages so far as they are; what comes after lies across."""
        properties = self._body.find(qn("w:sectPr"))
        if properties is None:
            properties = OxmlElement("w:sectPr")
            self._body.append(properties)
        ending, look = OxmlElement("w:p"), OxmlElement("w:pPr")
        look.append(deepcopy(properties))
        ending.append(look)
        properties.addprevious(ending)
        _turn(properties)

    def _append(self, element: BaseOxmlElement) -> None:
        self._body.find(qn("w:sectPr")).addprevious(element)

    def _paragraph(self, text: str, style: Style, lead: str = "") -> BaseOxmlElement:
        paragraph, look = OxmlElement("w:p"), OxmlElement("w:pPr")
        name = OxmlElement("w:pStyle")
        name.set(qn("w:val"), self._ids[style.name])
        look.append(name)
        paragraph.append(look)
        if lead:
            paragraph.append(run(lead, bold=True))
        if text:
            paragraph.append(run(text))
        return paragraph


def _turn(properties: BaseOxmlElement) -> None:
    """Makes a section lie across; its headers and footers stay."""
    for tag in ("w:pgSz", "w:pgMar", "w:docGrid", "w:cols", "w:type"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    across = parse_xml(f"<w:sectPr {nsdecls('w')}>{ACROSS}</w:sectPr>")
    for element in list(across):
        properties.append(element)
