"""Pictures as they may be kept: looked at by what they hold, not by their names, and drawn anew without what they tell of."""

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps

LARGEST = 5 * 1024 * 1024
"""Bytes that may be handed in."""
LONGEST_SIDE = 2000
MOST_POINTS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """It is none, or not one that is taken."""


def drawn_anew(file: BinaryIO) -> bytes:
    """The picture as JPEG: no place, no camera, no hour, no other data. Raises `NotAPicture`."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(file.read(LARGEST + 1)), formats=FORMATS) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_POINTS:
                raise NotAPicture
            shown = ImageOps.exif_transpose(picture).convert("RGB")
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            bare = Image.new("RGB", shown.size)
            bare.paste(shown)
            written = io.BytesIO()
            bare.save(written, "JPEG", quality=85)
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError, EOFError, IndexError) as wrong:
        raise NotAPicture from wrong
    return written.getvalue()
