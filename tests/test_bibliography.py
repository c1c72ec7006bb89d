"""The works of the bibliography, compared with what others give for them; what no other record gives is said to be from memory."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECOND = tomllib.loads((ROOT / "tests/second_records.toml").read_text(encoding="utf8"))
BIB = (ROOT / "chapters/references.bib").read_text(encoding="utf8")
COMPARED = ("year", "volume", "number", "pages", "doi", "edition")


def entries(bib):
    """{key: (kind, fields)} of a bibliography."""
    found = {}
    for m in re.finditer(r"^@(\w+)\{(\w+),\n(.*?)^\}", bib, re.M | re.S):
        found[m[2]] = m[1], {name: re.sub(r"[{}\\]", "", value) for name, value in re.findall(r"^  (\w+)\s*=\s*(?:\{)?(.*?)(?:\})?,$", m[3], re.M)}
    return found


def differences(bib, second=SECOND):
    """What an entry gives and its second record gives otherwise, or not at all without the entry saying so."""
    for key, (kind, fields) in entries(bib).items():
        if (day := re.search(r"published on \d+ \w+ (\d{4})", fields.get("note", ""))) and day[1] != fields["year"][:4]:
            yield f"{key}: published in {day[1]}, and the year is {fields['year']}"
        record = second.get(key)
        if record is None:
            if kind != "misc":
                yield f"{key}: a work without a second record"
            continue
        for name, value in record.items():
            ours = fields.get(name, "").removesuffix("a").removesuffix("b") if name == "year" else fields.get(name, "")
            if name != "seen" and value not in ours:
                yield f"{key}: {name} is {ours!r}, and others give {value!r}"
        unseen = [name for name in COMPARED if name in fields and name not in record]
        said = fields.get("note", "").lower() if "from memory" in fields.get("note", "") else ""
        if unseen and [name for name in unseen if name.rstrip("s") not in said]:
            yield f"{key}: nobody else gives {unseen}, and the entry does not say that it is from memory"
        if said and not unseen:
            yield f"{key}: is said to rest on memory, and others give all of it"


def test_what_the_bibliography_gives_is_what_others_give():
    assert list(differences(BIB)) == []
    assert len(SECOND) >= 40 and set(SECOND) <= set(entries(BIB)) and all(record["seen"] for record in SECOND.values())


@pytest.mark.parametrize(("old", "new"), [("533--536", "533--537"), ("30 August 2020", "30 August 2021"), ("volume  = {13}", "volume  = {31}"), ("year      = {2013}", "year      = {2012}"), ("number  = {8}", "number  = {3}"),
                                          ("355586.364791", "355586.364971"), ("note    = {Pages from memory},\n", ""), ("edition   = {second}", "edition   = {first}"), ("249--256", "249--265")])
def test_another_year_or_page_is_told(old, new):
    assert old in BIB and list(differences(BIB.replace(old, new, 1)))
