"""机构和地名的登记: what the registers of a county say of the words in a name."""

from django.db.models import CharField, F, Value

from accounts.models import Level, Organ, Region
from policy import official_names
from policy.official_names import Standing


def registered_name(name: str, county: Region) -> str | None:
    """The organ of the county whose name this is, or else the one that it seems to be shortened from. None: neither."""
    organs = Organ.objects.filter(region__code__range=county.code_range).values_list("name", flat=True)
    found = {organ: official_names.look_up(name, (organ,)) for organ in organs.order_by("name")}
    ends = [organ for organ in found if name.endswith(organ)]
    meant = [organ for organ, named in found.items() if named.standing is Standing.SUSPECTED and organ in named.full]
    return next(iter(ends + meant), None)


def place_names(name: str, county: Region) -> tuple[str, ...]:
    """The townships and villages of the county that are named in `name`, as they are registered."""
    words = Value(_as_stored(name), output_field=CharField())
    places = Region.objects.within(county).filter(level__gte=Level.TOWNSHIP).alias(words=words)
    found = places.filter(words__contains=F("name")).order_by("name").values_list("name", flat=True)
    return tuple(found.distinct())


def _as_stored(text: str) -> str:
    """What no text field of the database can hold is left out."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
