"""Telling those who asked: mail and webhooks when an area's statistics, budget or goals change."""
