from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """pg_trgm, so that words are found inside the text of articles."""

    initial = True
    dependencies = []
    operations = [TrigramExtension()]
