"""Which of the publishers' files make a site of several countries, with two releases of Sweden's and its boundaries."""

FILES = (
    ("se_scb", ("kommunlankod_2023.xls", "be0101_tabhel2023.xlsx", "swedish_population_lan_1990-2023.csv")),
    ("se_smhi", ("smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx",)),
    ("se_smhi", ("smhi_lansrapport_2024-04-18_sub-CO2_county-0_municipality-0.xlsx",)),
    ("geo_sweden", ("swedish_municipalities.geojson", "swedish_regions.geojson")),
    ("no_miljodirektoratet", ("2026-02-03_klimagassutslipp_telemark.csv",)),
    ("gb_desnz", ("Final Dataset - UK GHG (table 1_1 all GHG).xlsx", "UK-local-authority-ghg-emissions-2020.xlsx")),
)
