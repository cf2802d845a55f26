"""What whichever process sends does every minute: look for what is new, and write what is due into the outbox."""

from climate_visualizer.editions.read import NoEdition
from climate_visualizer.web.alerts.events import notice
from climate_visualizer.web.alerts.subscribing import forget_unconfirmed
from climate_visualizer.web.alerts.writing import write_due
from climate_visualizer.web.outbox import running


def look() -> tuple[int, int]:
    """How many events were new, and how many messages were written."""
    new, written = notice(), write_due()
    forget_unconfirmed()
    return new, written


def _every_minute() -> None:
    try:
        look()
    except NoEdition:  # the first one has not come yet
        return


running.chore("alerts", _every_minute)
