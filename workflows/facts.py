"""From rows to facts: what the policy is told about a part of a request."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from accounts import naming
from accounts.models import Level as Division
from accounts.models import Region
from catalogues import editions, register, walls
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Entry, ReferenceKind
from laws import registry
from policy.basis import Basis
from policy.choices import Frequency, Kind, Place
from policy.facts import Facts, StandingForm
from policy.form_fields import FormField
from policy.legal.levels import Level, of_document_number
from workflows.models import Citation, RequestPart


def facts_of(part: RequestPart, *, on: date) -> Facts:
    """The facts of a stored part, as they stand on that day."""
    answers = dict(part.answers)
    if part.province_consents:
        answers |= {"provincial_consent": True, "provincial_consent_number": part.consent_number}
    return facts_from(part.kind, part.title, answers, list(part.citations.all()), records_for(part, on=on), on=on)


def facts_from(
    kind: str,
    title: str,
    answers: dict[str, Any],
    citations: Iterable[Citation],
    records: dict[str, Any],
    *,
    on: date,
) -> Facts:
    """The facts of what is written on the form, stored or not. Raises `policy.answers.WrongAnswer`."""
    bases = [basis_of(citation, on=on) for citation in citations]
    return Facts.from_answers(Kind(kind), title, answers, bases, records)


def basis_of(citation: Citation, *, on: date) -> Basis:
    """What the registry knows of the place cited; where it holds no text, what the applicant says of it."""
    found = registry.look_up(
        citation.title,
        article=citation.article,
        suffix=citation.suffix,
        paragraph=citation.paragraph,
        item=citation.item,
        on=on,
        document_number=citation.document_number,
    )
    if found.exists and not found.text:
        return replace(found, text=citation.claimed_text, text_is_claimed=True)
    if found.exists is not None:
        return found
    return replace(
        found,
        level=found.level or of_document_number(citation.document_number) or _claimed(citation),
        text=citation.claimed_text,
        text_is_claimed=True,
    )


def _claimed(citation: Citation) -> Level | None:
    return Level(citation.claimed_level) if citation.claimed_level in set(Level) else None


def records_for(part: RequestPart, *, on: date) -> dict[str, Any]:
    """What the registers know about a part. A register that holds nothing says nothing: None, not known."""
    request = part.request
    standing = register.standing(request.county, part.kind, on)
    county = [entry for entry in standing if entry.region_id == request.county_id]
    above = [entry for entry in standing if entry.region_id != request.county_id]
    records: dict[str, Any] = {"today": on, "applicant": request.department.name}
    if part.kind == Kind.SIGNBOARD:
        records |= _signboards(part, county, above, on)
    elif part.kind == Kind.REPORT_FORM:
        records["standing_forms"] = tuple(_standing_form(entry) for entry in county)
    elif part.kind == Kind.MECHANISM:
        records["same_function"] = tuple(entry.title for entry in county if entry.title == part.title)
    else:
        if above:
            records["in_higher_list"] = any(entry.title == part.title for entry in above)
        records |= _reference(part, on)
    return records


def _reference(part: RequestPart, on: date) -> dict[str, Any]:
    """What the lists of reference say: the city's seal list, and what was taken back from the townships."""
    county, city = part.request.county, _city_of(part)
    if part.kind == Kind.CERTIFICATION:
        return {"in_seal_list": register.is_listed(city, ReferenceKind.SEAL_USE, part.title, on)}
    if part.kind == Kind.WORK_AFFAIR:
        said = [register.is_listed(each, ReferenceKind.RECLAIMED, part.title, on) for each in (county, city)]
        known = [each for each in said if each is not None]
        return {"reclaimed_from_township": any(known) if known else None}
    return {}


def _city_of(part: RequestPart) -> Region:
    return Region(code=part.request.county.ancestor_code(Division.CITY), level=Division.CITY)


def _signboards(part: RequestPart, county: list[Entry], city: list[Entry], on: date) -> dict[str, Any]:
    inside = [entry for entry in county if entry.answers.get("place") in {Place.INSIDE, Place.GUIDE}]
    guides = [entry for entry in inside if entry.answers.get("place") == Place.GUIDE]
    records: dict[str, Any] = {
        "signboards_outside": walls.outside_in_every_village(part.where),
        "signboards_inside": walls.most_inside(part.where, inside, (Place.INSIDE, Place.GUIDE)),
        "guide_boards": walls.most_inside(part.where, guides, (Place.GUIDE,)),
        "registered_name": naming.registered_name(part.title, part.request.county),
        "place_names": naming.place_names(part.title, part.request.county),
    }
    if city:
        records["in_city_list"] = any(entry.title == part.title for entry in city)
        records["city_list_changed_on"] = _list_changed_on(part, city, on)
    lists = [part.request.county_id, _city_of(part).pk]
    records["signboard_changed_on"] = editions.last_change_of(part.title, lists, Kind.SIGNBOARD)
    return records


def standing_forms(county: Region, on: date) -> tuple[StandingForm, ...]:
    """The forms that villages of the county fill in already."""
    standing = register.standing(county, Kind.REPORT_FORM, on)
    return tuple(_standing_form(entry) for entry in standing if entry.region_id == county.pk)


def fields_of(answers: dict[str, Any]) -> tuple[FormField, ...]:
    """The fields of a stored form. An import may hold anything: what is no field is passed over."""
    kept = answers.get("indicators")
    return tuple(filter(None, map(_field, kept if isinstance(kept, list) else ())))


def _field(kept: Any) -> FormField | None:
    try:
        return FormField.read(kept)
    except (TypeError, ValueError):
        return None


def _list_changed_on(part: RequestPart, city: list[Entry], on: date) -> date:
    """By its published editions; before the first of them, by what entered last."""
    which = CatalogueList(_city_of(part), ListName.SIGNBOARDS)
    return editions.changed_on(which, on) or max(entry.entered_on for entry in city)


def _standing_form(entry: Entry) -> StandingForm:
    return StandingForm(
        title=entry.title,
        organ=entry.organ.name if entry.organ else "",
        frequency=Frequency(entry.answers.get("frequency", Frequency.ON_CALL)),
        fields=fields_of(entry.answers),
    )
