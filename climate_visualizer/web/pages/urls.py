"""The addresses of the pages that people read."""

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
    country_files,
    data,
    fair_shares_page,
    home,
    ranking,
)
from climate_visualizer.web.pages.questions import goal_page, group_page

AREA = r"(?P<lang>[\w-]+)/(?P<country>\w+)/(?P<slug>[\w-]+)"

urlpatterns = [
    path("", meta.root),
    path("robots.txt", meta.robots),
    path("sitemap.xml", meta.sitemaps),
    re_path(r"^sitemap-(?P<lang>[\w-]+)\.xml$", meta.sitemap),
    path("llms.txt", meta.for_programs),
    re_path(
        r"^files/(?P<country>[A-Za-z]{2})/(?P<name>findings|emissions|estimates|plants)\.(?P<kind>csv|json|parquet|xlsx)$",
        country_files.country_file,
    ),
    re_path(r"^files/(?P<country>[A-Za-z]{2})/areas\.geojson$", country_files.country_map),
    re_path(r"^files/(?P<country>[A-Za-z]{2})/datapackage\.json$", country_files.country_package),
    path("editions/listing.json", edition_files.listing),
    re_path(rf"^editions/files/(?P<folder>{FOLDER.pattern})/(?P<name>{NAME.pattern})$", edition_files.file),
    path("favicon.svg", meta.icon),
    path("favicon.ico", meta.icon),
    path("<str:lang>/", home.home),
    path("<str:lang>/compare/", compare.compare),
    re_path(
        r"^(?P<lang>[\w-]+)/compare/(?P<place>[\w-]+)\.(?P<kind>svg|png|csv|json|chart)$",
        compare.compare_file,
    ),
    path("<str:lang>/group/", group_page.group_page),
    re_path(r"^(?P<lang>[\w-]+)/group/group\.(?P<kind>svg|png|csv|json)$", group_page.group_file),
    path("<str:lang>/ranking/", ranking.ranking),
    path("<str:lang>/places.json", home.place_names),
    path("<str:lang>/method/", about_pages.method),
    path("<str:lang>/data/", data.data),
    path("<str:lang>/about/", about_pages.about),
    path("<str:lang>/accessibility/", about_pages.accessibility),
    path("<str:lang>/changes.atom", feeds.all_feed),
    path("<str:lang>/<str:country>/<slug:slug>/changes.atom", feeds.area_feed),
    path("<str:lang>/<str:country>/<slug:slug>/explore/", explore.explore_page),
    path("<str:lang>/<str:country>/<slug:slug>/budgets/", budgets_page.budgets_page),
    re_path(rf"^{AREA}/budgets\.(?P<kind>csv)$", budgets_page.budgets_page),
    path("<str:lang>/<str:country>/<slug:slug>/fair-shares/", fair_shares_page.fair_shares_page),
    path("<str:lang>/<str:country>/<slug:slug>/goal/", goal_page.goal_page),
    re_path(rf"^{AREA}/goal/goal\.(?P<kind>svg|png|csv|json)$", goal_page.goal_file),
    path("<str:lang>/<str:country>/<slug:slug>/footprint/", footprint_page.footprint_page),
    re_path(rf"^{AREA}/explore/scenario\.(?P<kind>svg|png|csv|json)$", explore.explore_file),
    path("<str:lang>/<str:country>/<slug:slug>/businesses/<slug:key>/", business_page.business),
    path("<str:lang>/<str:country>/<slug:slug>/businesses/<slug:key>/badge.svg", business_page.badge),
    path("<str:lang>/<str:country>/<slug:slug>/plan/", plan_page.plan_page),
    path("<str:lang>/<str:country>/<slug:slug>/plan/measures/<slug:key>/", plan_page.measure_page),
    path("<str:lang>/<str:country>/<slug:slug>/plan/measures/<slug:key>/changes.atom", plan_page.measure_feed),
    re_path(rf"^{AREA}/plan/plan\.(?P<kind>pdf|docx|xlsx)$", plan_files.plan_file),
    path("<str:lang>/<str:country>/<slug:slug>/plan/<int:year>/", plan_files.kept_plan),
    path("<str:lang>/<str:country>/<slug:slug>/look.css", business_page.look),
    path("<str:lang>/<str:country>/<slug:slug>/logo.png", business_page.logo),
    path("<str:lang>/<str:country>/<slug:slug>/", area.area_page),
    path("<str:lang>/<str:country>/<slug:slug>/sectors/<slug:sector>/", sectors.sector_page),
    re_path(r"^(?P<lang>[\w-]+)/map\.(?P<kind>svg|png|csv|json)$", home.map_file),
    re_path(
        rf"^{AREA}/(?P<name>dots|history|cumulative)\.(?P<kind>svg|png|csv|json|chart)$",
        figure_files.figure_file,
    ),
    re_path(rf"^{AREA}/(?P<name>sectors|waiting)\.(?P<kind>svg|png|csv|json)$", figure_files.figure_file),
    re_path(
        rf"^{AREA}/sectors/(?P<sector>[\w-]+)/(?P<name>parts)\.(?P<kind>svg|png|csv|json)$", figure_files.figure_file
    ),
    re_path(
        rf"^{AREA}/sectors/(?P<sector>[\w-]+)/(?P<name>history)\.(?P<kind>svg|png|csv|json|chart)$",
        figure_files.figure_file,
    ),
    path("<str:lang>/<str:country>/<slug:slug>/screen/", screen.screen),
    path("<str:lang>/<str:country>/<slug:slug>/embed/", embed_page.embed_page),
    *(
        path(f"<str:lang>/<str:country>/<slug:slug>/{name}", downloads.area_file, {"name": name})
        for name in downloads.FILES
    ),
]
