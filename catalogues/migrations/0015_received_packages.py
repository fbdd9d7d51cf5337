import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a body below filed, as it was taken in: of record, like the packages that are made here."""

    dependencies = [
        ("accounts", "0005_filing_rights"),
        ("catalogues", "0014_filing_urged"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=20, verbose_name="清单")),
                ("number", models.PositiveIntegerField(verbose_name="版次")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="目录摘要值")),
                ("rows", models.JSONField(verbose_name="条目")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="接收时间")),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="catalogues.receivedpackage",
                        verbose_name="上一备案包",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                        verbose_name="清单所属区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "接收的备案包",
                "verbose_name_plural": "接收的备案包",
                "ordering": ["region", "list", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("region", "list", "number"), name="one_received_package_a_number")
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER catalogues_receivedpackage_is_of_record BEFORE UPDATE OR DELETE "
            "ON catalogues_receivedpackage FOR EACH ROW EXECUTE FUNCTION refuse_change_of_a_list();",
            "DROP TRIGGER catalogues_receivedpackage_is_of_record ON catalogues_receivedpackage;",
        ),
    ]
