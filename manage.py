#!/usr/bin/env python
"""What an operator types in a checkout: ``python manage.py`` and a command."""

from climate_visualizer.__main__ import main

if __name__ == "__main__":
    main()
