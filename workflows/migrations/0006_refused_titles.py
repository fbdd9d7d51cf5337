"""Titles of what was not let in, found by likeness."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("laws", "0001_trigrams"), ("workflows", "0005_county_readings")]

    operations = [
        migrations.AddIndex(
            model_name="requestpart",
            index=GinIndex(
                OpClass("title", name="gin_trgm_ops"),
                name="refused_part_by_title",
                condition=models.Q(decision__in=["declined_by_rule", "declined", "refused"]),
            ),
        )
    ]
