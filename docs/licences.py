"""The licences of everything that is installed with the program, or works on it.

They are read from the metadata of what is installed here. A licence that is not listed below has to
be read by somebody before it is added; one that binds what is handed on is refused for the program.
"""

from collections.abc import Iterator
from importlib.metadata import distribution

from packaging.requirements import Requirement

PROJECT = "xuncha-plan"
_GROUPS = (
    ("", "## 与程序一同安装 / Installed with the program"),
    ("dev", "## 仅供开发 / For work on it alone"),
)
_TERMS = {  # what metadata say, by its SPDX term
    "Apache-2.0": (
        "Apache 2.0", "Apache Software License", "Apache License Version 2.0, January 2004",
    ),
    "BSD-2-Clause": ("BSD 2-Clause License",),
    "BSD-3-Clause": ("3-Clause BSD License",),
    "ISC": ("ISC License", "ISC License (ISCL)"),
    "MIT": ("MIT License", "MIT license"),
    "MPL-2.0": ("Mozilla Public License 2.0 (MPL 2.0)",),
    "PSF-2.0": ("PSFL",),
    "Apache-2.0 OR BSD-3-Clause": ("Dual License",),
    "0BSD": (),
    "Apache-2.0 OR BSD-2-Clause": (),
    "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0": (),
}  # fmt: skip
_OF = {  # metadata that name no term; read in the licence that comes along
    "libcst": "MIT",
}
_BINDING = {"MPL-2.0"}


def page() -> Iterator[str]:
    """The page's lines below its head."""
    seen: set[str] = set()
    for extra, title in _GROUPS:
        names = sorted(_needed(extra) - seen, key=str.lower)
        seen |= set(names)
        yield from ("", title, "", "| package | licence |", "|---|---|")
        for name in names:
            licence = _licence(name)
            if not extra and licence in _BINDING:
                raise SystemExit(f"{name} is {licence}: not for what is handed on")
            yield f"| {name} | {licence} |"


def _needed(extra: str) -> set[str]:
    """Every package that the project, with one of its extras, asks for in turn."""
    found: set[str] = set()
    waiting = [(PROJECT, frozenset({extra}))]
    while waiting:
        owner, extras = waiting.pop()
        for line in distribution(owner).requires or ():
            asked = Requirement(line)
            if _holds(asked, extras):
                name = distribution(asked.name).metadata["Name"]
                if name not in found or asked.extras:
                    found.add(name)
                    waiting.append((name, frozenset({"", *asked.extras})))
    return found


def _holds(asked: Requirement, extras: frozenset[str]) -> bool:
    marker = asked.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def _licence(name: str) -> str:
    about = distribution(name).metadata
    first = next((line.strip() for line in (about["License"] or "").splitlines() if line), "")
    classes = [kind for kind in about.get_all("Classifier") or () if kind.startswith("License ::")]
    said = (_OF.get(name), about["License-Expression"], first)
    words = [*filter(None, said), *(kind.rpartition(" :: ")[2] for kind in classes)]
    for word in words:
        for term, others in _TERMS.items():
            if word == term or word in others:
                return term
    raise SystemExit(f"docs/licences.py knows no licence of {name}: {words}")
