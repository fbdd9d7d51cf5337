"""Read the files of `procedures/`. Whatever cannot be understood is told with its file and key, in one sentence."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from policy.words import Phrase
from policy.words import gettext_noop as _

DEFAULT = "default"
UNLIMITED = "unlimited"
HEAD = ("county", "version", "effective_from")
TABLES = ("lead", "clock", "reminders", "terms", "desks", "decisions")


class ProcedureError(ValueError):
    """A file of the procedure cannot be understood. The message is a sentence for whoever keeps the file."""

    def __init__(self, says: Phrase) -> None:
        super().__init__(str(says))
        self.says = says


@dataclass(frozen=True)
class Layer:
    """A table as one file has it."""

    file: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A table as one or more files have it, the default's first: a later file's keys stand before an earlier one's."""

    name: str
    layers: tuple[Layer, ...]

    def names(self) -> list[str]:
        return list(dict.fromkeys(key for layer in self.layers for key in layer.data))

    def below(self, key: str) -> "Table":
        """The table under `key`, from each file that has it."""
        found = [Layer(layer.file, layer.data[key]) for layer in self.layers if key in layer.data]
        for layer in found:
            if not isinstance(layer.data, dict):
                raise self.error(key, _("应为一个表"))
        return Table(f"{self.name}.{key}" if self.name else key, tuple(found))

    def top_with(self, *keys: str) -> "Table":
        """The table of the latest file alone that has any of `keys`."""
        having = [layer for layer in self.layers if any(key in layer.data for key in keys)]
        return Table(self.name, tuple(having[-1:]) or self.layers)

    def error(self, key: str, fault: str, **words: object) -> ProcedureError:
        """What is wrong with `key`, told with the file that has it, or that should. `words` fill the places of `fault`."""
        having = [layer.file for layer in self.layers if key in layer.data] or [layer.file for layer in self.layers]
        table = f"[{self.name}] " if self.name else ""
        where = {"file": Phrase(having[-1] if having else DEFAULT), "place": f"{table}{key}"}
        return ProcedureError(Phrase(_("%(file)s：%(place)s %(fault)s。"), where | {"fault": Phrase(fault, words)}))

    def want_only(self, keys: Iterable[str]) -> None:
        """A slip of the pen must not pass unseen."""
        allowed = list(keys)
        for key in self.names():
            if key not in allowed:
                raise self.error(key, _("不是可用的键；可用的有 %(allowed)s"), allowed=allowed)

    def get(self, key: str) -> Any:
        return next((layer.data[key] for layer in reversed(self.layers) if key in layer.data), None)

    def text(self, key: str) -> str:
        value = self.get(key)
        if value is None:
            raise self.error(key, _("缺少"))
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, _("应为文字，且不能为空"))
        return value

    def word(self, key: str, words: Iterable[str], default: str | None = None) -> str:
        if default is not None and self.get(key) is None:
            return default
        value, allowed = self.text(key), list(words)
        if value not in allowed:
            raise self.error(key, _("应为 %(allowed)s 之一，实为“%(value)s”"), allowed=allowed, value=value)
        return value

    def words(self, key: str, allowed: Iterable[str]) -> list[str]:
        """A list of words; all that are allowed if the key is not there."""
        words = list(allowed)
        value = self.get(key)
        if value is None:
            return words
        if not isinstance(value, list) or not value:
            raise self.error(key, _("应为列表，且不能为空"))
        for each in value:
            if each not in words:
                raise self.error(key, _("中的“%(value)s”不可用；可用的有 %(allowed)s"), value=each, allowed=words)
        return value

    def number(self, key: str) -> int | None:
        """A whole number from 1; None if the key is not there."""
        value = self.get(key)
        if value is not None and (type(value) is not int or value < 1):
            raise self.error(key, _("应为从 1 起的整数，实为“%(value)s”"), value=value)
        return value

    def limit(self, key: str) -> int | None:
        """A number that must be there; None if it says that there is no limit."""
        if self.get(key) == UNLIMITED:
            return None
        found = self.number(key)
        if found is None:
            raise self.error(key, _("缺少；没有期限的写作 %(unlimited)s"), unlimited=UNLIMITED)
        return found

    def yes_or_no(self, key: str, default: bool) -> bool:
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.error(key, _("应为 true 或 false，实为“%(value)s”"), value=value)
        return value

    def time_of_day(self, key: str) -> time | None:
        value = self.get(key)
        if value is None or isinstance(value, time):
            return value
        try:
            return time.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self.error(key, _("应为时刻，写作 17:30，实为“%(value)s”"), value=value) from error


@dataclass(frozen=True)
class Edition:
    """One file: whose procedure, which version, from which day, and its tables."""

    county: str
    version: str
    effective_from: date
    layer: Layer


@cache
def read_all(folder: Path) -> tuple[Edition, ...]:
    """Every edition in `folder`. Raises ProcedureError."""
    editions = tuple(_read(path) for path in sorted(folder.glob("*.toml")))
    seen: dict[tuple[str, date], str] = {}
    for edition in editions:
        key = (edition.county, edition.effective_from)
        if key in seen:
            both = {"file": edition.layer.file, "other": seen[key]}
            raise ProcedureError(Phrase(_("%(file)s：county 和 effective_from 与 %(other)s 相同，只能留一个。"), both))
        seen[key] = edition.layer.file
    return editions


def _read(path: Path) -> Edition:
    return read_text(path.name, path.read_text(encoding="utf-8"))


def read_text(name: str, text: str) -> Edition:
    """The edition that `text` is; `name` stands in what is said of it. Raises ProcedureError."""
    try:
        layer = Layer(name, tomllib.loads(text))
    except ValueError as error:
        fault = {"file": Phrase(name), "fault": error}
        raise ProcedureError(Phrase(_("%(file)s：不是有效的 TOML 文件（%(fault)s）。"), fault)) from error
    table = Table("", (layer,))
    table.want_only([*HEAD, *TABLES])
    county, effective_from = table.text("county"), table.get("effective_from")
    if county != DEFAULT and not (len(county) == 12 and county.isascii() and county.isdigit()):
        raise table.error(
            "county", _("应为 12 位区划代码或 %(default)s，实为“%(value)s”"), default=DEFAULT, value=county
        )
    if type(effective_from) is not date:
        raise table.error("effective_from", _("应为日期，写作 2026-01-01"))
    return Edition(county, table.text("version"), effective_from, layer)
