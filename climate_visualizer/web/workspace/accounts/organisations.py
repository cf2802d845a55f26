"""Making an organisation."""

from django.db import transaction

from climate_visualizer.web import current
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Organisation, OrganisationArea


def make(name: str, kind: str, areas: list[str], **facts: object) -> Organisation:
    """A new organisation that speaks for areas of the edition; raises `UnknownArea`."""
    for area in areas:
        current.edition().area(area)
    with transaction.atomic():
        organisation = Organisation.objects.create(name=name, kind=kind, **facts)
        OrganisationArea.objects.bulk_create(
            OrganisationArea(organisation=organisation, area_id=area) for area in dict.fromkeys(areas)
        )
        audit.record("organisation.made", actor=None, organisation=organisation, subject=name, after={"areas": areas})
    return organisation
