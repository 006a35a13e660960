"""The paragraph styles of an official document (GB/T 9704): fonts, sizes, spacing."""

from dataclasses import dataclass

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
XIAOBIAOSONG, SONGTI, LATIN = "方正小标宋简体", "宋体", "Times New Roman"
SUBSTITUTES = {FANGSONG: "仿宋", KAITI: "楷体", XIAOBIAOSONG: "华文中宋"}
SIZE_2, SIZE_3, SIZE_4, SMALL_5 = 44, 32, 28, 18  # half points: 二号, 三号, 四号, 小五
LINE = 579  # twentieths of a point: 22 lines on a page of 225 mm


@dataclass(frozen=True)
class Style:
    """One paragraph style; `name` is how a template may define its own."""

    id: str
    name: str
    font: str
    size: int
    line: int = LINE
    indent: bool = True  # by two characters
    align: str = "both"
    bold: bool = False
    level: int = 0  # in the outline; 0 is running text
    after: int = 0

    def xml(self) -> str:
        """The style's definition."""
        indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if self.indent else ""
        heading = "<w:keepNext/>" if self.level else ""
        outline = f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:qFormat/>'
            f"<w:pPr>{heading}"
            f'<w:spacing w:before="0" w:after="{self.after}" w:line="{self.line}" '
            f'w:lineRule="exact"/>{indent}<w:jc w:val="{self.align}"/>{outline}</w:pPr>'
            f"<w:rPr>{font_xml(self.font)}{'<w:b/>' if self.bold else ''}"
            f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )


TITLE = Style("GwTitle", "公文标题", XIAOBIAOSONG, SIZE_2, 700, False, "center", after=LINE)
BODY = Style("GwBody", "公文正文", FANGSONG, SIZE_3)
HEADINGS = (
    Style("GwHeading1", "公文一级标题", HEITI, SIZE_3, level=1),
    Style("GwHeading2", "公文二级标题", KAITI, SIZE_3, level=2),
    Style("GwHeading3", "公文三级标题", FANGSONG, SIZE_3, bold=True, level=3),
)
ANNEX = Style("GwAnnex", "公文附件", HEITI, SIZE_3, indent=False, align="left")
ANNEX_TITLE = Style("GwAnnexTitle", "公文附件标题", XIAOBIAOSONG, SIZE_2, 700, False, "center",
                    level=1, after=200)  # fmt: skip
SIGNED = Style("GwSigned", "公文落款", FANGSONG, SIZE_3, indent=False, align="right")
CELL = Style("GwCell", "公文表格", FANGSONG, SMALL_5, 270, indent=False, align="left")
CENTRED = Style("GwCellCentre", "公文表格居中", FANGSONG, SMALL_5, 270, False, "center")
HEAD = Style("GwHead", "公文表头", HEITI, SMALL_5, 270, indent=False, align="center")
NOTE = Style("GwNote", "公文表注", FANGSONG, SMALL_5, 300, indent=False, align="left")
FOOTER = Style("GwFooter", "公文页码", SONGTI, SIZE_4, indent=False)
STYLES = (TITLE, BODY, *HEADINGS, ANNEX, ANNEX_TITLE, SIGNED, CELL, CENTRED, HEAD, NOTE, FOOTER)


def font_xml(font: str) -> str:
    """A font for Chinese text, and the usual one for the rest."""
    latin = font if font == SONGTI else LATIN
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{LATIN}" '
        'w:hint="eastAsia"/>'
    )
