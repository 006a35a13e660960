"""Bytes of an input file, read once, and the text that they hold."""

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from xuncha_plan.model import BadInput, Fault, Place, Words

LARGEST_FILE = 16 * 2**20  # bytes
_BREAKS = "\n\r"
_ODD_KINDS = (
    (stat.S_ISDIR, Words("是文件夹，不是文件", "is a folder, not a file")),
    (stat.S_ISFIFO, Words("是管道，不是文件", "is a pipe, not a file")),
    (stat.S_ISSOCK, Words("是套接字，不是文件", "is a socket, not a file")),
    (lambda mode: True, Words("是设备，不是文件", "is a device, not a file")),
)


def refused(
    place: Place, zh: str, en: str, /, *, code: str = "value", **blanks: object
) -> BadInput:
    """One fault as the exception that carries it."""
    return BadInput(Fault(place, Words(zh, en), blanks, code))


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The whole content of a regular file; whatever else the name stands for is never opened."""
    try:
        _want_file(path, path.stat().st_mode)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(descriptor, "rb") as stream:
            _want_file(path, os.fstat(stream.fileno()).st_mode)
            data = stream.read(largest + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(data) > largest:
        raise refused(
            Place(str(path)),
            "文件超过{limit} MiB",
            "the file is larger than {limit} MiB",
            limit=largest // 2**20,
            code="too-large",
        )
    return data


_BINARY = getattr(os, "O_BINARY", 0)


def _want_file(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        words = next(words for is_kind, words in _ODD_KINDS if is_kind(mode))
        raise BadInput(Fault(Place(str(path)), words, code="unreadable"))


def _unreadable(path: Path, error: OSError | ValueError) -> BadInput:
    place = Place(str(path))
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return refused(place, "没有这个文件", "there is no such file", code="unreadable")
        case PermissionError():
            return refused(place, "没有读取权限", "no permission to read it", code="unreadable")
        case _:
            reason = getattr(error, "strerror", None) or str(error)
            return refused(
                place,
                "无法读取：{reason}",
                "cannot be read: {reason}",
                reason=reason,
                code="unreadable",
            )


def decode(data: bytes, file: str) -> str:
    """The text of UTF-8 or, with a byte-order mark, UTF-16 bytes; any other encoding is named."""
    encoding, skipped = "utf-8", 0
    if data.startswith(BOM_UTF8):
        skipped = len(BOM_UTF8)
    elif data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding, skipped = "utf-16-le" if data.startswith(BOM_UTF16_LE) else "utf-16-be", 2
    try:
        return data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[skipped : skipped + error.start].decode(encoding, "replace")
        raise _wrong_encoding(data, encoding, place_after(before, file)) from error


def place_after(before: str, file: str) -> Place:
    """The place of the character that follows a text."""
    text = one_break(before)
    return Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))


def one_break(text: str) -> str:
    """The text with line feeds for every kind of line end, so that lines count alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wrong_encoding(data: bytes, encoding: str, place: Place) -> BadInput:
    if encoding == "utf-8" and looks_like_gb18030(data):
        return refused(
            place,
            "文件不是UTF-8，看起来是GBK（GB18030）编码；请另存为UTF-8",
            "the file is not UTF-8 but looks like GBK (GB18030); save it as UTF-8",
            code="encoding",
        )
    return refused(
        place,
        "文件不是{encoding}编码；请另存为UTF-8",
        "the file is not {encoding}; save it as UTF-8",
        encoding=encoding.upper(),
        code="encoding",
    )


def looks_like_gb18030(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 make Chinese text in China's own encoding."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    chinese = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" for c in text)
    return chinese * 2 >= sum(ord(c) > 127 for c in text)
