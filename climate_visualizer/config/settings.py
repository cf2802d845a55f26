"""Settings, from the environment only; docs/run-your-own.md lists them."""

import os
from pathlib import Path

from climate_visualizer.caches import DEFAULT_MEGABYTES
from climate_visualizer.config import environment, startup
from climate_visualizer.config.accounts import *  # noqa: F403  # settings are names in one module
from climate_visualizer.config.folders import EDITIONS, ROOT, VAR
from climate_visualizer.places import DATA, LOCALE

__all__ = ["DATA", "EDITIONS", "ROOT", "VAR"]

os.umask(0o077)  # whatever is written, by whichever process, is its owner's alone
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700

AS_OF = environment.day("CLIMATE_VISUALIZER_AS_OF")
PORT = environment.port("PORT", 8000)
WORKER_MEMORY = environment.number("WORKER_MEMORY_MB", 900, least=startup.LEAST_MEMORY)
FOLLOW = environment.address("CLIMATE_VISUALIZER_FOLLOW")
SOURCES = environment.words("CLIMATE_VISUALIZER_SOURCES")
SOURCES_AT = environment.address("CLIMATE_VISUALIZER_SOURCES_AT")
PLACE = environment.text("CLIMATE_VISUALIZER_PLACE").upper()
OPERATORS = startup.mail_addresses("OPERATORS", environment.words("OPERATORS"))
OWNER = environment.text("OWNER")
CONTACT = startup.contact(environment.text("CONTACT"))
CACHE_MEGABYTES = environment.number("CLIMATE_VISUALIZER_CACHE_MB", DEFAULT_MEGABYTES)
KEEP_EDITIONS = environment.number("CLIMATE_VISUALIZER_KEEP_EDITIONS", 12)
METRICS_TOKEN = startup.token(environment.text("METRICS_TOKEN"))
ALERTS_IN_HAND = environment.number("ALERTS_IN_HAND_SECONDS", 300)
SENDS = environment.switch("SENDS", "1")
WEBHOOKS_HERE = environment.switch("WEBHOOKS_ON_THIS_MACHINE")

DEBUG = environment.switch("DEBUG")
SECRET_KEY = startup.secret_key(environment.secret("SECRET_KEY", VAR / "secret-key"))
SECRET_KEY_FALLBACKS = [
    *startup.earlier_keys(environment.words("SECRET_KEY_FALLBACKS")),
    *environment.lines(VAR / "secret-keys-before"),
]
ALLOWED_HOSTS = startup.hosts(environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]"))
SITE_ADDRESS = startup.site_address(environment.text("SITE_ADDRESS"), ALLOWED_HOSTS, PORT, behind_tls=BEHIND_TLS)  # noqa: F405
BELOW = startup.path_of(SITE_ADDRESS)
FORCE_SCRIPT_NAME = BELOW or None
LOGIN_REDIRECT_URL = SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{BELOW}/"
startup.ensure_debug_is_private(DEBUG, ALLOWED_HOSTS, SITE_ADDRESS)
CSRF_TRUSTED_ORIGINS = startup.origins(environment.words("CSRF_TRUSTED_ORIGINS"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None  # noqa: F405
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 365 * 86400 if BEHIND_TLS else 0, least=0)  # noqa: F405
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # http.csp sets X-Frame-Options, but for what others may frame
    "security.W003",  # http.cookies has its own subclass of the middleware against forged forms
    "security.W005",  # whether other hosts of the domain have TLS is not for this site to say
    "security.W008",  # the proxy in front redirects to https
    "security.W021",  # so is whether the domain is on browsers' list
]

ROOT_URLCONF = "climate_visualizer.config.urls"
WSGI_APPLICATION = "climate_visualizer.config.wsgi.application"
INSTALLED_APPS = [
    "climate_visualizer.web",
    "climate_visualizer.web.workspace",
    "climate_visualizer.web.alerts",
    "climate_visualizer.web.outbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "climate_visualizer.web.workspace.administration.admin_app.Operator",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
]
MIDDLEWARE = [
    "climate_visualizer.web.http.middleware.log_requests",
    "climate_visualizer.web.http.middleware.patient",
    "climate_visualizer.web.pages.common.request_checks.known_host",
    "climate_visualizer.web.http.proxy.heard",
    "climate_visualizer.web.site.on_site",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "climate_visualizer.web.http.csp.strict_policy",
    "climate_visualizer.web.pages.common.page_middleware.refused",
    "climate_visualizer.web.http.middleware.kept_redirects",
    "climate_visualizer.web.http.middleware.open_api",
    "climate_visualizer.web.pages.common.request_checks.methods",
    "climate_visualizer.web.pages.common.page_middleware.one_edition",
    "django.middleware.common.CommonMiddleware",
    "climate_visualizer.web.http.after_response.answered",
    "climate_visualizer.web.http.cookies.Sessions",
    "climate_visualizer.web.http.cookies.private",
    "climate_visualizer.web.http.cookies.Csrf",
    "climate_visualizer.web.http.cookies.Authentication",
    "climate_visualizer.web.http.cookies.Messages",
    "allauth.account.middleware.AccountMiddleware",
    "climate_visualizer.web.workspace.accounts.sessions.ending",
    "climate_visualizer.web.workspace.error_pages.friendly",
    "climate_visualizer.web.pages.common.page_middleware.while_away",
]
TEMPLATES = [
    {
        "BACKEND": "climate_visualizer.web.pages.common.templating.Templates",
        "NAME": "django",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["climate_visualizer.web.pages.common.templating.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "climate_visualizer.web.pages.common.site_context.site",
                "climate_visualizer.web.workspace.workspace_context.inside",
            ],
            "builtins": [
                "climate_visualizer.web.pages.common.number_filters",
                "climate_visualizer.web.pages.common.schema_org",
                "climate_visualizer.web.markdown",
                "climate_visualizer.web.http.addresses",
            ],
        },
    }
]

DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    4_000  # a climate budget of sixty committees, nine sectors, two years; bytes are bounded anyway
)

DATABASES = {"default": startup.database(environment.text("DATABASE_URL", f"sqlite:///{VAR / 'database.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # a transaction that will write waits for its turn at its start
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):  # one that has gone without a word is known in seconds
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=3, tcp_user_timeout=10_000, keepalives_idle=10, keepalives_interval=3, keepalives_count=3
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGE_FOLDER = Path(environment.text("CLIMATE_VISUALIZER_LOCALE", str(LOCALE)))
LANGUAGES = environment.languages(LANGUAGE_FOLDER)
LOCALE_PATHS = [VAR / "locale"]  # what `prepare` compiles them to
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "climate_visualizer.config.formats"
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = f"{BELOW}/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "climate_visualizer.web.http.static_files.Storage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "climate_visualizer.web.http.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "httpx": {"level": "WARNING"},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
