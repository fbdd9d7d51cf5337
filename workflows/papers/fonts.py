"""The faces a letter is set in. GB/T 9704-2012 asks for 仿宋, 小标宋, 黑体 and 楷体; no open wheel holds them.

A folder named by `FONT_DIR` may hold the office's own (fangsong, xiaobiaosong, heiti, kaiti, songti with .ttf, .otf or
.ttc); what it lacks is taken from the package `pylopdf-fonts-zh-cn` (Noto Serif SC and Noto Sans SC, SIL OFL 1.1).
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

FACES = {
    "fangsong": "NotoSerifSC-Regular.otf",
    "xiaobiaosong": "NotoSerifSC-Regular.otf",
    "heiti": "NotoSansSC-Regular.otf",
    "kaiti": "NotoSerifSC-Regular.otf",
    "songti": "NotoSerifSC-Regular.otf",
}
ENDINGS = (".ttf", ".otf", ".ttc")
PACKAGE = "pylopdf_fonts_zh_cn"


class NoFont(RuntimeError):
    """Neither the office's folder nor the package has the face."""


def path_of(face: str) -> Path:
    """The file of a face: the office's own, else the package's."""
    return own(face) or _packaged(FACES[face])


def own(face: str) -> Path | None:
    """The office's own file of the face, if its folder has one."""
    folder = settings.FONT_DIR
    if not folder:
        return None
    return next((path for ending in ENDINGS if (path := Path(folder) / f"{face}{ending}").is_file()), None)


@cache
def _packaged(name: str) -> Path:
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0]) / name if folders else None
    if path is None or not path.is_file():
        raise NoFont(f"{name}: neither in FONT_DIR nor in the package pylopdf-fonts-zh-cn")
    return path
