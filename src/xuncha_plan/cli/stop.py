"""The end of a command that cannot go on: a sentence for the user, and the exit code."""

from xuncha_plan.model import Language, Words

OK, NO, BAD_INPUT, NO_TIME, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 130


class Stop(Exception):
    """Raised where a command cannot go on."""

    def __init__(self, code: int, words: Words, /, **blanks: object) -> None:
        self.code, self.words, self.blanks = code, words, blanks
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """The sentence."""
        return self.words.say(language, **self.blanks)
