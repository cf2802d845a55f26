"""The addresses of the workspace; every one of them begins with a language and `/workspace/`."""

from django.urls import include, path

from climate_visualizer.web.workspace.views import account, documents, home, people, settings

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("account/", account.account, name="account"),
    path("second-factor/", account.second_factor, name="second-factor"),
    path("sign-in/", account.elsewhere, name="elsewhere"),
    path("invitation/<str:secret>/", account.invitation, name="invitation"),
    path("preview/<str:token>/", documents.preview, name="preview"),
    path("<uuid:organisation>/", home.dashboard, name="dashboard"),
    path("<uuid:organisation>/people/", people.people, name="people"),
    path("<uuid:organisation>/people/invite/", people.invite, name="invite"),
    path("<uuid:organisation>/people/invitations/<uuid:invitation>/", people.invitation, name="invited"),
    path("<uuid:organisation>/people/<uuid:member>/", people.member, name="member"),
    path("<uuid:organisation>/history/", home.history, name="audit"),
    path("<uuid:organisation>/settings/", settings.settings, name="settings"),
    path("<uuid:organisation>/settings/sign-in/", settings.sign_in, name="sign-in"),
    path("<uuid:organisation>/logo.png", settings.logo, name="logo"),
    path("<uuid:organisation>/", include("climate_visualizer.web.workspace.plans.urls")),
    path("<uuid:organisation>/content/", documents.documents, name="documents"),
    path("<uuid:organisation>/content/new/<slug:kind>/<str:area_id>/", documents.new, name="new"),
    path("<uuid:organisation>/content/<uuid:document>/", documents.edit, name="document"),
    path("<uuid:organisation>/content/<uuid:document>/versions/", documents.versions, name="versions"),
    path("<uuid:organisation>/content/<uuid:document>/<str:step>/", documents.step, name="step"),
]
