"""The addresses of the pages that people read."""

import re

from django.urls import path, re_path

from climate_visualizer.editions.following.offer import FOLDER, NAME
from climate_visualizer.web.pages import about_pages, edition_files, embed_page, feeds, meta
from climate_visualizer.web.pages.areas import (
    area,
    budgets_page,
    business_page,
    downloads,
    explore,
    figure_files,
    footprint_page,
    plan_files,
    plan_page,
    screen,
    sectors,
)
from climate_visualizer.web.pages.countries import (
    compare,
    compare_files,
    country_files,
    data,
    fair_shares_page,
    home,
    ranking,
)
from climate_visualizer.web.pages.questions import goal_page, group_page

AREA = r"(?P<lang>[\w-]+)/(?P<country>\w+)/(?P<slug>[\w-]+)"

urlpatterns = [
    path("", meta.root, name="root"),
    path("robots.txt", meta.robots, name="robots"),
    path("sitemap.xml", meta.sitemaps, name="sitemaps"),
    re_path(r"^sitemap-(?P<lang>[\w-]+)\.xml$", meta.sitemap, name="sitemap"),
    path("llms.txt", meta.for_programs, name="llms"),
    re_path(
        r"^files/(?P<country>[A-Za-z]{2})/(?P<name>findings|emissions|estimates|plants)\.(?P<kind>csv|json|parquet|xlsx)$",
        country_files.country_file,
        name="country-file",
    ),
    re_path(r"^files/(?P<country>[A-Za-z]{2})/areas\.geojson$", country_files.country_map, name="country-map"),
    re_path(
        r"^files/(?P<country>[A-Za-z]{2})/datapackage\.json$", country_files.country_package, name="country-package"
    ),
    path("editions/listing.json", edition_files.listing, name="editions-listing"),
    re_path(
        rf"^editions/files/(?P<folder>{FOLDER.pattern})/(?P<name>{NAME.pattern})$",
        edition_files.file,
        name="edition-file",
    ),
    path("favicon.svg", meta.icon, name="icon"),
    path("favicon.ico", meta.icon),
    path("<str:lang>/", home.home, name="home"),
    path("<str:lang>/compare/", compare.compare, name="compare"),
    re_path(
        r"^(?P<lang>[\w-]+)/compare/(?P<place>[\w-]+)\.(?P<kind>svg|png|csv|json|chart)$",
        compare_files.compare_file,
        name="compare-file",
    ),
    path("<str:lang>/group/", group_page.group_page, name="group"),
    re_path(r"^(?P<lang>[\w-]+)/group/group\.(?P<kind>svg|png|csv|json)$", group_page.group_file, name="group-file"),
    path("<str:lang>/ranking/", ranking.ranking, name="ranking"),
    path("<str:lang>/places.json", home.place_names, name="places"),
    path("<str:lang>/method/", about_pages.method, name="method"),
    path("<str:lang>/data/", data.data, name="data"),
    path("<str:lang>/about/", about_pages.about, name="about"),
    path("<str:lang>/accessibility/", about_pages.accessibility, name="accessibility"),
    path("<str:lang>/changes.atom", feeds.all_feed, name="feed"),
    path("<str:lang>/<str:country>/<slug:slug>/changes.atom", feeds.area_feed, name="area-feed"),
    path("<str:lang>/<str:country>/<slug:slug>/explore/", explore.explore_page, name="explore"),
    path("<str:lang>/<str:country>/<slug:slug>/budgets/", budgets_page.budgets_page, name="budgets"),
    re_path(rf"^{AREA}/budgets\.(?P<kind>csv)$", budgets_page.budgets_page, name="budgets-file"),
    path("<str:lang>/<str:country>/<slug:slug>/fair-shares/", fair_shares_page.fair_shares_page, name="fair-shares"),
    path("<str:lang>/<str:country>/<slug:slug>/goal/", goal_page.goal_page, name="goal"),
    re_path(rf"^{AREA}/goal/goal\.(?P<kind>svg|png|csv|json)$", goal_page.goal_file, name="goal-file"),
    path("<str:lang>/<str:country>/<slug:slug>/footprint/", footprint_page.footprint_page, name="footprint"),
    re_path(rf"^{AREA}/explore/scenario\.(?P<kind>svg|png|csv|json)$", explore.explore_file, name="explore-file"),
    path("<str:lang>/<str:country>/<slug:slug>/businesses/<slug:key>/", business_page.business, name="business"),
    path(
        "<str:lang>/<str:country>/<slug:slug>/businesses/<slug:key>/badge.svg",
        business_page.badge,
        name="business-badge",
    ),
    path("<str:lang>/<str:country>/<slug:slug>/plan/", plan_page.plan_page, name="plan"),
    path("<str:lang>/<str:country>/<slug:slug>/plan/measures/<slug:key>/", plan_page.measure_page, name="measure"),
    path(
        "<str:lang>/<str:country>/<slug:slug>/plan/measures/<slug:key>/changes.atom",
        plan_page.measure_feed,
        name="measure-feed",
    ),
    re_path(rf"^{AREA}/plan/plan\.(?P<kind>pdf|docx|xlsx)$", plan_files.plan_file, name="plan-file"),
    path("<str:lang>/<str:country>/<slug:slug>/plan/<int:year>/", plan_files.kept_plan, name="kept-plan"),
    path("<str:lang>/<str:country>/<slug:slug>/look.css", business_page.look, name="look"),
    path("<str:lang>/<str:country>/<slug:slug>/logo.png", business_page.logo, name="logo"),
    path("<str:lang>/<str:country>/<slug:slug>/", area.area_page, name="area"),
    path("<str:lang>/<str:country>/<slug:slug>/sectors/<slug:sector>/", sectors.sector_page, name="sector"),
    re_path(r"^(?P<lang>[\w-]+)/map\.(?P<kind>svg|png|csv|json)$", home.map_file, name="map-file"),
    re_path(
        rf"^{AREA}/(?P<name>dots|history|cumulative)\.(?P<kind>svg|png|csv|json|chart)$",
        figure_files.figure_file,
        name="figure-file",
    ),
    re_path(
        rf"^{AREA}/(?P<name>sectors|waiting)\.(?P<kind>svg|png|csv|json)$", figure_files.figure_file, name="figure-file"
    ),
    re_path(
        rf"^{AREA}/sectors/(?P<sector>[\w-]+)/(?P<name>parts)\.(?P<kind>svg|png|csv|json)$",
        figure_files.figure_file,
        name="sector-file",
    ),
    re_path(
        rf"^{AREA}/sectors/(?P<sector>[\w-]+)/(?P<name>history)\.(?P<kind>svg|png|csv|json|chart)$",
        figure_files.figure_file,
        name="sector-file",
    ),
    path("<str:lang>/<str:country>/<slug:slug>/screen/", screen.screen, name="screen"),
    path("<str:lang>/<str:country>/<slug:slug>/embed/", embed_page.embed_page, name="embed-page"),
    re_path(rf"^{AREA}/(?P<name>{'|'.join(map(re.escape, downloads.FILES))})$", downloads.area_file, name="area-file"),
]
