"""What alerts keep about people, for whoever asks: subscriptions by mail address, given out and erased with everything else."""

from climate_visualizer.web.alerts import messages
from climate_visualizer.web.alerts.models import Subscription
from climate_visualizer.web.outbox import posting
from climate_visualizer.web.personal_registry import holds_address

FIELDS = ("kind", "area_id", "language", "mail", "url", "pace", "asked_at", "confirmed_at", "left_at")


def _export(email: str) -> list[dict[str, object]]:
    return list(Subscription.objects.filter(mail=email).values(*FIELDS))


def _erase(email: str) -> None:
    """With what was sent, or was still to be sent, to the address."""
    for subscription in Subscription.objects.filter(mail=email):
        posting.call_back(messages.about(subscription))
    Subscription.objects.filter(mail=email).delete()


holds_address("alerts", export=_export, erase=_erase)
