"""依据: on which places of the law an entry rests. The edges of the graph from entries to articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogues.models.entry import Entry
from policy.legal.citations import Citation
from policy.legal.places import Place


class EntryBasis(models.Model):
    """One place that an entry rests on, as it was cited when the entry entered."""

    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name=_("清单条目"), related_name="bases")
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("文件名称"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    article = models.PositiveIntegerField(_("条"), null=True)
    suffix = models.PositiveSmallIntegerField(_("之"), null=True)
    paragraph = models.PositiveSmallIntegerField(_("款"), null=True)
    item = models.PositiveSmallIntegerField(_("项"), null=True)

    class Meta:
        verbose_name = _("条目依据")
        verbose_name_plural = _("条目依据")
        ordering = ["entry", "position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="one_basis_a_position")]

    def __str__(self) -> str:
        place = Place(article=self.article, suffix=self.suffix, paragraph=self.paragraph, item=self.item)
        return str(Citation(self.title, self.document_number, place=place))
