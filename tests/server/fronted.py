"""Debian's nginx with the project's own configuration, on free ports and with a certificate of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from ports import free_port
from stories.serving import end
from waiting import until

NAME = "localhost"


def _certificate(folder: Path) -> None:
    asked = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -addext subjectAltName=DNS:{NAME}"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(["openssl", *asked.split(), *files], check=True, capture_output=True)


def _configured(folder: Path, plain: int, secure: int, nodes: list[int]) -> Path:
    """The file of deploy/ with other ports, names and folders, within the frame that Debian's nginx.conf is."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    node = "    server 127.0.0.1:8000 max_fails=2 fail_timeout=5s;"
    changes = {
        node: "\n".join(node.replace("8000", str(port)) for port in nodes),
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "budget.example.org;": f"{NAME};",
        "/etc/letsencrypt/live/budget.example.org/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/budget.example.org/privkey.pem": f"{folder}/key.pem",
        "/var/cache/nginx/climate-visualizer": f"{folder}/cache",
        # What a test sends comes as fast as the machine lets it; what it says of time it says of minutes.
        "client_header_timeout 10s;": "client_header_timeout 600s;",
        "proxy_connect_timeout 2s;": "proxy_connect_timeout 60s;",
        "proxy_read_timeout 60s;": "proxy_read_timeout 600s;",
    }
    for was, becomes in changes.items():
        assert was in text, was
        text = text.replace(was, becomes)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    frame = (
        f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {temporary}\n{text}\n}}"
    )
    (folder / "nginx.conf").write_text(frame, encoding="utf-8")
    return folder / "nginx.conf"


@contextmanager
def fronted(folder: Path, nodes: list[int]) -> Iterator[tuple[int, int]]:
    """nginx before these nodes: its plain and its secure port."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not here; on Debian: apt-get install nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    plain, secure = free_port(), free_port()
    _certificate(folder)
    file = _configured(folder, plain, secure, nodes)
    command = ["nginx", "-e", str(folder / "error.log"), "-c", str(file), "-g", "daemon off; user root;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _listens(plain, process, folder), "nginx")
        yield plain, secure
    finally:
        end(process)


def _listens(port: int, process: subprocess.Popen, folder: Path) -> bool:
    assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
