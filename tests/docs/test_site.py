"""The built site: nothing from elsewhere, no dead link, both languages alike."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {"script", "img", "link", "iframe", "source", "video", "audio", "embed", "object"}


class Links(HTMLParser):
    """What a page loads, what it links to, and where in it one can arrive."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loaded, self.linked, self.anchors = list[str](), list[str](), {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            elif name in ("src", "href", "data") and value is not None:
                (self.loaded if tag in LOADING else self.linked).append(value)


def pages(site: Path) -> Iterator[tuple[Path, Links]]:
    for path in sorted(site.rglob("*.html")):
        yield path, Links(path)


def outside(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    found = [(path.name, x) for path, its in pages(site) for x in its.loaded if outside(x)]
    assert not found


def test_no_style_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert "url(//" not in text
        assert "@import" not in text


def test_every_link_leads_somewhere(site: Path) -> None:
    known = dict(pages(site))
    dead = []
    for path, its in known.items():
        for address in its.linked + its.loaded:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchors = known[target].anchors if target in known else {""}
            if not target.is_file() or (target in known and unquote(parts.fragment) not in anchors):
                dead.append((path.relative_to(site).as_posix(), address))
    assert not dead


def test_both_languages_have_the_same_pages(site: Path) -> None:
    zh, en = (
        {path.relative_to(site / one).as_posix() for path in (site / one).rglob("*.html")}
        for one in ("zh", "en")
    )
    assert zh == en
    assert {"start.html", "cli.html", "rules/index.html", "rules/milestone.html"} <= zh


def test_a_page_is_in_its_language_alone(site: Path) -> None:
    text = (site / "en" / "rules" / "milestone.html").read_text(encoding="utf-8")
    assert "Fine print" in text
    assert "细则" not in text


def test_every_link_of_a_page_of_the_repository_leads_somewhere() -> None:
    root = Path(__file__).parents[2]
    dead = []
    for path in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        for found in re.finditer(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            parts = urlsplit(found[1])
            if not (parts.scheme or (path.parent / unquote(parts.path)).exists()):
                dead.append((path.relative_to(root).as_posix(), found[1]))
    assert not dead
