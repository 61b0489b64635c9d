"""A real browser for tests of pages, driven through pipes by its own protocol: no driver, no network, nothing to install.

Debian's ``chromium`` does; where there is none, the tests that need it are skipped.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), "")
_KEYS = {"Tab": 9, "Enter": 13, "Space": 32, "Escape": 27, "ArrowDown": 40}


class Page:
    """One page of a browser. Raises :class:`AssertionError` where the page's own script fails."""

    def __init__(self, read: int, write: int) -> None:
        self._input, self._output = os.fdopen(read, "rb"), os.fdopen(write, "wb")
        self._number = 0
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something, and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._output.write(json.dumps(message).encode() + b"\0")
        self._output.flush()
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, found["error"]
                answer: dict[str, Any] = found["result"]
                return answer

    def _next(self) -> dict[str, Any]:
        read = bytearray()
        while not read.endswith(b"\0"):
            piece = self._input.peek()
            assert piece, "the browser has ended"
            end = piece.find(b"\0") + 1
            read += self._input.read(end or len(piece))
        found: dict[str, Any] = json.loads(read[:-1])
        told = found.get("params", {})
        if found.get("method") == "Runtime.exceptionThrown":
            self.errors.append(str(told["exceptionDetails"].get("exception", told["exceptionDetails"])))
        if found.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(told["entry"]["text"])
        return found

    def open(self, path: Path, fragment: str = "", *, width: int = 1280, height: int = 900) -> Self:
        """Open a file at a width in points of the screen, and wait until it is there."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=path.as_uri() + fragment)
        while self.run("document.readyState") != "complete":  # a page that runs no scripts tells of no event
            time.sleep(0.02)
        return self

    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: ``Tab``, ``Enter``, ``Space``, or ``Shift+Tab``."""
        for key in keys:
            name = key.removeprefix("Shift+")
            text = {"Enter": "\r", "Space": " "}.get(name)
            common = {"key": " " if name == "Space" else name, "code": name, "windowsVirtualKeyCode": _KEYS[name]}
            common["modifiers"] = 8 if key != name else 0
            self.ask("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
            self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        for letter in text:
            self.ask("Input.insertText", text=letter)

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        """Take a picture of the page, the part below the window included."""
        found = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))

    def pdf(self) -> bytes:
        """The page printed, as its own style says."""
        found = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(found["data"])

    def close(self) -> None:
        """Let go of the pipes, by which the browser ends."""
        self._output.close()
        self._input.close()


@contextmanager
def opened(profile: Path) -> Iterator[Page]:
    """A browser with a fresh profile in a folder."""
    from_browser, browser_writes = os.pipe()
    browser_reads, to_browser = os.pipe()
    wanted = "headless=new no-sandbox disable-gpu disable-dev-shm-usage no-first-run remote-debugging-pipe disable-extensions"
    quiet = "disable-background-networking disable-component-update mute-audio"
    arguments = [f"--{name}" for name in f"{wanted} {quiet}".split()]
    shell = f'exec "$0" "$@" 3<&{browser_reads} 4>&{browser_writes}'
    running = subprocess.Popen(  # noqa: S603 - the browser that was found, with our own arguments
        ["/bin/bash", "-c", shell, BROWSER, *arguments, f"--user-data-dir={profile}"],
        pass_fds=(browser_reads, browser_writes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(browser_reads)
    os.close(browser_writes)
    try:
        page = Page(from_browser, to_browser)
        yield page
        page.close()
    finally:
        running.terminate()
        running.wait(timeout=10)
