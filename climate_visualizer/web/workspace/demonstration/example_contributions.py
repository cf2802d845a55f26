"""Examples of own words, figures and a business for the demonstration organisation."""

from climate_visualizer.web.workspace.demonstration import demo


@demo.step
def own(stage: demo.Stage) -> None:
    """Own words and an own figure, published."""
    stage.write(
        "text",
        {
            "section": "sectors",
            "body_sv": "Mest gör vi nu åt **bilresorna till arbetet**: fler bussturer och säkrare cykelvägar.",
            "body_en": "Most of our work goes into **trips to work by car**: more buses and safer cycle paths.",
        },
        publish=True,
    )
    stage.write(
        "figure",
        {
            "sector": "electricity-heat",
            "tonnes": {"2021": 3100.0, "2022": 2700.0},
            "source": "Exempelvärme AB, miljörapport",
            "link": "",
            "body_sv": "Bolagets egna mätningar räknar bort returträ som SMHI räknar som fossilt avfall.",
            "body_en": "The company measures recycled wood that SMHI counts as fossil waste, and takes it off.",
        },
        publish=True,
    )


@demo.step
def others(stage: demo.Stage) -> None:
    """A business that has joined, and another way to count."""
    stage.write(
        "business",
        {
            "name": "Exempelbageriet",
            "website": "",
            "sector": "industry",
            "tonnes": {"2021": 420.0, "2022": 395.0, "2023": 360.0},
            "goal_year": 2030,
            "goal_percent": 70.0,
            "body_sv": "Ugnarna byts från gasol till el.",
            "body_en": "The ovens change from gas to electricity.",
        },
        key="exempelbageriet",
        publish=True,
    )
    stage.write(
        "perspective",
        {
            "way": "operations",
            "tonnes": {"2020": 5900.0, "2021": 5600.0, "2022": 5150.0},
            "source": "Exempelkommunens miljöredovisning",
            "link": "",
            "body_sv": "Fordon, lokaler och tjänsteresor i kommunens verksamhet och bolag.",
            "body_en": "Vehicles, buildings and travel of the municipality and its companies.",
        },
        publish=True,
    )
