"""The one place where whatever goes wrong becomes a sentence and an exit code."""

import os
import sys
from collections.abc import Callable

from typer import TyperException

from xuncha_plan.cli.stop import BAD_INPUT, FAULT, INTERRUPTED, Stop
from xuncha_plan.cli.usage import usage_error
from xuncha_plan.cli.voice import Voice, silence
from xuncha_plan.model import BadInput, Language, Words

CANNOT_PRINT = Words("输出失败：{reason}", "cannot write the output: {reason}")
MACHINE = Words("系统错误：{reason}", "the system says: {reason}")
UNEXPECTED = Words(
    "程序内部错误（{kind}：{reason}）；设 XUNCHA_DEBUG=1 重试可见详情",
    "internal error ({kind}: {reason}); XUNCHA_DEBUG=1 shows more",
)
INTERRUPT = Words("已中断", "interrupted")


def guarded(command: Callable[[], int], language: Language) -> int:
    """Runs a command; its exit code, or that of what went wrong."""
    voice = Voice(language)
    try:
        return command()
    except TyperException as error:
        voice.error(usage_error(error, language))
        return BAD_INPUT
    except BadInput as error:
        for fault in error.faults:
            voice.error(fault.say(language))
        return BAD_INPUT
    except Stop as stop:
        voice.error(stop.say(language))
        return stop.code
    except KeyboardInterrupt:
        voice.error(INTERRUPT.say(language))
        return INTERRUPTED
    except Exception as error:
        return _fault(error, voice)


def _fault(error: Exception, voice: Voice) -> int:
    from xuncha_plan.files.whole import CannotWrite

    if os.environ.get("XUNCHA_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    match error:
        case CannotWrite():
            voice.error(f"{error.place}: {error.words.say(voice.language, **error.blanks)}")
        case OSError() if error.filename is None:
            silence(sys.stdout)
            voice.error(CANNOT_PRINT.say(voice.language, reason=error.strerror or error))
        case OSError():
            voice.error(MACHINE.say(voice.language, reason=error))
        case _:
            blanks = {"kind": type(error).__name__, "reason": str(error)[:200]}
            voice.error(UNEXPECTED.say(voice.language, **blanks))
    return FAULT
