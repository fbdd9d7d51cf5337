"""The answers a question may have. Each value has a `label`, the Chinese words that people read."""

from enum import StrEnum
from typing import Self

from policy.words import gettext_noop as _


class Choice(StrEnum):
    """One of a closed set of answers: the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        answer = str.__new__(cls, value)
        answer._value_ = value
        answer.label = label
        return answer


class Kind(Choice):
    """事项类别: what is to be admitted."""

    WORK_AFFAIR = "work_affair", _("工作事务")
    MECHANISM = "mechanism", _("工作机制")
    DEDICATED_POST = "dedicated_post", _("专人专岗")
    SIGNBOARD = "signboard", _("牌子")
    REPORT_FORM = "report_form", _("报表材料")
    CERTIFICATION = "certification", _("证明事项")
    ASSESSMENT = "assessment", _("考核评比")
    FACILITY = "facility", _("综合服务设施")


class Application(Choice):
    """申请类型"""

    NEW = "new", _("新增")
    CHANGE = "change", _("变更")
    EXTENSION = "extension", _("延期")
    TEMPORARY = "temporary", _("临时")
    EMERGENCY = "emergency", _("应急补办")


class Payer(Choice):
    """经费由谁承担"""

    OWN = "own", _("申请单位")
    COUNTY = "county", _("县级财政统筹")
    HIGHER = "higher", _("上级财政")
    VILLAGE = "village", _("村级组织")
    NOBODY = "nobody", _("尚未落实")
    NO_COST = "no_cost", _("不产生经费")


class Matter(Choice):
    """事务领域: the fields in which a village may not be made the responsible party, and all others."""

    ENFORCEMENT = "enforcement", _("行政执法")
    DEMOLITION = "demolition", _("拆迁拆违")
    INVESTMENT = "investment", _("招商引资")
    SAFETY = "safety", _("安全生产")
    OTHER = "other", _("其他")


class Relation(Choice):
    """履职性质"""

    DUTY = "duty", _("依法履行")
    ASSISTANCE = "assistance", _("依法协助")
    ENTRUSTED = "entrusted", _("委托办理")
    SELF_GOVERNMENT = "self_government", _("群众自治")


class ServiceClass(Choice):
    """事务分流类别"""

    GOVERNMENT = "government", _("政府基本公共服务事项")
    PUBLIC = "public", _("村级公共事务和公益服务事项")
    PERSONAL = "personal", _("村民群众个人事项")


class Demand(Choice):
    """随事项附带的要求"""

    MECHANISM = "mechanism", _("另设机制")
    SIGNBOARD = "signboard", _("另挂牌子")
    FORM = "form", _("另填表格、另报材料")
    TRACES = "traces", _("以留痕印证实绩")


class Evidence(Choice):
    """要求上传的佐证"""

    SCREENSHOT = "screenshot", _("工作场景截图")
    VIDEO = "video", _("录制视频")
    PHOTO = "photo", _("照片")
    TRACK = "track", _("行动轨迹")


class Opinion(Choice):
    """村民群众意见"""

    WELCOME = "welcome", _("认可")
    UNWELCOME = "unwelcome", _("不认可")
    NOT_ASKED = "not_asked", _("尚未征求")


class Place(Choice):
    """悬挂位置"""

    OUTSIDE = "outside", _("综合服务设施外部")
    INSIDE = "inside", _("综合服务设施内部")
    GUIDE = "guide", _("集合式服务功能指引标牌")
    DISPLAY = "display", _("集中展陈")
    BULLETIN = "bulletin", _("村务公开栏或者新型载体")


class SignType(Choice):
    """牌子类别"""

    SERVICE = "service", _("工作服务机构类")
    AWARD = "award", _("评比达标表彰类")
    MODEL = "model", _("创建活动示范类")
    NOTICE = "notice", _("需要发布并定期更新的信息")


class Orientation(Choice):
    """横竖"""

    VERTICAL = "vertical", _("竖写")
    HORIZONTAL = "horizontal", _("横写")


class Colours(Choice):
    """底色和字色"""

    WHITE_RED = "white_red", _("白底红字")
    WHITE_BLACK = "white_black", _("白底黑字")
    OTHER = "other", _("其他")


class FormType(Choice):
    """报表材料的种类"""

    FORM = "form", _("报表")
    LEDGER = "ledger", _("台账")
    MATERIAL = "material", _("材料")
    APP = "app", _("移动互联网应用程序")
    MINI_PROGRAM = "mini_program", _("小程序")
    CHAT_GROUP = "chat_group", _("网络工作群")


class Frequency(Choice):
    """报送频次"""

    ONCE = "once", _("一次性")
    YEARLY = "yearly", _("每年")
    HALF_YEARLY = "half_yearly", _("每半年")
    QUARTERLY = "quarterly", _("每季度")
    MONTHLY = "monthly", _("每月")
    WEEKLY = "weekly", _("每周")
    DAILY = "daily", _("每天")
    ON_CALL = "on_call", _("随要随报")


class Mark(Choice):
    """统计调查表的法定标识"""

    NUMBER = "number", _("表号")
    ISSUER = "issuer", _("制定机关")
    APPROVAL = "approval", _("批准或者备案文号")
    VALIDITY = "validity", _("有效期限")


class Approver(Choice):
    """统计调查由谁审批"""

    PROVINCE = "province", _("国家统计局或者省级人民政府统计机构")
    SAME_LEVEL = "same_level", _("本级人民政府统计机构")
    NOBODY = "nobody", _("未经统计机构审批")


class Feature(Choice):
    """应用程序的功能"""

    CHECK_IN = "check_in", _("打卡签到")
    POINTS = "points", _("积分排名")
    ONLINE_TIME = "online_time", _("在线时长")
    TRACK = "track", _("行动轨迹")
    UPLOADS = "uploads", _("强制上传照片、视频")
    REPORTING = "reporting", _("填表报数")


class Developer(Choice):
    """应用程序由哪一级建设"""

    ABOVE_COUNTY = "above_county", _("县级以上")
    COUNTY = "county", _("县级")
    BELOW_COUNTY = "below_county", _("乡镇、街道或者村、社区")


class OtherWay(Choice):
    """无需村级证明即可采信的方式"""

    ONLINE = "online", _("网上核验")
    INQUIRY = "inquiry", _("主动调查")
    SHARING = "sharing", _("信息共享")
    PROMISE = "promise", _("告知承诺")


class Document(Choice):
    """可以代替证明的凭证"""

    CERTIFICATE = "certificate", _("法定证照")
    CONTRACT = "contract", _("合同凭证")


class Handling(Choice):
    """证明的办理方式"""

    ON_THE_SPOT = "on_the_spot", _("简单证明，当场办结")
    TIME_LIMITED = "time_limited", _("复杂证明，限时办结")


class Issuer(Choice):
    """由谁出具"""

    COMMITTEE = "committee", _("村民委员会")
    PARTY = "party", _("村党组织")
    COLLECTIVE = "collective", _("村集体经济组织")
