"""Command line: ``climate-visualizer COMMAND``, the same commands as ``python manage.py COMMAND`` in a checkout."""

import os
import sys


def main() -> None:
    """Run one of Django's or our own commands; what they need is installed with ``climate-visualizer[site]``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climate_visualizer.config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed: pip install 'climate-visualizer[site]' brings all that the site runs on.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
