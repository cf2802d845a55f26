"""Housekeeping of the outbox, done by whichever process sends."""

from climate_visualizer.web.outbox import running
from climate_visualizer.web.outbox.state import prune

running.chore("outbox", prune)
