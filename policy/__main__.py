"""`python -m policy`: every clause beside the rules that apply it, for a jurist to read. docs/clauses.md is its output."""

import sys

from policy import notice, rules  # noqa: F401  registers the rules
from policy.rulebook import RULES, Rule

HEAD = """# 条款与规则

{title}

本文件由 `python -m policy` 生成；条款、限额和读法在 `policy/notices/`、`policy/lists/` 中修改。

## 《通知》逐句

| 条款 | 原文 | 规则 | 适用 | 不符时 | 函数 |
| --- | --- | --- | --- | --- | --- |
"""
OUTSIDE = """
## 《通知》以外的依据

| 依据 | 原文或出处 | 规则 | 适用 | 不符时 | 函数 |
| --- | --- | --- | --- | --- | --- |
"""
LIMITS = """
## 限额

| 名称 | 数值 | 条款 |
| --- | --- | --- |
"""
READINGS = """
## 存疑之处的读法

| 设置 | 问题 | 可选 | 现行读法 | 理由 |
| --- | --- | --- | --- | --- |
"""


def table() -> str:
    """The whole document in Markdown."""
    parts = [HEAD.format(title=notice.EDITION.title)]
    parts += [_rows(key, clause.quote) for key, clause in notice.CLAUSES.items()]
    parts += [OUTSIDE, *(_rows(key, clause.quote or clause.source) for key, clause in notice.OUTSIDE.items())]
    parts += [
        _row(key, source, why, "", "不自动判定", "") for key, (source, why) in notice.OUTSIDE_NOT_AUTOMATED.items()
    ]
    parts += [LIMITS, *(_row(f"`{each.name}`", _value(each.value), each.clause) for each in notice.LIMITS.values())]
    parts.append(READINGS)
    parts += [
        _row(f"`{each.name}`", each.question, _value(each.options), f"`{each.chosen}`", each.why)
        for each in notice.READINGS.values()
    ]
    return "".join(parts)


def _rows(key: str, quote: str) -> str:
    applying = [each for each in RULES if each.clause.key == key]
    if not applying:
        reason = notice.NOT_AUTOMATED.get(key) or notice.OTHER_PLACE[key]
        how = "不自动判定" if key in notice.NOT_AUTOMATED else "由系统其他部分承担"
        return _row(key, quote, reason, "", how, "")
    return "".join(_row(key, quote, each.says, _kinds(each), each.consequence.label, _name(each)) for each in applying)


def _kinds(rule: Rule) -> str:
    return "、".join(sorted(kind.label for kind in rule.kinds))


def _name(rule: Rule) -> str:
    return f"`{rule.name}`" + (f"（{rule.when[0]} = {rule.when[1]}）" if rule.when else "")


def _value(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(table())
