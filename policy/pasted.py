"""粘贴通知: what a notice demands of villages, sentence by sentence, and how each demand stands.

Nothing is stored and nothing leaves: text in, findings out. A finding quotes its sentence, so that a person sees at once
where it is wrong; a sentence that forbids a demand is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from policy.calendar import WorkCalendar
from policy.choices import Choice, Frequency, Kind
from policy.legal.numerals import plain, to_int
from policy.notice import READINGS, Clause, clause
from policy.words import gettext_noop as _

LONGEST = 50_000
"""Characters of a notice that are read."""
SUDDEN_BELOW_HOURS = int(READINGS["sudden_below_hours"].chosen)
"""What is sudden where no county reads it otherwise."""
_LONGEST_SENTENCE = 400


class DemandKind(Choice):
    """要求的种类"""

    FORM = "form", _("填表、报材料、建台账")
    GROUP = "group", _("建群、进群")
    APP = "app", _("安装应用、关注账号")
    BOARD = "board", _("挂牌、上墙")
    MECHANISM = "mechanism", _("设机制、建队伍")
    POST = "post", _("专人专岗")
    PICTURE = "picture", _("截图、照片、视频")
    PLEDGE = "pledge", _("责任状、承诺书")
    MEETING = "meeting", _("开会")
    CHECK_IN = "check_in", _("打卡签到")
    CERTIFICATE = "certificate", _("出具证明")
    ASSESSMENT = "assessment", _("考核、排名、通报")


class Answer(StrEnum):
    """How a demand stands."""

    ADMITTED = "admitted"
    TOO_OFTEN = "too_often"
    TOO_SUDDEN = "too_sudden"
    NOT_ADMITTED = "not_admitted"
    EXPIRED = "expired"
    TO_ARRANGE = "to_arrange"


@dataclass(frozen=True)
class Demand:
    """One demand: its sentence word for word, when it is due and how often. `hours`: from receiving it until it is due."""

    kind: DemandKind
    sentence: str
    due: datetime | None = None
    hours: int | None = None
    working_days: int | None = None
    frequency: Frequency | None = None


@dataclass(frozen=True)
class Known:
    """An entry of the register as far as it is compared."""

    title: str
    number: str
    code: str
    kind: Kind
    stands: bool
    frequency: Frequency | None = None


@dataclass(frozen=True)
class Answered:
    """A demand with its answers, the entry it was matched to, and the clauses for the reply."""

    demand: Demand
    answers: tuple[Answer, ...]
    entry: Known | None
    clauses: tuple[Clause, ...]

    @property
    def is_refused(self) -> bool:
        return bool(set(self.answers) - {Answer.ADMITTED, Answer.TO_ARRANGE})


_NOUN = "(?:表格?|报表|日报|周报|月报|台[账帐]|花名册|名单|数据|材料|总结|报告|档案|信息|统计|情况表|明细|清单|数量|方案|计划)"
_SEND = "(?:填报|填写|报送|上报|报至|报我|报镇|报县|提交|反馈|发至|汇总|更新|建立|建好|完善|上交|录入|统计|形成|报(?=[。，；]?$))"
_PATTERNS: Mapping[DemandKind, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        DemandKind.FORM: f"{_SEND}[^。；]{{0,24}}?{_NOUN}|{_NOUN}[^。；]{{0,30}}?{_SEND}|一户一档|零报告|报[^。；，]{{0,6}}名单",
        DemandKind.GROUP: r"(?:加入|建立|组建|进入|扫码进?|拉入|建)[^。；，]{0,16}群(?!众)|进群|建群|入群",
        DemandKind.APP: r"(?:下载|安装|注册|关注|激活|登录|使用)[^。；]{0,14}(?:APP|应用|客户端|小程序|公众号|平台)"
        r"|(?:APP|客户端|小程序|公众号)[^。；]{0,10}(?:下载|安装|注册|关注|激活)",
        DemandKind.BOARD: r"(?:悬挂|挂|制作|设置|摆放|规范)[^。；]{0,20}(?:牌|匾|标识)|挂牌|(?:牌|制度|标牌)[^。；]{0,6}上墙",
        DemandKind.MECHANISM: r"(?:成立|设立|组建|新设|建立)[^。；，]{0,20}(?:领导小组|专班|工作组|委员会|服务站|工作站|站|中心|服务队|队伍|机制|办公室)",
        DemandKind.POST: r"专人专岗|专职[^。；，]{0,10}员|(?:确定|明确|指定|安排)(?:一名)?专人",
        DemandKind.PICTURE: r"截图|截屏|(?:照片|图片)[^。；]{0,16}(?:上传|发|报|不少于|群)|(?:上传|发|报送?|拍摄)[^。；]{0,12}(?:照片|图片|视频)"
        r"|拍照|录制视频|录像|(?:照片)[^。；]{0,12}报送",
        DemandKind.PLEDGE: r"责任状|责任书|承诺书|保证书|军令状",
        DemandKind.MEETING: r"(?:参加|召开|出席|列席)[^。；]{0,16}会|到[^。；，]{0,12}会议室",
        DemandKind.CHECK_IN: r"打卡|签到|活动轨迹|行动轨迹|定位",
        DemandKind.CERTIFICATE: r"(?:出具|开具|提供|开)[^。；]{0,18}证明",
        DemandKind.ASSESSMENT: r"(?:纳入|列入)[^。；，]{0,10}(?:考核|考评)|排名|扣分|通报批评|一票否决|评先评优",
    }.items()
}
_NEGATED = re.compile(r"(?:不得|不要求|不再|无需|无须|不需|不必|不用|严禁|禁止|取消|停止|免于|杜绝|不准)[^，。；]*")
_FREQUENCIES: Sequence[tuple[re.Pattern[str], Frequency]] = tuple(
    (re.compile(pattern), frequency)
    for pattern, frequency in (
        ("随时|实时|随要随报|随叫随报", Frequency.ON_CALL),
        ("每[日天]|日报|一日一报|逐日|按日", Frequency.DAILY),
        ("每周|每个?星期|周报|一周一报|按周", Frequency.WEEKLY),
        ("每个?月|月报|按月|一月一报", Frequency.MONTHLY),
        ("每个?季度?|季报|按季", Frequency.QUARTERLY),
        ("每半年|半年报", Frequency.HALF_YEARLY),
        ("每年|年报|按年", Frequency.YEARLY),
    )
)
_OFTEN = {each: rank for rank, each in enumerate(
    (Frequency.ONCE, Frequency.YEARLY, Frequency.HALF_YEARLY, Frequency.QUARTERLY, Frequency.MONTHLY, Frequency.WEEKLY,
     Frequency.DAILY, Frequency.ON_CALL)
)}  # fmt: skip
_AS_KINDS: Mapping[DemandKind, tuple[Kind, ...]] = {
    DemandKind.FORM: (Kind.REPORT_FORM, Kind.WORK_AFFAIR), DemandKind.GROUP: (Kind.REPORT_FORM,),
    DemandKind.APP: (Kind.REPORT_FORM,), DemandKind.BOARD: (Kind.SIGNBOARD,), DemandKind.MECHANISM: (Kind.MECHANISM,),
    DemandKind.POST: (Kind.DEDICATED_POST,), DemandKind.CERTIFICATE: (Kind.CERTIFICATION,),
    DemandKind.ASSESSMENT: (Kind.ASSESSMENT,), DemandKind.PLEDGE: (Kind.WORK_AFFAIR,),
    DemandKind.CHECK_IN: (Kind.REPORT_FORM,), DemandKind.PICTURE: (), DemandKind.MEETING: (Kind.WORK_AFFAIR,),
}  # fmt: skip
_CLAUSES: Mapping[DemandKind, tuple[str, ...]] = {
    DemandKind.FORM: ("二（三）统一部署",),
    DemandKind.GROUP: ("二（三）系统整合",),
    DemandKind.APP: ("二（三）系统整合",),
    DemandKind.BOARD: ("三（三）外部标牌", "三（三）内部标牌数量"),
    DemandKind.MECHANISM: ("三（一）新设机制",),
    DemandKind.POST: ("三（一）专人专岗",),
    DemandKind.PICTURE: ("二（三）截图录像",),
    DemandKind.PLEDGE: ("五（四）责任主体", "五（四）自身权责"),
    DemandKind.MEETING: (),
    DemandKind.CHECK_IN: ("二（三）杜绝三种做法", "二（三）系统整合"),
    DemandKind.CERTIFICATE: ("四（一）证明依据", "四（一）其他方式采信"),
    DemandKind.ASSESSMENT: ("二（三）考核清单",),
}
_SUDDEN = "二（三）不得重复、多头、突击报送"
_OFTEN_CLAUSE = "二（三）统一报送"
_NUMBER = r"([0-9一二两三四五六七八九十百]{1,4})"
_HOURS, _MINUTES = re.compile(f"{_NUMBER}个?小时[之以]?内"), re.compile(f"{_NUMBER}分钟[之以]?内")
_WORKING, _DAYS = re.compile(f"{_NUMBER}个?工作日[之以]?内"), re.compile(f"{_NUMBER}[日天][之以]?内")
_DATE = re.compile(rf"(?:{_NUMBER}月)?{_NUMBER}[日号]([^。；，前]{{0,10}}?)前")
_NEAR = re.compile(r"(今[天日]|当[天日]|即日|明[天日]|次日|后[天日])([^。；，]{0,8})")
_CLOCK = re.compile(r"(上午|下午|中午|晚上?)?([0-9]{1,2})[点时:：]")
_WEEKDAY = re.compile(r"(本|下)?周([一二三四五六日天])(?=[^，。；]{0,6}前)")
_AT_ONCE = re.compile(r"立即|马上|即刻|第一时间|立刻")
_CLOSES = time(17, 30)


def find(text: str, received: datetime, calendar: WorkCalendar) -> list[Demand]:
    """The demands of a notice in its order. Never raises on any text; `received` is when it came (any zone, kept as it is)."""
    return [
        Demand(kind, sentence, *_due(sentence, received, calendar), _frequency(sentence))
        for sentence in sentences(text[:LONGEST])
        for kind in kinds(sentence)
    ]


def sentences(text: str) -> Iterator[str]:
    """Sentence by sentence as it is written; lines end one, too."""
    for piece in re.split(r"(?<=[。；;！!？?])|\n+", text):
        if piece and piece.strip():
            yield piece.strip()[:_LONGEST_SENTENCE]


def kinds(sentence: str) -> tuple[DemandKind, ...]:
    """What the sentence demands; what it forbids or lifts is left out."""
    asked = _NEGATED.sub("", plain(sentence))
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(asked))


def answer(demand: Demand, register: Sequence[Known], sudden_below_hours: int) -> Answered:
    """Hold one demand against the register and the reading of what is sudden."""
    entry = _entry(demand, register)
    how = _standing(demand, entry)
    answers: tuple[Answer, ...] = (how,)
    keys = _grounds(how, demand.kind)
    if demand.kind is DemandKind.FORM and demand.hours is not None and demand.hours < sudden_below_hours:
        answers = (Answer.TOO_SUDDEN,) if how is Answer.ADMITTED else (how, Answer.TOO_SUDDEN)
        keys = (*keys, _SUDDEN)
    return Answered(demand, answers, entry, tuple(clause(key) for key in dict.fromkeys(keys)))


def _standing(demand: Demand, entry: Known | None) -> Answer:
    if demand.kind is DemandKind.PICTURE:
        return Answer.NOT_ADMITTED
    if entry is None:
        return Answer.TO_ARRANGE if demand.kind is DemandKind.MEETING else Answer.NOT_ADMITTED
    if not entry.stands:
        return Answer.EXPIRED
    often = demand.frequency and entry.frequency and is_oftener(demand.frequency, entry.frequency)
    return Answer.TOO_OFTEN if often else Answer.ADMITTED


def is_oftener(asked: Frequency, admitted: Frequency) -> bool:
    """超频: whether a thing is asked for more often than it was admitted (二（三）: by the admitted frequency, no more)."""
    return _OFTEN[asked] > _OFTEN[admitted]


def _grounds(how: Answer, kind: DemandKind) -> tuple[str, ...]:
    if how is Answer.TOO_OFTEN:
        return (_OFTEN_CLAUSE,)
    return _CLAUSES[kind] if how in {Answer.NOT_ADMITTED, Answer.EXPIRED} else ()


def _entry(demand: Demand, register: Sequence[Known]) -> Known | None:
    """The entry that the sentence names: by number or code, else the longest title of a fitting kind that stands in it."""
    text = plain(demand.sentence).upper().replace(" ", "")
    named = [each for each in register if plain(each.number).upper() in text or each.code.upper() in text]
    fitting = [
        each
        for each in register
        if each.kind in _AS_KINDS[demand.kind] and plain(each.title).upper().replace(" ", "") in text
    ]
    found = named or fitting
    return max(found, key=lambda each: (each.stands, len(each.title)), default=None)


def _frequency(sentence: str) -> Frequency | None:
    return next((frequency for pattern, frequency in _FREQUENCIES if pattern.search(sentence)), None)


def _due(sentence: str, received: datetime, calendar: WorkCalendar) -> tuple[datetime | None, int | None, int | None]:
    """When it is due, in how many hours, and how many working days lie between."""
    due = _moment(plain(sentence), received, calendar)
    if due is None:
        return None, None, None
    days = (due.date() - received.date()).days
    counted = sum(calendar.day(received.date() + timedelta(days=n)).is_working for n in range(1, min(days, 800) + 1))
    return due, max(0, int((due - received).total_seconds() // 3600)), counted


def _moment(text: str, received: datetime, calendar: WorkCalendar) -> datetime | None:
    if within := _within(text, received, calendar):
        return within
    if found := _DATE.search(text):
        return _on_date(found, received)
    if found := _NEAR.search(text):
        later = {"明": 1, "次": 1, "后": 2}.get(found[1][0], 0)
        return _at(received + timedelta(days=later), found[2])
    if found := _WEEKDAY.search(text):
        days = "一二三四五六日".find(found[2].replace("天", "日")) - received.weekday() + (7 if found[1] == "下" else 0)
        return _at(received + timedelta(days=days if days >= 0 else days + 7), "")
    return received if _AT_ONCE.search(text) else None


def _within(text: str, received: datetime, calendar: WorkCalendar) -> datetime | None:
    """So many minutes, hours, working days or days from receiving it."""
    for pattern, unit in ((_MINUTES, "minutes"), (_HOURS, "hours"), (_DAYS, "days")):
        if found := pattern.search(text):
            return received + timedelta(**{unit: to_int(found[1]) or 0})
    found = _WORKING.search(text)
    return _after_working_days(received, to_int(found[1]) or 0, calendar) if found else None


def _after_working_days(received: datetime, number: int, calendar: WorkCalendar) -> datetime:
    day = received
    while number > 0:
        day += timedelta(days=1)
        number -= calendar.day(day.date()).is_working
    return _at(day, "")


def _on_date(found: re.Match[str], received: datetime) -> datetime | None:
    """A date without its year is the next one; 每月5日前 names a day of each month. None for a day that no month has."""
    month, day = to_int(found[1]) if found[1] else None, to_int(found[2]) or 0
    for ahead in range(14):
        year, index = divmod(received.month - 1 + ahead, 12)
        if month is not None and index + 1 != month:
            continue
        try:
            due = _at(received.replace(year=received.year + year, month=index + 1, day=day), found[3])
        except ValueError:
            continue
        if due.date() >= received.date():
            return due
    return None


def _at(day: datetime, words: str) -> datetime:
    found = _CLOCK.search(words)
    hour = int(found[2]) if found else 0
    if found and found[1] in {"下午", "晚", "晚上"} and hour < 12:
        hour += 12
    at = time(hour) if found and hour < 24 else time(12) if "中午" in words or "上午" in words else _CLOSES
    return datetime.combine(day.date(), at, day.tzinfo)
