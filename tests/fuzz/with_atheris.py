"""Coverage-guided: `pip install atheris`, then `python -m tests.fuzz.with_atheris KIND [FLAGS]`.

KIND is one of the kinds of the long run; the flags are libFuzzer's, such as `-runs=100000`,
`-max_total_time=600`. It starts from the tiny district's files and knows the words of the format.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["xuncha_plan", "yaml"]):
    from tests.fuzz import inputs, targets

SEEDS = {
    "problem": inputs.PROBLEM.encode(),
    "problem_json": inputs.PROBLEM.encode(),
    "plan": inputs.PLAN.encode(),
    "table": inputs.TABLE.encode(),
    "plan_table": inputs.PLAN_TABLE.encode(),
    "workbook": inputs.workbook(),
    "book": inputs.book(),
    "repair": inputs.PROBLEM.encode(),
    "check_problem": inputs.PROBLEM.encode(),
    "check_plan": inputs.PLAN.encode(),
}


def main(arguments: list[str]) -> None:
    """Fuzzes one kind until the flags say that it is enough, or a fault is found."""
    kind, *flags = arguments
    target = targets.TARGETS[kind]
    with TemporaryDirectory() as folder:
        corpus, dictionary = Path(folder) / "corpus", Path(folder) / "words"
        corpus.mkdir()
        (corpus / "seed").write_bytes(SEEDS[kind])
        words = [word.encode() for word in (*inputs.words(), *inputs.ODD) if 0 < len(word) < 60]
        dictionary.write_text("\n".join(map(_entry, words)) + "\n", encoding="ascii")
        atheris.Setup(
            [sys.argv[0], f"-dict={dictionary}", "-max_len=20000", *flags, str(corpus)],
            lambda data: void(target(data)),
        )
        atheris.Fuzz()


def void(_: object) -> None:
    """libFuzzer wants no answer."""


def _entry(word: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


if __name__ == "__main__":
    main(sys.argv[1:])
