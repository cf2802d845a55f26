"""Client-side deadline for PostgreSQL: Django's own backend on a psycopg connection that waits as long as `patience` says."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import IsolationLevel, OperationalError
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

from climate_visualizer.web.database import patience
from climate_visualizer.web.database.circuit import DATABASE

SHORTEST_CONNECT = 2  # seconds; psycopg takes less for this


class Line(psycopg.Connection[Any]):  # of rows that Django's cursors shape
    """A connection that is closed where nothing comes in time; a line with an answer outstanding is good for nothing else."""

    # Any: what psycopg's generators of any kind give
    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        bound = patience.left() if timeout is None else timeout
        if bound is not None and DATABASE.is_open:
            bound = min(bound, patience.READ)
        try:
            return super().wait(gen, interval, bound)
        except _WaitTimeout as late:
            self.pgconn.finish()
            problem = OperationalError(f"PostgreSQL keeps the line open and has said nothing for {bound:.1f} seconds.")
            DATABASE.suspect(problem)
            raise problem from late


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for the deadline, and for readers' questions while the database is known to be away."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Line:  # as Django has it
        self.isolation_level = IsolationLevel.READ_COMMITTED
        if patience.left() is not None:
            conn_params = conn_params | {"connect_timeout": SHORTEST_CONNECT}
        return Line.connect(**conn_params)

    def connect(self) -> None:
        if patience.is_reading():
            DATABASE.ensure_closed()
        super().connect()
