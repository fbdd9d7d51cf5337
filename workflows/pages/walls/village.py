"""挂牌 of one village: the wall drawn to the rule, what hangs on it, hanging and taking down."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Level, Region
from catalogues import burden as meter
from catalogues import walls as book
from catalogues.models import Facility, Signboard
from catalogues.models.wall import INSIDE, WALLS
from policy import signboards
from policy.choices import Colours, Orientation, Place
from workflows.pages import written
from workflows.pages.acting import DONE, NOT_COMPLETE
from workflows.pages.divisions import region_at
from workflows.pages.sight import officer_of
from workflows.pages.walls.county import standard_of
from workflows.pages.walls.wall_drawing import Board, Wall
from workflows.services.wall_intake import guide_counts


def _day(label: Any) -> forms.DateField:
    says = {"required": _("请填写日期。"), "invalid": _("请填写日期，如 2026-03-01。")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages=says)


class HangForm(forms.Form):
    """挂牌"""

    place = forms.ChoiceField(
        label=_("悬挂位置"),
        choices=[(each.value, _(each.label)) for each in WALLS],
        error_messages={"required": _("请选择悬挂位置。"), "invalid_choice": _("请从所列选项中选择。")},
    )
    title = written.short(_("牌子名称"), most=100, required=True, missing=_("请填写牌子名称。"))
    orientation = forms.ChoiceField(
        label=_("横写或者竖写"),
        required=False,
        choices=[("", _("未填")), *((each.value, _(each.label)) for each in Orientation)],
        error_messages={"invalid_choice": _("请从所列选项中选择。")},
    )
    colours = forms.ChoiceField(
        label=_("底色和字色"),
        required=False,
        choices=[("", _("未填")), *((each.value, _(each.label)) for each in Colours)],
        error_messages={"invalid_choice": _("请从所列选项中选择。")},
    )
    on = _day(_("悬挂日期"))

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


class TakeDownForm(forms.Form):
    """摘牌"""

    removed_on = _day(_("摘除日期"))

    def clean_removed_on(self) -> Any:
        return not_ahead(self.cleaned_data["removed_on"])


def not_ahead(day: Any) -> Any:
    """A day on which something can have happened."""
    if not book.FIRST_DAY <= day <= localdate():
        raise forms.ValidationError(__("日期应在 %(year)d 年以后、今天以前。") % {"year": book.FIRST_DAY.year})
    return day


@dataclass(frozen=True)
class Line:
    """One board of the table, and what is not as the rule has it."""

    board: Signboard

    @property
    def faults(self) -> list[str]:
        if self.board.wall != "outside":
            return [__("挂牌清单内没有")] if self.board.unlisted else []  # type: ignore[attr-defined]
        wanted = signboards.colours_wanted(self.board.title)
        faults = []
        if self.board.colours and self.board.colours != wanted:
            faults.append(__("应为%(wanted)s") % {"wanted": __(wanted.label)})
        if self.board.orientation == Orientation.HORIZONTAL:
            faults.append(__("一般采用竖写"))
        return faults


class VillageWall:
    """All that is shown of one village's wall."""

    def __init__(self, village: Region) -> None:
        self.village = village

    @cached_property
    def boards(self) -> Sequence[Signboard]:
        unlisted = ExpressionWrapper(book.unlisted(localdate()), BooleanField())
        rows = (
            Signboard.objects.hanging().filter(village=self.village).select_related("entry").annotate(unlisted=unlisted)
        )
        return sorted(rows, key=lambda each: list(WALLS.values()).index(each.wall))

    def of(self, wall: str) -> list[Signboard]:
        return [each for each in self.boards if each.wall == wall]

    @property
    def lines(self) -> list[Line]:
        return [Line(each) for each in self.boards]

    @property
    def outside(self) -> Wall:
        hung = {each.slot: each.title for each in self.of("outside")}
        drawn = [Board(hung.get(n, official), n in hung) for n, official in enumerate(book.SIX, start=1)]
        drawn += [Board(each.title) for each in self.of("outside") if each.slot is None]
        return Wall("outside", __("外部标牌"), _told(drawn), drawn, vertical=True)

    @property
    def inside(self) -> Wall:
        hung = sorted(self.of("inside"), key=lambda each: (each.place != Place.GUIDE, each.slot or 0))
        named = [
            __("指引牌：%(title)s") % {"title": each.title} if each.place == Place.GUIDE else each.title
            for each in hung
        ]
        drawn = [Board(title) for title in named]
        drawn += [Board(__("空位"), hangs=False)] * (INSIDE - sum(each.slot != 0 for each in hung))
        return Wall("inside", __("内部标牌"), _told(drawn), drawn, vertical=False)

    @property
    def honours(self) -> Wall | None:
        drawn = [Board(each.title) for each in self.of("display")]
        return Wall("honours", __("集中展陈"), _told(drawn), drawn, vertical=False) if drawn else None

    @property
    def removed(self) -> list[Signboard]:
        """What was taken down, the latest first."""
        rows = Signboard.objects.filter(village=self.village, removed_on__isnull=False)
        return list(rows.order_by("-removed_on", "-pk")[:20])


def _told(boards: Sequence[Board]) -> str:
    hung = [each.title for each in boards if each.hangs]
    free = sum(not each.hangs for each in boards)
    return __("已挂：%(hung)s。空位%(free)s个。") % {"hung": __("、").join(hung) or __("无"), "free": free}


@doors.signed_in
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """The wall of a village, and its facility."""
    village = region_at(code, Level.VILLAGE)
    facility = Facility.objects.filter(village=village).select_related("told_by").first()
    shown = {
        "village": village,
        "above": Region.objects.filter(pk__in=meter.places_of(village)[1:]).order_by("code"),
        "wall": VillageWall(village),
        "facility": facility,
        "standard": standard_of(village),
        "may_record": book.may_record(officer_of(request), village),
    }
    return render(request, "walls/wall.html", shown)


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def board_hang(request: HttpRequest, code: str) -> HttpResponse:
    """挂牌: the form, and the answer."""
    village = region_at(code, Level.VILLAGE)
    require_recorder(request, village)
    form = HangForm(request.POST or None, initial={"on": localdate()})
    status = DONE
    if request.method == "POST":
        status = NOT_COMPLETE
        if form.is_valid() and _hang(request, village, form):
            messages.success(request, __("已登记“%(board)s”。") % {"board": form.cleaned_data["title"]})
            return redirect("wall", village.pk)
    return render(request, "walls/hang.html", {"village": village, "form": form}, status=status)


def _hang(request: HttpRequest, village: Region, form: HangForm) -> bool:
    given = form.cleaned_data
    counts = guide_counts(Region(code=village.ancestor_code(Level.COUNTY), level=Level.COUNTY), localdate())
    try:
        book.hang(
            village, by=officer_of(request), place=Place(given["place"]), title=given["title"], on=given["on"],
            guide_counts=counts, orientation=given["orientation"], colours=given["colours"],
        )  # fmt: skip
    except book.WallRefuses as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def board_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """摘牌: the question, and the answer."""
    board = get_object_or_404(Signboard.objects.select_related("village"), pk=pk)
    require_recorder(request, board.village)
    form = TakeDownForm(request.POST or None, initial={"removed_on": localdate()})
    status = DONE
    if request.method == "POST":
        status = NOT_COMPLETE
        if form.is_valid():
            try:
                book.take_down(board, by=officer_of(request), on=form.cleaned_data["removed_on"])
            except book.WallRefuses as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                messages.success(request, __("已摘除“%(board)s”。") % {"board": board})
                return redirect("wall", board.village_id)
    shown = {"village": board.village, "board": board, "form": form}
    return render(request, "walls/take_down.html", shown, status=status)


def require_recorder(request: HttpRequest, village: Region) -> None:
    """403 with a sentence unless the officer may record what hangs in this village."""
    book.require_recorder(officer_of(request), village)
