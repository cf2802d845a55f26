"""Settings for those who sign in: accounts, sessions, second factors, mail; from the environment only."""

from climate_visualizer.config import environment, startup
from climate_visualizer.config.folders import VAR

BEHIND_TLS = environment.switch("BEHIND_TLS_PROXY")
HOUR = 3600
LONGEST = 24 * 366  # hours: a year

AUTH_USER_MODEL = "workspace.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "climate_visualizer.web.workspace.error_pages.forged"

SESSION_ENDS_AFTER = environment.number("SESSION_ENDS_AFTER_HOURS", 12, most=LONGEST) * HOUR
SESSION_RESTS_AT_MOST = environment.number("SESSION_RESTS_AT_MOST_HOURS", 2, most=LONGEST) * HOUR
SESSION_COOKIE_AGE = SESSION_ENDS_AFTER
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # of 300, Django's own, anybody could push others' limits out
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}

ACCOUNT_ADAPTER = "climate_visualizer.web.workspace.accounts.adapters.Accounts"
ACCOUNT_FORMS = {"reset_password": "climate_visualizer.web.workspace.accounts.password_reset.ResetPassword"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": None,  # adapters.Accounts counts by account and client together
    "reset_password": "20/m/ip",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
}

MFA_ADAPTER = "climate_visualizer.web.workspace.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is changed by confirming the new one
MFA_TOTP_ISSUER = "Climate Visualizer"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS

SIGN_IN_HERE = environment.switch("SIGN_IN_ON_THIS_MACHINE")
SOCIALACCOUNT_ADAPTER = "climate_visualizer.web.workspace.accounts.adapters.Social"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}

_mail = environment.mail("EMAIL_URL", f"file:{VAR / 'mail'}")
EMAIL_BACKEND = _mail["backend"]
EMAIL_FILE_PATH = _mail["path"]
EMAIL_HOST, EMAIL_PORT = _mail["host"], _mail["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["user"], _mail["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["scheme"] == "smtp+tls", _mail["scheme"] == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = startup.sender(
    environment.text("MAIL_FROM", "Climate Visualizer <noreply@localhost>")
)
