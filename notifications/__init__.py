"""告知: what people are told. The table is the queue; Celery only rings (ADR 0008)."""
