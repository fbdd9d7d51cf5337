"""导入: a file is kept as it was read, for preview; then all of its rows are taken over or none, once."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from catalogues import sheets
from catalogues.intake import Read
from catalogues.models import Intake
from catalogues.sheets import Sheet
from workflows.errors import NotComplete, NotNow

LONGEST_NAME = 200


def keep(
    region: Region, name: str, *, by: User, file: tuple[str, bytes], reader: Callable[[Sheet], Read]
) -> Intake:  # fmt: skip
    """预览: keep what the file (its name and its bytes) holds and what is wrong with it; nothing is entered."""
    called, content = file
    try:
        found = reader(sheets.read(content))
    except sheets.Unreadable as unreadable:
        raise NotComplete(str(unreadable), field="file") from unreadable
    if not found.faults and not found.rows:
        raise NotComplete(_("表头以下没有内容。"), field="file")
    return Intake.objects.create(
        region=region,
        list=name,
        file_name=called[:LONGEST_NAME],
        digest=hashlib.sha256(content).hexdigest(),
        rows=found.rows,
        faults=found.faults_as_json,
        read_by=by,
    )


@contextmanager
def taken_over(taken: Intake, clash: str) -> Iterator[Intake]:
    """The intake, locked, while its rows are written; afterwards it counts as done. Within the caller's transaction.

    Raises NotNow where it was done already, where faults are left, and with `clash` where the database refuses a row.
    """
    row = Intake.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    if row.entered_at:
        at = timezone.localtime(row.entered_at).strftime("%Y-%m-%d %H:%M")
        raise NotNow(_("这份文件已于%(time)s导入，没有重复导入。") % {"time": at})
    if row.faults:
        raise NotNow(_("文件还有错误，改正后请重新选择文件。"))
    try:
        yield row
    except IntegrityError as refused:
        raise NotNow(clash) from refused
    row.entered_at = timezone.now()
    row.save(update_fields=["entered_at"])
