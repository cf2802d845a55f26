"""Alerts: subscriptions by mail or webhook to changes of an area's statistics, budget or goals."""
