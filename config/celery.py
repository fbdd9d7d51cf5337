"""The Celery application: the alarm clock of the outbox and the sweeps, never the queue itself (ADR 0008)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("admission")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
