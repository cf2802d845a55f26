#!/usr/bin/env python
"""What an operator types: ``python manage.py`` and a command."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climate_visualizer.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
