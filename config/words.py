"""The words people see: found in the sources, kept in locale/en, compiled for gettext.

`python -m config.words missing` lists what has no English yet (exit 1 if there is any), `collect` enters it into the
catalogue with an empty translation and drops what is no longer said, `compile` makes the .mo files. Chinese stands in
the sources themselves. How words are found in the sources is told in `config/wording.py`.
"""

import argparse
import os
import re
import sys

import django
import polib

from config.wording import ROOT, Word, words

LOCALE = ROOT / "locale"
CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "admission",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACES = re.compile(r"%\((\w+)\)[a-z]|(?<!%)%[sd]|\{(\w*)\}")


def catalogue() -> polib.POFile:
    """The English catalogue as it stands; a new one where there is none."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE))
    made = polib.POFile(wrapwidth=110)
    made.metadata = dict(HEADER)
    return made


def missing() -> list[Word]:
    """What is said somewhere and has no finished English."""
    done = {(entry.msgctxt, entry.msgid) for entry in catalogue() if is_finished(entry)}
    return [word for word in words().values() if word.key not in done]


def is_finished(entry: polib.POEntry) -> bool:
    """Translated in every form, not fuzzy, not obsolete."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(form.strip() for form in forms) and not entry.fuzzy and not entry.obsolete


def places(text: str) -> set[str]:
    """The named places of a sentence, which its translation must have too."""
    return {found.group() for found in PLACES.finditer(text)}


def misplaced(entry: polib.POEntry) -> set[str]:
    """Places that the sentence has and its English has not, or the other way about. One of a thing needs no number."""
    if not entry.msgid_plural:
        return places(entry.msgid) ^ places(entry.msgstr)
    one, more = entry.msgstr_plural[0], entry.msgstr_plural[1]
    return (places(entry.msgid_plural) ^ places(more)) | (places(one) - places(entry.msgid))


def collect() -> int:
    """Bring the catalogue into line with the sources, keeping every translation; returns how many are still empty."""
    said, kept = words(), catalogue()
    known = {(entry.msgctxt, entry.msgid): entry for entry in kept}
    for key in known.keys() - said.keys():
        kept.remove(known[key])
    for key, word in said.items():
        entry = known.get(key) or _new_entry(word)
        entry.occurrences = [(file, "") for file in sorted(word.files)]
        if key not in known:
            kept.append(entry)
    kept.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    kept.save(str(CATALOGUE))
    return len(missing())


def _new_entry(word: Word) -> polib.POEntry:
    if word.plural is None:
        return polib.POEntry(msgid=word.text, msgctxt=word.context)
    return polib.POEntry(msgid=word.text, msgctxt=word.context, msgid_plural=word.plural, msgstr_plural={0: "", 1: ""})


def compile_all() -> int:
    """Make a .mo beside every .po; returns how many."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    for source in sources:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(sources)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.words", description=__doc__.split("\n")[0])
    parser.add_argument("act", choices=["missing", "collect", "compile"])
    act = parser.parse_args(arguments).act
    if act == "compile":
        sys.stdout.write(f"words: {compile_all()} compiled\n")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if act == "collect":
        sys.stdout.write(f"words: {collect()} without English\n")
        return 0
    lacking = missing()
    sys.stdout.writelines(f"{min(word.files)}: {word.text!r}\n" for word in lacking)
    sys.stdout.write(f"words: {len(lacking)} without English\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
