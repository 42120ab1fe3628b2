"""Settings: one file, read from the environment (`docs/house.md` lists the names)."""

import os
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from tilts.config.databases import database
from tilts.config.rooms import ROOMS

HOME = Path(os.environ.get("TILTS_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
KIND_OF_HOME = HOME / "home.kind"
"""What this data folder is: `demo` or `office`; a demonstration never starts in an office's folder."""
DEMO = os.environ.get("TILTS_DEMO") == "1" or (KIND_OF_HOME.exists() and KIND_OF_HOME.read_text() == "demo")
DEMO_PASSWORD = "tilts-demo"
DEMO_CAST = [
    ("policija@demo.tilts.example", _("police officer")),
    ("socdienests@demo.tilts.example", _("social worker")),
    ("psihologs@demo.tilts.example", _("psychologist")),
    ("jurists@demo.tilts.example", _("lawyer")),
    ("mentors@demo.tilts.example", _("mentor or volunteer")),
    ("talrunis@demo.tilts.example", _("helpline operator")),
    ("koordinators@demo.tilts.example", _("meeting coordinator")),
    ("projekts@demo.tilts.example", _("project manager")),
    ("aizsardziba@demo.tilts.example", _("data protection officer")),
    ("administrators@demo.tilts.example", _("system administrator")),
    ("svesinieks@demo.tilts.example", _("a stranger's organisation")),
]


def _secret_key() -> str:
    given = os.environ.get("TILTS_SECRET_KEY")
    if given:
        return given
    kept = HOME / "secret.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
KEYS = os.environ.get("TILTS_KEYS") or str(HOME / "keys.json")
"""The file of the field keys; in an office it belongs outside the data folder."""
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TILTS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "tilts.config.urls"
WSGI_APPLICATION = "tilts.config.wsgi.application"
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", ""), HOME, encrypted=os.environ.get("TILTS_SQLCIPHER") == "1")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    *(f"tilts.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tilts.ui.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tilts.access.middleware.ReachMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tilts.ui.rail.frame",
            ],
            "builtins": ["django.templatetags.i18n", "tilts.ui.templatetags.tilts"],
        },
    }
]

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tilts.config.accounts.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True

SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("TILTS_HTTPS") == "1"
SECURE_SSL_REDIRECT = os.environ.get("TILTS_HTTPS") == "1"
SECURE_HSTS_SECONDS = 31_536_000 if os.environ.get("TILTS_HTTPS") == "1" else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# With `no-referrer` browsers send `Origin: null` with forms, which the forgery check refuses. Nothing leaves the site.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", _("Latvian")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
LANGUAGE_COOKIE_NAME = "tilts_language"
TIME_ZONE = "Europe/Riga"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = None
"""Files are served from the packages themselves (whitenoise finders)."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# Subdomains and the browsers' preload list are for the owner of the domain to decide (W005, W021).
# Without https (one machine, loopback) the checks that demand it cannot be met.
_NOT_OURS = ("W005", "W021")
_NEED_HTTPS = () if os.environ.get("TILTS_HTTPS") == "1" else ("W004", "W008", "W012", "W016")
SILENCED_SYSTEM_CHECKS = [f"security.{code}" for code in (*_NOT_OURS, *_NEED_HTTPS)]
