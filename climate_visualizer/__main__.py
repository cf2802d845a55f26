"""Command line: ``climate-visualizer COMMAND``, the same commands as ``python manage.py COMMAND`` in a checkout."""

import gc
import os
import sys

from climate_visualizer.config.collecting import YOUNG


def main() -> None:
    """Run one of Django's or our own commands; what they need is installed with ``climate-visualizer[site]``.

    What is refused is one sentence and exit code 1; ``--traceback`` shows where it was refused.
    """
    gc.set_threshold(YOUNG, 10, 10)  # reading the code makes no garbage, and to look for it takes a sixth of each start
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climate_visualizer.config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed: pip install 'climate-visualizer[site]' brings all that the site runs on.")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        settings.INSTALLED_APPS  # noqa: B018  # reads the settings: Django itself would go on without them
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, DatabaseError, OSError) as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(refusal(problem))


def refusal(problem: Exception) -> str:
    """A sentence for what stopped a command."""
    from django.db import DatabaseError

    message = str(problem).strip().partition("\n")[0]
    if isinstance(problem, DatabaseError):
        return f"The database does not answer ({message}). Check DATABASE_URL, and run 'python manage.py prepare' if it is new."
    if isinstance(problem, OSError):
        return f"{problem.filename or 'A file'} could not be read or written ({problem.strerror or message})."
    return message


if __name__ == "__main__":
    main()
