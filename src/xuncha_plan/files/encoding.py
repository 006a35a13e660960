"""A text whatever of the usual encodings it came in, and what is to be said of that."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from xuncha_plan.files.source import decode, looks_like_gb18030
from xuncha_plan.model import BadInput, Words

MARKED = Words("去掉UTF-8的字节顺序标记", "byte-order mark of UTF-8 removed")
UTF_16 = Words("UTF-16改为UTF-8", "UTF-16 made UTF-8")
GB18030 = Words("GBK（GB18030）改为UTF-8", "GBK (GB18030) made UTF-8")


@dataclass(frozen=True)
class Decoded:
    """A text, and how it was made plain UTF-8; None where it was."""

    text: str
    words: Words | None


def decoded(data: bytes, file: str) -> Decoded:
    """The text of UTF-8, UTF-16 with a mark, or China's own encoding; BadInput for any other."""
    if data.startswith(BOM_UTF8):
        return Decoded(decode(data, file), MARKED)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Decoded(decode(data, file), UTF_16)
    try:
        return Decoded(decode(data, file), None)
    except BadInput:
        if not looks_like_gb18030(data):
            raise
        return Decoded(data.decode("gb18030"), GB18030)
