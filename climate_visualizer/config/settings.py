"""Settings, from the environment only; docs/run-your-own.md lists them."""

from pathlib import Path

import dj_database_url

from climate_visualizer.config import environment

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
VAR = Path(environment.text("CLIMATE_VISUALIZER_VAR", str(ROOT / "var"))).resolve()
EDITIONS = VAR / "editions"
AS_OF = environment.day("CLIMATE_VISUALIZER_AS_OF")
PORT = environment.port("PORT", 8000)
SOURCES = environment.words("CLIMATE_VISUALIZER_SOURCES")
SOURCES_AT = environment.text("CLIMATE_VISUALIZER_SOURCES_AT")
OPERATORS = environment.words("OPERATORS")

DEBUG = environment.switch("DEBUG")
SECRET_KEY = environment.secret("SECRET_KEY", VAR / "secret-key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.switch("BEHIND_TLS_PROXY") else None

ROOT_URLCONF = "climate_visualizer.config.urls"
WSGI_APPLICATION = "climate_visualizer.config.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "climate_visualizer.web"]
MIDDLEWARE = [
    "climate_visualizer.web.middleware.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "climate_visualizer.web.middleware.strict_policy",
    "climate_visualizer.web.middleware.open_api",
    "climate_visualizer.web.middleware.one_edition",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["climate_visualizer.web.pages.context.site"],
            "builtins": ["climate_visualizer.web.pages.figures"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(environment.text("DATABASE_URL", f"sqlite:///{VAR / 'database.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LOCALE_PATHS = [ROOT / "climate_visualizer" / "web" / "locale"]
LANGUAGES = environment.languages(LOCALE_PATHS[0])
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "climate_visualizer.web.static_files.Storage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "climate_visualizer.web.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "httpx": {"level": "WARNING"},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
