"""清单版本: a list as it was made public on a day, and its filing upwards. Editions are added, never changed."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Function, Organ, Region

if TYPE_CHECKING:
    from catalogues.lists import CatalogueList


class Edition(models.Model):
    """One published edition. `rows` is what stood on the list; `changes`: whether it differs from the edition before, by
    more than particulars that were filled in."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("清单所属区划"), related_name="editions")
    list = models.CharField(_("清单"), max_length=20)
    number = models.PositiveIntegerField(_("版次"))
    published_on = models.DateField(_("公布日期"))
    where = models.CharField(_("公布途径"), max_length=200)
    rows = models.JSONField(_("条目"))
    changes = models.BooleanField(_("较上一版有变化"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+"
    )
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("公布单位"), related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("清单版本")
        verbose_name_plural = _("清单版本")
        ordering = ["region", "list", "-number"]
        constraints = [models.UniqueConstraint(fields=["region", "list", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.catalogue_list.title}·{self.number}"

    @property
    def catalogue_list(self) -> "CatalogueList":
        from catalogues.lists import CatalogueList  # noqa: PLC0415 - lists know entries, editions know their list

        return CatalogueList(self.region, self.list)


class FilingPackage(models.Model):
    """备案包: the file that was made of an edition, and the digest of its manifest, which the next one names."""

    edition = models.OneToOneField(Edition, models.PROTECT, verbose_name=_("清单版本"), related_name="package")
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("上一备案包"), related_name="next", null=True
    )
    digest = models.CharField(_("目录摘要值"), max_length=64)
    content = models.BinaryField(_("内容"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("备案包")
        verbose_name_plural = _("备案包")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition} {self.digest[:12]}"


class ReceivedPackage(models.Model):
    """接收的备案包: an edition as a body below filed it, taken in by the body above. `rows` are those of the package.

    `received_by` is None where the command took it in.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("清单所属区划"), related_name="+")
    list = models.CharField(_("清单"), max_length=20)
    number = models.PositiveIntegerField(_("版次"))
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("上一备案包"), related_name="next", null=True
    )
    digest = models.CharField(_("目录摘要值"), max_length=64, unique=True)
    rows = models.JSONField(_("条目"))
    content = models.BinaryField(_("内容"))
    at = models.DateTimeField(_("接收时间"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("接收人"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("接收的备案包")
        verbose_name_plural = _("接收的备案包")
        ordering = ["region", "list", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "list", "number"], name="one_received_package_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.catalogue_list.title}·{self.number}"

    @property
    def catalogue_list(self) -> "CatalogueList":
        from catalogues.lists import CatalogueList  # noqa: PLC0415 - as for an edition

        return CatalogueList(self.region, self.list)


class ListFiling(models.Model):
    """清单备案: one edition filed with one organ of the level above. `organ` is empty where none is set up yet.

    `due_on`: by when it must be sent; `receipt_due_on`: by when the receipt is expected. Both in working days of the
    procedure's desk `file`, counted from publication and from sending.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("清单版本"), related_name="filings")
    function = models.CharField(_("备案机关"), max_length=20, choices=Function.choices)
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("备案单位"), related_name="filings", null=True)
    due_on = models.DateField(_("应报送日期"), null=True)
    due_is_provisional = models.BooleanField(_("暂定"), default=False)
    sent_at = models.DateTimeField(_("报送时间"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("报送人"), related_name="+", null=True
    )
    receipt_due_on = models.DateField(_("应出具回执日期"), null=True)
    received_at = models.DateTimeField(_("接收时间"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("接收人"), related_name="+", null=True
    )
    receipt = models.CharField(_("备案回执"), max_length=100, blank=True)
    urged_at = models.DateTimeField(_("催办时间"), null=True)
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("催办人"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("清单备案")
        verbose_name_plural = _("清单备案")
        ordering = ["-edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "function"], name="one_filing_an_edition_and_organ"),
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=True) | models.Q(sent_at__isnull=False),
                name="what_is_received_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.organ or self.get_function_display()}"
