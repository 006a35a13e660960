"""An empty official document: the parts of its package, with page, styles and page numbers."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from xuncha_plan.report.docx.styles import (
    FANGSONG,
    FOOTER,
    SIZE_3,
    STYLES,
    SUBSTITUTES,
    font_xml,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A4; 37 mm above and 28 mm to the left leave 156 x 225 mm for the text (twentieths of a point).
UPRIGHT = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
    'w:header="851" w:footer="1400" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/>'
)
ACROSS = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1587" w:right="1701" w:bottom="1474" w:left="1701" '
    'w:header="851" w:footer="992" w:gutter="0"/>'
)
TEXT_WIDTH, TEXT_WIDTH_ACROSS = 8845, 13436


def empty() -> io.BytesIO:
    """The package of a document without a word in it."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, text in _parts().items():
            package.writestr(name, _HEAD + text)
    data.seek(0)
    return data


def _parts() -> dict[str, str]:
    kinds = {"styles": "styles", "settings": "settings", "fontTable": "fontTable",
             "footer1": "footer", "footer2": "footer"}  # fmt: skip
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{part}.xml"/>'
        for n, (part, kind) in enumerate(kinds.items(), 1)
    )
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return {
        "[Content_Types].xml": _content_types(overrides),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body><w:sectPr>'
        '<w:footerReference w:type="default" r:id="r4"/>'
        f'<w:footerReference w:type="even" r:id="r5"/>{UPRIGHT}</w:sectPr></w:body></w:document>',
        "word/styles.xml": _styles(),
        "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>',
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }


def _content_types(overrides: str) -> str:
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{_P}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    core = f"{_P}/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{_P}/relationships">'
        f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>xuncha-plan</dc:creator>'
        "</cp:coreProperties>"
    )


def _styles() -> str:
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{font_xml(FANGSONG)}'
        f'<w:sz w:val="{SIZE_3}"/><w:szCs w:val="{SIZE_3}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/></w:style>'
        f"{''.join(style.xml() for style in STYLES)}</w:styles>"
    )


def _fonts() -> str:
    fonts = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in SUBSTITUTES.items()
    )
    return f'<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _footer(align: str) -> str:
    """The page number between dashes: outside, one character from the edge."""
    field = "".join(
        f"<w:r>{run}</w:r>"
        for run in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    side = "right" if align == "right" else "left"
    return (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{FOOTER.id}"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{align}"/></w:pPr>'
        f"{field}</w:p></w:ftr>"
    )
