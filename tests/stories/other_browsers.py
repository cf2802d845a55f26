"""WebDriver to Debian's Firefox (Marionette, a socket) and WebKit (WebKitWebDriver, HTTP): browsers that Playwright can't drive.

Both take the commands of the W3C standard; only how these are sent differs. Neither needs a library.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ports import free_port
from waiting import CEILING, until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the standard's name for a reference to an element
# Debian's packages, each with what it brings.
FIREFOX, WEBKIT = ("firefox-esr",), ("WebKitWebDriver", "Xvfb")
SETTINGS = {"marionette.port": 0, "app.update.enabled": False, "intl.accept_languages": "sv-SE, sv"}
Send = Callable[[str, dict[str, Any]], Any]


def there(programs: tuple[str, ...]) -> bool:
    return all(shutil.which(program) for program in programs)


class Browser:
    """A browser's window: `send` takes a command's name in the standard, and what it needs."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def open(self, address: str) -> None:
        self._send("Navigate", {"url": address})

    def asked(self, script: str) -> Any:
        """What a script returns in the page."""
        return self._send("ExecuteScript", {"script": f"return {script}", "args": []})

    def click(self, selector: str) -> None:
        self._send("ElementClick", {"id": self._element(selector)})

    def type(self, selector: str, keys: str) -> None:
        self._send("ElementSendKeys", {"id": self._element(selector), "text": keys})

    def until(self, script: str) -> Any:
        """Wait for a script to return something that is true, and give it."""
        return until(lambda: self.asked(script), script)

    def _element(self, selector: str) -> str:
        return str(self._send("FindElement", {"using": "css selector", "value": selector})[ELEMENT])


@contextmanager
def firefox() -> Iterator[Browser]:
    """Debian's Firefox without a window, by Marionette: a message is its length, a colon and JSON."""
    with tempfile.TemporaryDirectory() as profile:
        preferences = "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in SETTINGS.items())
        (Path(profile) / "user.js").write_text(preferences, encoding="utf-8")
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            with socket.create_connection(("127.0.0.1", _announced(process)), timeout=CEILING) as wire:
                _message(wire)
                send = _marionette(wire)
                send("NewSession", {"capabilities": {"alwaysMatch": {}}})
                yield Browser(send)
        finally:
            process.terminate()
            process.communicate(timeout=CEILING)


def _announced(process: subprocess.Popen[str]) -> int:
    """The port that Firefox says it listens on."""
    assert process.stdout is not None
    for line in process.stdout:
        match = re.search(r"Listening on port (\d+)", line)
        if match:
            return int(match[1])
    raise RuntimeError("Firefox ended without saying which port it listens on.")


def _message(wire: socket.socket) -> Any:
    length = b""
    while not length.endswith(b":"):
        length += _received(wire, 1)
    body, size = b"", int(length[:-1])
    while len(body) < size:
        body += _received(wire, size - len(body))
    return json.loads(body)


def _received(wire: socket.socket, most: int) -> bytes:
    received = wire.recv(most)
    assert received, "Firefox ended before it had answered."
    return received


def _marionette(wire: socket.socket) -> Send:
    def send(command: str, facts: dict[str, Any]) -> Any:
        body = json.dumps([0, 1, f"WebDriver:{command}", facts]).encode()
        wire.sendall(b"%d:%s" % (len(body), body))
        _kind, _number, problem, answer = _message(wire)
        assert problem is None, problem
        return answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer

    return send


@contextmanager
def webkit() -> Iterator[Browser]:
    """Debian's WebKit in its small browser, on a screen that nobody sees, by WebKitWebDriver."""
    port = free_port()
    with _screen() as display:
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment, **quiet)
        try:
            base = f"http://127.0.0.1:{port}"
            until(lambda: _is_ready(base), "WebKitWebDriver")
            small = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))))
            wanted = {"webkitgtk:browserOptions": {"binary": str(small), "args": ["--automation"]}}
            session = _posted(f"{base}/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
            yield Browser(_over_http(f"{base}/session/{session}"))
            _asked("DELETE", f"{base}/session/{session}", None)
        finally:
            driver.terminate()
            driver.wait(timeout=CEILING)


@contextmanager
def _screen() -> Iterator[str]:
    """A screen in memory: its display, which it says itself once it is ready."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as announced:
            yield f":{announced.readline().strip()}"
    finally:
        server.terminate()
        server.wait(timeout=CEILING)


def _asked(method: str, address: str, facts: dict[str, Any] | None) -> Any:
    body = None if facts is None else json.dumps(facts).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=CEILING) as response:
        return json.load(response)["value"]


def _posted(address: str, facts: dict[str, Any]) -> Any:
    return _asked("POST", address, facts)


def _is_ready(base: str) -> bool:
    try:
        return bool(_asked("GET", f"{base}/status", None)["ready"])
    except OSError:
        return False


def _over_http(session: str) -> Send:
    paths = {"Navigate": "url", "ExecuteScript": "execute/sync", "FindElement": "element"}

    def send(command: str, facts: dict[str, Any]) -> Any:
        if command in paths:
            return _posted(f"{session}/{paths[command]}", facts)
        action = {"ElementClick": "click", "ElementSendKeys": "value"}[command]
        return _posted(f"{session}/element/{facts['id']}/{action}", {k: v for k, v in facts.items() if k != "id"})

    return send
