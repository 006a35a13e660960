"""Chromium without a window, spoken to over its debugging pipe, without any library."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PATIENCE = 120  # seconds without a word after which the browser is taken for dead
KEYS = {
    "Enter": 13,
    "Escape": 27,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}


class Browser:
    """One browser process with its own profile."""

    def __init__(self, folder: Path) -> None:
        assert PROGRAM is not None
        commands, self._out = os.pipe()
        self._in, answers = os.pipe()
        self._number, self._rest, self.events = 0, b"", list[dict[str, Any]]()
        arguments = [
            PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--window-size=1280,800", "--lang=zh-CN",
            f"--user-data-dir={folder}",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            arguments,
            preexec_fn=lambda: _give(commands, answers),
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)

    def close(self) -> None:
        """Ends the process."""
        self._process.terminate()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        """Sends a command and waits for its answer; events that come before it are kept."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def wait(self, method: str) -> dict[str, Any]:
        """The next event of a kind."""
        while True:
            for event in self.events:
                if event["method"] == method:
                    self.events.remove(event)
                    return event
            self._read()

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            assert ready, "the browser says nothing"
            data = os.read(self._in, 1 << 20)
            assert data, "the browser has ended"
            self._rest += data
        line, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self.events.append(message)
        return message


def _give(commands: int, answers: int) -> None:
    """Makes two ends of pipes the child's numbers 3 and 4, whatever their numbers were."""
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (commands, answers)]
    for number, end in zip((3, 4), ends, strict=True):
        os.dup2(end, number)


class Page:
    """A page of the browser."""

    def __init__(self, browser: Browser, width: int = 1280, height: int = 800) -> None:
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)  # fmt: skip

    def close(self) -> None:
        """Closes the page."""
        self.browser.call("Target.closeTarget", targetId=self._target)
        self.browser.events.clear()

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """A command for this page."""
        return self.browser.call(method, self._session, **parameters)

    def open(self, path: Path, script: bool = True) -> None:
        """Opens a file and waits until it has loaded; without script where wanted."""
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.browser.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self.browser.wait("Page.loadEventFired")

    def run(self, expression: str) -> Any:  # whatever the page answers
        """The value of an expression in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def complaints(self) -> list[str]:
        """What the console has complained of: exceptions, refused content, errors."""
        found = []
        for event in self.browser.events:
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(event["params"]["exceptionDetails"]))
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"])
        return found

    def requests(self) -> list[str]:
        """The addresses that the page has asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self.browser.events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def middle(self, selector: str) -> tuple[float, float]:
        """The middle of an element, scrolled into sight."""
        self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); "
            "e.scrollIntoView({block: 'center', behavior: 'instant'}); "
            "})()"
        )
        return self.where(selector)

    def where(self, selector: str) -> tuple[float, float]:
        """The middle of an element, where it is."""
        x, y = self.run(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return x, y

    def mouse(self, kind: str, x: float, y: float) -> None:
        """One event of the mouse: `mousePressed`, `mouseMoved`, `mouseReleased`."""
        held = 0 if kind == "mouseReleased" else 1
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=held,
                  clickCount=1)  # fmt: skip

    def drag(self, what: str, to: str) -> None:
        """Drags one element onto another with the mouse."""
        x, y = self.middle(what)
        self.mouse("mousePressed", x, y)
        self.mouse("mouseMoved", x + 10, y + 10)
        self.mouse("mouseMoved", *self.where(to))
        self.mouse("mouseReleased", *self.where(to))

    def press(self, *keys: str) -> None:
        """Presses keys one after another."""
        for key in keys:
            for kind in ("rawKeyDown", "keyUp"):
                self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                          windowsVirtualKeyCode=KEYS[key])  # fmt: skip

    def screenshot(self, path: Path) -> None:
        """What the page looks like."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def pdf(self, **paper: object) -> bytes:
        """The page as it prints."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True, **paper)["data"])
