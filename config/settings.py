"""Settings. What differs between machines comes from the environment; docs/operation.md lists the variables."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable: 1, true, yes, on mean yes."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def local_secret() -> str:
    """The key of this checkout: made once, kept under .local/, readable by its owner alone."""
    path = LOCAL_DIR / "secret_key"
    if not path.exists():
        LOCAL_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


DEBUG = flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or local_secret()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "axes",
    "guardian",
    "viewflow",
    "viewflow.workflow",
    "django_fsm",
    "django_htmx",
    "heroicons",
    "bootstrap",
    "fontawesome",
    "config",
    "accounts",
    "laws",
    "catalogues",
    "notifications",
    "workflows",
]

MIDDLEWARE = [
    "config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.NoStore",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workflows.pages.navigation.frame",
            ],
        },
    }
]

# The supervisor hands these over; a production machine sets its own.
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///admission")
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
# The server parses and plans a statement once a connection, not at every act (ADR 0015).
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Five wrong passwords from one address shut one account to that address for a quarter of an hour. Behind a proxy that
# shows one address for all, that is the account's owner too (docs/security.md).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = LOCAL_DIR / "media"
# The office's own faces for letters (docs/operation.md); what is not there comes from a package.
FONT_DIR = os.environ.get("FONT_DIR", "")
# Where clamd listens: a path, or host:port. Not set: attachments are not scanned, and are marked so.
CLAMD = os.environ.get("CLAMD", "")

# The cache and Celery spell the address of a socket differently.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_TIMEZONE = TIME_ZONE
CELERY_IMPORTS = ["workflows.pages.exports.tasks"]
CELERY_BEAT_SCHEDULE = {
    "deliver what the bell missed": {"task": "notifications.tasks.deliver", "schedule": 20.0},
    "remind whom the province keeps waiting": {"task": "workflows.tasks.remind", "schedule": 3600.0},
    "tell of what is due and overdue": {"task": "workflows.tasks.escalate", "schedule": 3600.0},
    "wait for nobody who is gone": {"task": "workflows.tasks.leave_out_the_gone", "schedule": 300.0},
    "queue what rests on a changed law": {"task": "workflows.tasks.review_law_changes", "schedule": 3600.0},
    "go on with batches left half done": {"task": "workflows.tasks.resume_batches", "schedule": 60.0},
    "queue what speaks for an exit": {"task": "workflows.tasks.queue_exits", "schedule": 3600.0},
    "write and throw away exports": {"task": "workflows.pages.exports.tasks.sweep_exports", "schedule": 60.0},
    "compare desks and states": {"task": "workflows.tasks.compare_desks", "schedule": 24 * 3600.0},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Where the source of this instance is offered (AGPL-3.0 section 13); the footer links to it.
SOURCE_URL = os.environ.get("SOURCE_URL", "")
# Opens the contacts that reporters left; another key than SECRET_KEY, so that it can be kept by fewer. Empty: made from it.
CONTACT_KEY = os.environ.get("CONTACT_KEY", "")
# What the square codes on paper lead to, without a slash at the end: https://zr.example.gov.cn. Empty: as the page was asked.
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "").rstrip("/")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
# Behind TLS in production; the demo runs on plain loopback.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = flag("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("HTTPS") else None
SECURE_HSTS_SECONDS = 31536000 if flag("HTTPS") else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}, "fpdf": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
