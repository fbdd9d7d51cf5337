"""What entries rest on was so far known only from the requests that brought them: it is noted at the entries."""

from django.db import migrations


def note(apps, _schema):
    citations = apps.get_model("workflows", "Citation").objects.filter(part__admission_number__isnull=False)
    entries = dict(apps.get_model("catalogues", "Entry").objects.values_list("number", "pk"))
    basis = apps.get_model("catalogues", "EntryBasis")
    rows = []
    for each in citations.select_related("part").iterator():
        entry = entries.get(each.part.admission_number)
        if entry is not None:
            place = {name: getattr(each, name) for name in ("article", "suffix", "paragraph", "item")}
            rows.append(
                basis(
                    entry_id=entry,
                    position=each.position,
                    title=each.title,
                    document_number=each.document_number,
                    **place,
                )
            )
    basis.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0013_emergency_orders_kept_drafts_batches"), ("catalogues", "0010_standing_records")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
