from django.db import migrations, models


class Migration(migrations.Migration):
    """Far pages of the register, and the register by title, are found in an index alone."""

    dependencies = [("catalogues", "0012_code_through_changes")]
    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_newest"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.OrderBy(models.F("entered_on"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True, nulls_last=True),
                include=("kind", "left_on", "valid_until", "published_on", "source"),
                name="entry_newest",
            ),
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["title", "id"], name="entry_by_title")),
    ]
