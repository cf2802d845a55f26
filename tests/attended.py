"""HTTP server within a test: it answers in a thread of its own, and both end with the block, also where the test fails."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def attended(server: socketserver.BaseServer) -> Iterator[None]:
    """Answer meanwhile; a short poll, for a shutdown waits until the next (half a second by default)."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
