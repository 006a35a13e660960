"""Comments that accept findings: what is one, of which line it speaks, and what only looks so."""

from pathlib import Path

import pytest

from xuncha_plan.files.ignores import Ignore, find_ignores, ignores_in


def found(text: str) -> list[tuple[int, tuple[str, ...], str, int]]:
    """Column, codes, reason and the line that each speaks of."""
    return [(x.place.column, x.codes, x.reason, x.line) for x in find_ignores(text, "f.yaml")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1  # xuncha: ignore[pins] 已报市委", (7, ("pins",), "已报市委", 1)),
        ("# xuncha: ignore[pins] 已报\na: 1", (1, ("pins",), "已报", 2)),
        ("a:\n  # xuncha: ignore[pins] x\n\n  # y\n  - b", (3, ("pins",), "x", 5)),
        (
            "a: 1 # xuncha：ignore\uff3bpins、limit，x\uff3d 已报",
            (6, ("pins", "limit", "x"), "已报", 1),
        ),
        ("a: 1 #xuncha:ignore[pins]", (6, ("pins",), "", 1)),
        ("a: 1 # xuncha: ignore", (6, (), "", 1)),
        ("a: 1 # xuncha: ignore[] x", (6, (), "x", 1)),
        ("a: 1 # xuncha: ignroe[pins] x", (6, (), "", 1)),
        ("a: 'x # y' # xuncha: ignore[pins] x", (12, ("pins",), "x", 1)),
        ("a: 1\n# xuncha: ignore[pins] x", (1, ("pins",), "x", 2)),
    ],
)
def test_an_ignore(text: str, expected: tuple[object, ...]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        'a: "x # xuncha: ignore[pins] y"',
        "a: 'x\n  # xuncha: ignore[pins] y'",
        "a: |\n  x\n  # xuncha: ignore[pins] y\n",
        "a: x# xuncha: ignore[pins] y",
        "a: 1 # ask xuncha: ignore[pins]",
        "a: 1 # 说明",
    ],
)
def test_no_ignore(text: str) -> None:
    assert found(text) == []


def test_tables_and_unreadable_files_have_none(tmp_path: Path) -> None:
    comment = "a: 1 # xuncha: ignore[pins] x\n"
    for name, content in {
        "t.csv": comment.encode(), "gbk.yaml": f"甲: {comment}".encode("gbk"),
        "bad.yaml": f"{comment}b: [".encode(),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        assert ignores_in(tmp_path / name) == ()
    assert ignores_in(tmp_path / "missing.yaml") == ()


def test_a_file_gives_its_ignores(tmp_path: Path) -> None:
    path = tmp_path / "计划.yaml"
    path.write_bytes("\ufeffa: 1 # xuncha: ignore[pins] 已报\r\n".encode())
    (one,) = ignores_in(path)
    assert isinstance(one, Ignore)
    assert (str(one.place), one.codes, one.reason) == (f"{path}:1:6", ("pins",), "已报")
