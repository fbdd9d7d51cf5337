"""The wiring: settings, addresses, the Celery application, the supervisor. No word of the office stands here."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
