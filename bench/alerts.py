"""A thousand alerts by two workers, one of them killed in the middle: a part of ``make bench``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests" / "web")]

from post_office import post_office  # noqa: E402
from shared import DAY, say  # noqa: E402

ALERTS = 1000


def _fill() -> None:
    """A thousand followers of Nyköping and one event."""
    from django.core.management import call_command
    from django.utils import timezone

    from climate_visualizer.web.alerts.events import _address
    from climate_visualizer.web.alerts.models import Event, Subscription

    call_command("prepare", verbosity=0)
    now = timezone.now()
    facts = {"kind": "mail", "area_id": "SE-0480", "language": "sv", "asked_at": now, "confirmed_at": now}
    Subscription.objects.bulk_create([Subscription(mail=f"a{n}@example.org", **facts) for n in range(ALERTS)])
    _address(
        Event.objects.create(
            key="bench", kind="goals", area_id="SE-0480", facts={"organisation": "A", "title": "B"}, happened_at=now
        )
    )


def _worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "send_alerts"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, post_office() as office:
        os.environ.update(
            CLIMATE_VISUALIZER_VAR=folder,
            CLIMATE_VISUALIZER_AS_OF=DAY.isoformat(),
            DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
            EMAIL_URL=f"smtp://127.0.0.1:{office.port}",
            ALERTS_IN_HAND_SECONDS="10",
        )
        import logging

        import django

        django.setup()
        logging.disable(logging.ERROR)
        _fill()
        began = time.perf_counter()
        workers = [_worker(dict(os.environ)) for _ in range(2)]
        while len(office.letters) < ALERTS // 3:
            time.sleep(0.005)
        workers[0].send_signal(signal.SIGKILL)
        for worker in workers:
            worker.wait(timeout=300)
        time.sleep(10.1)
        _worker(dict(os.environ)).wait(timeout=300)
        taken = time.perf_counter() - began
        names = Counter(letter["Message-ID"] for letter in office.letters)
        to = {letter["To"] for letter in office.letters}
        assert len(to) == len(names) == ALERTS, (len(to), len(names))
        say(
            f"{ALERTS} alerts by two workers, one killed, then a third",
            f"{taken:.1f} s; {len(names)} messages to {len(to)} people, {len(office.letters) - len(names)} known again by name",
        )


if __name__ == "__main__":
    main()
