"""The Django project's web layer: thin views of pages, API, embeds, alerts and workspace, which do not know each other."""
