"""JSON that any console and any encoding can carry: what a terminal would obey is an escape."""

import json
import re

_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)


def json_text(document: object) -> str:
    """The document, indented; Chinese as it is, controls and half characters escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
