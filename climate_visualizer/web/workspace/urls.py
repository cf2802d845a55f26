"""The addresses of the workspace; every one of them begins with a language and `/workspace/`."""

from django.urls import include, path

from climate_visualizer.web.workspace.interchange import template_page, tokens_page
from climate_visualizer.web.workspace.publication import ending_pages, kept_plans, publish_page
from climate_visualizer.web.workspace.views import (
    account,
    document_pages,
    members_page,
    organisation_home,
    organisation_settings,
)

app_name = "workspace"
urlpatterns = [
    path("", organisation_home.home, name="home"),
    path("account/", account.account, name="account"),
    path("second-factor/", account.second_factor, name="second-factor"),
    path("sign-in/", account.elsewhere, name="elsewhere"),
    path("invitation/<str:secret>/", account.invitation, name="invitation"),
    path("preview/<str:token>/", document_pages.preview, name="preview"),
    path("<uuid:organisation>/", organisation_home.dashboard, name="dashboard"),
    path("<uuid:organisation>/people/", members_page.people, name="people"),
    path("<uuid:organisation>/people/invite/", members_page.invite, name="invite"),
    path("<uuid:organisation>/people/invitations/<uuid:invitation>/", members_page.invitation, name="invited"),
    path("<uuid:organisation>/people/<uuid:member>/", members_page.member, name="member"),
    path("<uuid:organisation>/history/", organisation_home.history, name="audit"),
    path("<uuid:organisation>/settings/", organisation_settings.settings, name="settings"),
    path("<uuid:organisation>/settings/sign-in/", organisation_settings.sign_in, name="sign-in"),
    path("<uuid:organisation>/settings/template/", template_page.template, name="template"),
    path("<uuid:organisation>/settings/template.docx", template_page.download, name="template-file"),
    path("<uuid:organisation>/settings/tokens/", tokens_page.tokens_of, name="tokens"),
    path("<uuid:organisation>/settings/tokens/<uuid:token>/", tokens_page.token, name="token"),
    path("<uuid:organisation>/logo.png", organisation_settings.logo, name="logo"),
    path("<uuid:organisation>/", include("climate_visualizer.web.workspace.plans.urls")),
    path("<uuid:organisation>/", include("climate_visualizer.web.workspace.cycle.urls")),
    path("<uuid:organisation>/content/", document_pages.documents, name="documents"),
    path("<uuid:organisation>/content/new/<slug:kind>/<str:area_id>/", document_pages.new, name="new"),
    path("<uuid:organisation>/content/<uuid:document>/", document_pages.edit, name="document"),
    path("<uuid:organisation>/content/<uuid:document>/versions/", document_pages.versions, name="versions"),
    path("<uuid:organisation>/content/<uuid:document>/end/<str:step>/", ending_pages.end, name="end"),
    path("<uuid:organisation>/publish/", publish_page.publish, name="publish"),
    path("<uuid:organisation>/archive/", ending_pages.archive, name="archive"),
    path("<uuid:organisation>/archive/keep/", kept_plans.keep, name="keep-plan"),
    path("<uuid:organisation>/archive/<uuid:document>/", ending_pages.archive, name="archive-with"),
    path("<uuid:organisation>/content/<uuid:document>/<str:step>/", document_pages.step, name="step"),
]
