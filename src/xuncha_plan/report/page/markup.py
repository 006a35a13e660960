"""Elements of a page: everything that a name holds is text, never markup."""

import re
from collections.abc import Iterable
from fractions import Fraction
from xml.etree import ElementTree as ET

from xuncha_plan.report.visible import visible

Element = ET.Element
Child = Element | str | None
Number = int | float | Fraction
_IMPLIED = re.compile(r"</(?:td|tr|dt|dd)>")  # ends that HTML lets a page leave out


def e(tag: str, *children: Child, **attributes: str | Number | None) -> Element:
    """An element; `class_` and `data_x` become `class` and `data-x`, None is left out."""
    made = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), _value(value))
    return put(made, children)


def put(parent: Element, children: Iterable[Child]) -> Element:
    """Adds children to an element; what is None is left out."""
    for child in children:
        match child:
            case None:
                continue
            case str():
                _add_text(parent, visible(child))
            case _:
                parent.append(child)
    return parent


def raw(tag: str, content: str, **attributes: str) -> Element:
    """A script or style of ours, whose content is written as it is."""
    made = e(tag, **attributes)
    made.text = content
    return made


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _value(value: str | Number) -> str:
    match value:
        case str():
            return visible(value)
        case int():
            return str(value)
        case _:
            return f"{float(value):.2f}".rstrip("0").rstrip(".")


def written(root: Element) -> str:
    """The page's text; of scripts and styles the content is written as it is.

    Ends of cells and rows are left out: in a long list they are a tenth of the page.
    """
    text = ET.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{_IMPLIED.sub('', text)}\n"
