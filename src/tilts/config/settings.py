"""Settings: one file, read from the environment (`docs/house.md` lists the names)."""

import os
import re
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from tilts.config.databases import database
from tilts.config.rooms import ROOMS
from tilts.kit.mailserver import BadServer, read_server


def _told(name: str, pattern: str, what: str, default: str = "") -> str:
    """What the environment says, the default where it says nothing; one sentence where it says something else."""
    said = os.environ.get(name) or default
    if said and not re.fullmatch(pattern, said):
        raise ImproperlyConfigured(f"{name} must be {what}.")
    return said


def _on(name: str) -> bool:
    return _told(name, "[01]", "1 (on) or 0 (off)") == "1"


HOME = Path(os.environ.get("TILTS_HOME") or "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)
KIND_OF_HOME = HOME / "home.kind"
"""What this data folder is: `demo` or `office`; a demonstration never starts in an office's folder."""
DEMO = _on("TILTS_DEMO") or (KIND_OF_HOME.exists() and KIND_OF_HOME.read_text() == "demo")
DEMO_PASSWORD = "tilts-demo"
DEMO_CAST = [
    ("policija@demo.tilts.example", _("police officer")),
    ("socdienests@demo.tilts.example", _("social worker")),
    ("vaditaja@demo.tilts.example", _("supervisor")),
    ("psihologs@demo.tilts.example", _("psychologist")),
    ("jurists@demo.tilts.example", _("lawyer")),
    ("mentors@demo.tilts.example", _("mentor or volunteer")),
    ("talrunis@demo.tilts.example", _("helpline operator")),
    ("koordinators@demo.tilts.example", _("meeting coordinator")),
    ("barintiesa@demo.tilts.example", _("meeting participant")),
    ("vilaka@demo.tilts.example", _("a social worker of another county")),
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


def read_database(name: str) -> dict[str, object]:
    """The database whose address is told by this name; the embedded one where nothing is told."""
    return database(os.environ.get(name, ""), HOME, encrypted=_on("TILTS_SQLCIPHER"), name=name)


def _mail() -> dict[str, object]:
    """Without `EMAIL_URL` nothing is sent: letters wait, and the administrator sees so."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        return {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", **read_server(url).as_settings}
    except BadServer as wrong:
        raise ImproperlyConfigured(str(wrong)) from wrong


def _address() -> str:
    """The address of this site, for links in letters: the first name it answers to."""
    if HTTPS:
        return f"https://{ALLOWED_HOSTS[0].lstrip('.*')}"
    return f"http://{ALLOWED_HOSTS[0]}:{PORT}"


HTTPS = _on("TILTS_HTTPS")
"""Behind a proxy that speaks https: cookies, redirects and headers are meant for it."""
PROXIES = int(_told("TILTS_PROXIES", r"[0-9]", "a number from 0 to 9", "1" if HTTPS else "0"))
"""How many proxies stand in front, each of which adds the address it saw to `X-Forwarded-For`."""
SECRET_KEY = _secret_key()
KEYS = os.environ.get("TILTS_KEYS") or str(HOME / "keys.json")
"""The file of the field keys; in an office it belongs outside the data folder."""
FILES = HOME / "files"
"""Documents, sealed."""
CLAMD = _told("TILTS_CLAMD", r"unix:/.+|tcp:\S+:\d+", "unix:/path/of/the/socket or tcp:host:port")
"""Where the virus scanner answers; without it every document waits."""
FILE_UPLOAD_HANDLERS = ["tilts.documents.uploads.InMemoryOnly"]
AUDIT_HEADS = os.environ.get("TILTS_AUDIT_HEADS", "")
"""A file or folder off this machine (mounted) to which the ends of the trace's chains are sent."""
DEBUG = False
ALLOWED_HOSTS = (os.environ.get("TILTS_HOSTS") or "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "tilts.config.urls"
PORT = int(_told("TILTS_PORT", r"[1-9]\d{0,4}", "the number of a port", "8000"))
PROCESSES = int(_told("TILTS_PROCESSES", r"[1-9]\d?", "a number from 1 to 99", str(2 * len(os.sched_getaffinity(0)))))
"""How many processes serve pages: two for each core, for one waits for the disk while the other computes."""
WSGI_APPLICATION = "tilts.config.wsgi.application"
DATABASES = {"default": read_database("DATABASE_URL")}
DATABASE_OWNER = read_database("DATABASE_OWNER_URL") if os.environ.get("DATABASE_OWNER_URL") else None
"""Who owns the tables of PostgreSQL and changes them; the application is another role and has row-level policies."""
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
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "tilts.ui.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tilts.ui.middleware.WordsForErrorsMiddleware",
    "tilts.ui.middleware.MethodsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tilts.accounts.middleware.ReachMiddleware",
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
AUTHENTICATION_BACKENDS = ["tilts.accounts.sessions.SignedIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "tilts.accounts.adapters.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "change_password": "tilts.accounts.adapters.ChangePasswordForm",
    "set_password": "tilts.accounts.adapters.SetPasswordForm",
    "reset_password": "tilts.accounts.adapters.ResetPasswordForm",
    "reset_password_from_key": "tilts.accounts.adapters.ResetPasswordKeyForm",
    "reauthenticate": "tilts.accounts.adapters.ConfirmForm",
    "user_token": "tilts.accounts.links.TokenForm",
}
# Signing in is limited by `accounts.guessing`, which locks no colleague out; these are for what comes after it.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reauthenticate": "20/m/user",
    "change_password": "5/m/user",
    "reset_password": "30/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "tilts.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "tilts.accounts.adapters.CodeForm",
    "reauthenticate": "tilts.accounts.adapters.ConfirmByCodeForm",
    "activate_totp": "tilts.accounts.adapters.ActivateForm",
    "authenticate_webauthn": "tilts.accounts.adapters.PasskeyForm",
    "reauthenticate_webauthn": "tilts.accounts.adapters.ConfirmByPasskeyForm",
    "add_webauthn": "tilts.accounts.adapters.AddPasskeyForm",
}

CACHES = {
    "default": {
        "BACKEND": "tilts.config.cache.JsonCache",
        "LOCATION": "tilts_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
"""In the database, so that limits hold across workers; it keeps limits and which forms were sent, in JSON."""

SESSION_ENGINE = "tilts.accounts.session_store"
SESSION_WHOLE_SECONDS = SESSION_COOKIE_AGE = 10 * 3600
"""A session ends after a long working day, whatever was done in it."""
SESSION_IDLE_SECONDS = 60 * min(15.0, float(_told("TILTS_IDLE_MINUTES", r"\d+(\.\d+)?", "a number", "15")))
FRESH_SECONDS = ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
"""For how long a proof of who one is opens doors that ask for a fresh one."""
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}tilts_session"
CSRF_COOKIE_NAME = f"{_HOST}tilts_forms"
KNOWN_COOKIE_NAME = f"{_HOST}tilts_known"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "tilts.access.views.drafts.forged"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# With `no-referrer` browsers send `Origin: null` with forms, which the forgery check refuses. Nothing leaves the site.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
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
LOCALE_PATHS = sorted(Path(__file__).resolve().parent.parent.glob("*/locale"))
"""One message file a room."""
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
WHITENOISE_ALLOW_ALL_ORIGINS = False
ADDRESS = _address()
SENDS_MAIL = bool(os.environ.get("EMAIL_URL"))
EMAIL_TIMEOUT = 20
globals().update(_mail())
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
BACKUP_RECIPIENT = os.environ.get("TILTS_BACKUP_RECIPIENT", "")
"""The public key (age) to which backups are sealed; several with commas."""
DATABASE_BACKUP = read_database("DATABASE_BACKUP_URL") if os.environ.get("DATABASE_BACKUP_URL") else None
"""Who reads everything of PostgreSQL for a backup."""
COMMAND_LANGUAGE = _told("TILTS_LANG", "lv|en", "lv or en", "en")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # whoever knocks under a wrong name would fill the log with what they choose to write
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
# Subdomains and the browsers' preload list are for the owner of the domain to decide (W005, W021).
# Without https (one machine, loopback) the checks that demand it cannot be met.
_NOT_OURS = ("W005", "W021")
_NEED_HTTPS = () if HTTPS else ("W004", "W008", "W012", "W016")
# The frame is refused by `ui.middleware` on every answer, static files and errors too.
_OURS = ("W002",)
SILENCED_SYSTEM_CHECKS = [f"security.{code}" for code in (*_NOT_OURS, *_NEED_HTTPS, *_OURS)]
