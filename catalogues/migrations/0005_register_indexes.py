import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """The public register stays quick with a hundred thousand entries. pg_trgm comes with laws.0001_trigrams."""

    dependencies = [("catalogues", "0004_check_codes"), ("laws", "0001_trigrams")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.OrderBy(models.F("entered_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True, nulls_last=True),
                name="entry_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "region"],
                include=("entered_on", "left_on", "valid_until", "published_on", "source"),
                name="entry_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("number"), name="gin_trgm_ops"
                ),
                name="entry_words",
            ),
        ),
    ]
