"""Template database: tables are made by migrations once for a state of them, and copied by every process of tests after that.

Forty-seven migrations take four seconds of a processor, and a run has a dozen processes with a database of their own. Django goes
through the migrations all the same, so that a copy that lacks one gets it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from built_once import KEPT, PACKAGE, ROOT, alone
from django.core.management import call_command
from django.db import connection

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # the name that Django gives the test database


def _state() -> str:
    """A digest of the migrations, and of the libraries that bring some."""
    digest = hashlib.sha256(" ".join(map(version, ("django", "django-allauth"))).encode())
    for path in sorted(PACKAGE.rglob("migrations/*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(name: str) -> None:
    """Migrate a database by the default connection, which migrations read rows by."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _sqlite_file() -> Path:
    home = KEPT / f"migrated-{_state()}.sqlite3"
    with alone("migrated"):
        if not home.is_file():
            for old in KEPT.glob("migrated-*.sqlite3*"):
                old.unlink()
            work = KEPT / ".migrating.sqlite3"
            work.unlink(missing_ok=True)
            _migrate(str(work))
            with closing(sqlite3.connect(work)) as file:
                file.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            work.rename(home)
    return home


def _postgresql_name() -> str:
    """The name of a migrated database on the server to try with."""
    name = f"migrated_{_state()}"
    facts = connection.settings_dict
    address = {"host": facts["HOST"], "port": facts["PORT"], "user": facts["USER"], "password": facts["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        return _made_once(name, server, _migrate)


def migrated_server(address: str) -> str:
    """The name of a migrated database for sites in processes of their own, on the server at an address."""

    def migrate(work: str) -> None:
        facts = {**os.environ, "DATABASE_URL": f"{address.rpartition('/')[0]}/{work}"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=facts, check=True, capture_output=True)

    with psycopg.connect(address, autocommit=True) as server:
        return _made_once(f"migrated_site_{_state()}", server, migrate)


def _made_once(name: str, server: psycopg.Connection, migrate: Callable[[str], None]) -> str:
    with alone("migrated"):
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            work = f"{name}_{os.getpid()}"  # another checkout may be at it too: the first to be ready gives the name
            server.execute(f'CREATE DATABASE "{work}"')
            migrate(work)
            try:
                server.execute(f'ALTER DATABASE "{work}" RENAME TO "{name}"')
            except psycopg.errors.DuplicateDatabase:
                server.execute(f'DROP DATABASE "{work}"')
    return name


@contextmanager
def migrated() -> Iterator[None]:
    """The test database that is made meanwhile begins as a copy of a migrated one."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = _postgresql_name()
        yield
    else:
        with closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
            with closing(sqlite3.connect(_sqlite_file())) as file:
                file.backup(memory)
            yield
