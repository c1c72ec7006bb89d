"""Class lists of every shape: one name a line, or a table with columns; the same person always has the same key.

Who somebody is does not hang on how the list was saved: a byte-order mark, composed or combined accents, capitals, doubled
spaces, the kind of an apostrophe and "Smith, John" for "John Smith" make no difference. Where the list has numbers for people, they are the key.
"""

import csv
import io
import re
import sys
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

WANTED = "a text file with a name on each line, or a table whose columns are named by NAME= and ID="
# Words that head a column in the lists that schools and their systems write.
NAME_HEADS = {"name", "names", "student", "students", "full name", "student name", "participant", "nom", "nombre"}
FIRST_HEADS, LAST_HEADS = {"first name", "given name", "firstname", "vorname"}, {"last name", "surname", "family name", "lastname", "nachname"}
ID_HEADS = {"id", "id number", "student id", "sis id", "matriculation number", "matrikelnummer", "number", "username"}
SEPARATED_BY = re.compile(r'\A"?sep=(.)"?[,;\t ]*(?=\n|\Z)', re.I)  # a first line that spreadsheets write and read, and that is no row
OTHER_FILES = {b"PK\x03\x04": "a spreadsheet or another packed file (XLSX, ODS)", b"\xd0\xcf\x11\xe0": "an old spreadsheet (XLS)", b"%PDF": "a PDF",
               b"<": "a page of the web"}
TYPED_ALIKE = str.maketrans(dict.fromkeys("’‘ʼ´`", "'") | dict.fromkeys("‐‑‒–—−", "-"))
JOINERS = "\u200c\u200d"  # signs without a width that some scripts need
HEADS = NAME_HEADS | FIRST_HEADS | LAST_HEADS | ID_HEADS | {"email", "email address", "e-mail", "group", "section"}


class Person(NamedTuple):
    """Somebody on a list: the name as it is shown, and the key that decides which numbers they get."""

    name: str
    key: str
    id: str = ""  # where the list has one it is the key, since names change and are spelled in more ways than one


def read_text(path: Path, wanted: str = WANTED) -> str:
    """The text of a file, in UTF-8, UTF-16 with its mark, or the Windows encoding of Western Europe, which is said; SystemExit otherwise."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}. Expected {wanted}.")
    if other := next((what for begins, what in OTHER_FILES.items() if raw.lstrip().startswith(begins)), None):
        sys.exit(f"{path} is {other}, whatever its name says. Expected {wanted}: in the spreadsheet, save it as CSV (UTF-8).")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            if encoding == "cp1252":
                line = next(line for line in text.splitlines() if not line.isascii())
                print(f"{path} is not stored as UTF-8. It was read as a file of Windows: is “{line.strip()[:80]}” right?", file=sys.stderr)
            return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sys.exit(f"{path} cannot be read as text. Expected {wanted}, stored as UTF-8.")


def delimiter_of(text: str) -> str:
    """What stands between the cells of a table: what its first line says, or the first of tab, semicolon and comma that is in it."""
    if said := SEPARATED_BY.match(text):
        return said[1]
    return next((sign for sign in "\t;," if sign in text.lstrip().partition("\n")[0]), ",")


def cells_of(path: Path, text: str, wanted: str) -> list[tuple[int, list[str]]]:
    """(line, cells) for each row of a table that is not empty; SystemExit where quotation marks do not close."""
    reader = csv.reader(io.StringIO(SEPARATED_BY.sub("", text)), delimiter=delimiter_of(text), skipinitialspace=True, strict=True)
    rows, begins = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
            begins = reader.line_num + 1
    except csv.Error:
        sys.exit(f"{path} cannot be read as a table: a quotation mark in line {begins} does not close where its cell ends. "
                 f"Take it out, or write it twice inside of a cell in quotes. Expected {wanted}.")
    return rows


def tidy(name: str) -> str:
    """A name as it is shown: accents composed, one space between words, no marks without a width but those that scripts need."""
    seen = (sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign) != "Cf" or sign in JOINERS)
    return " ".join("".join(seen).split())


def key_of(name: str) -> str:
    """What two spellings of one name have in common."""
    parts = [part.strip() for part in tidy(name).translate(TYPED_ALIKE).split(",")]
    turned = " ".join([*parts[1:], parts[0]]) if len(parts) == 2 and all(parts) else " ".join(filter(None, parts))
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", turned).casefold()).split())


def class_list(path: Path, name: str = "", id: str = "", alike: bool = False) -> list[Person]:
    """The people on a list. `name` and `id` are columns (two for first and last name, with a comma between); SystemExit says
    what is wrong with the file. Names that are nearly the same are asked about unless `alike` says that they are two people."""
    text = read_text(path)
    lines = [(number, line) for number, line in enumerate(SEPARATED_BY.sub("", text).split("\n"), 1) if line.strip()]
    if not lines:
        sys.exit(f"{path} holds no name. Expected {WANTED}.")
    rows = _columns(path, text, lines[0][1], name, id) or _lines(path, lines)
    if not rows:
        sys.exit(f"{path} holds a header and no name. Expected {WANTED}.")
    people = [(number, Person(tidy(shown), tidy(one).casefold() if one else key_of(shown), tidy(one))) for number, shown, one in rows]
    seen: dict[str, tuple[int, Person]] = {}
    for number, person in people:
        if person.key in seen:
            other, first = seen[person.key]
            sys.exit(f"{path} holds {first.id or first.name} twice, in lines {other} and {number}; both would get the same numbers. "
                     + ("Each ID belongs to one person." if person.id else "Take one out, add an initial, or name a column of IDs: ID=…"))
        seen[person.key] = number, person
    if not id and not alike and not any(person.id for _, person in people) and (pairs := _nearly(people)):
        told = "; ".join(f"“{a.name}” (line {m}) and “{b.name}” (line {n})" for (m, a), (n, b) in pairs[:5])
        sys.exit(f"{path} holds names that are nearly the same: {told}. If they are one person, leave one out. If they are two, add "
                 "ALIKE=yes, or name a column of IDs: ID=…")
    return [person for _, person in people]


def _columns(path: Path, text: str, first: str, name: str, id: str) -> list[tuple[int, str, str]]:
    """(line, name, ID) from a table with a header, which is its `first` line; nothing for a list without one."""
    (heads,) = csv.reader([first], delimiter=delimiter_of(text), skipinitialspace=True)
    head = [tidy(cell).casefold() for cell in heads]
    known = len(head) > 1 and sum(cell in HEADS for cell in head) >= 2
    if not (name or id or known):
        if delimiter_of(text) != "," and len(head) > 1:
            sys.exit(f"{path} has columns, and its first line names none that is known: {', '.join(heads)}. "
                     f"Begin the table with a line of names, and say which column holds the people: NAME='…' (and ID='…').")
        return []

    def place(wanted: str) -> int:
        if tidy(wanted).casefold() not in head:
            sys.exit(f"{path} has no column “{wanted}”. Its first line names {', '.join(heads)}: take one of these.")
        return head.index(tidy(wanted).casefold())

    if name:
        names = [place(part) for part in ([name] if tidy(name).casefold() in head else name.split(","))]
    else:
        names = ([k for k, cell in enumerate(head) if cell in NAME_HEADS][:1]
                 or [k for heads in (FIRST_HEADS, LAST_HEADS) for k, cell in enumerate(head) if cell in heads])
        if not names:
            sys.exit(f"{path}: which column holds the names? Its first line names {', '.join(heads)}. Write NAME='…'.")
    rows = cells_of(path, text, WANTED)
    ids = [place(id)] if id else [k for k, cell in enumerate(head) if cell in ID_HEADS and k not in names][:1]
    if not id and ids and not any(row[ids[0]].strip() for _, row in rows[1:] if ids[0] < len(row)):
        ids = []  # a column that nobody filled in
    between = ", " if len(names) == 2 and head[names[0]] in LAST_HEADS else " "
    found, lacking = [], []
    for number, row in rows[1:]:
        cells = [row[k].strip() if k < len(row) else "" for k in (*names, *ids)]
        shown = between.join(filter(None, cells[: len(names)]))
        if tidy(shown).casefold() == "points possible":  # the second line of a gradebook of Canvas
            continue
        if not shown or (ids and not cells[-1]):
            lacking.append(f"line {number}: the {'ID' if shown else 'name'} is missing in “{', '.join(row)}”")
        found.append((number, shown, cells[-1] if ids else ""))
    if lacking:
        sys.exit(f"{path}, {'; '.join(lacking[:5])}{f'; … and {len(lacking) - 5} more' if len(lacking) > 5 else ''}. "
                 "Fill it in, or take the line out.")
    if not found:
        sys.exit(f"{path} holds a header and no name. Expected {WANTED}.")
    return found


def _lines(path: Path, lines: list[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """(line, name, "") from a list with a name on each line; quotes around a name and a first line that says “Name” go."""
    found = [(number, re.sub(r'^"(.*)"$', r"\1", line.strip()).replace('""', '"'), "") for number, line in lines]
    first = found[0][1].casefold()
    if first in NAME_HEADS or {part.strip() for part in first.split(",")} <= FIRST_HEADS | LAST_HEADS:
        found = found[1:]
    for number, name, _ in found:
        if not re.search(r"\w", name):
            sys.exit(f"{path}, line {number}: “{name}” is no name. Expected {WANTED}.")
        if name.count(",") > 1 or ("," in name and any(re.fullmatch(r"\d+|\S*@\S*", part.strip()) for part in name.split(","))):
            sys.exit(f"{path}, line {number}: “{name}” looks like a row of a table, and the file has no line of column names. "
                     "Begin it with one, such as Name,ID, and write NAME='Name' ID='ID'.")
    return found


def _nearly(people: list[tuple[int, Person]]) -> list[tuple[tuple[int, Person], tuple[int, Person]]]:
    """Pairs of names that differ by accents, by the order of their words, or by one letter."""
    def bare(key: str) -> str:
        return " ".join(sorted("".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c)).split()))

    keys = [(bare(person.key), entry) for entry in people for person in [entry[1]]]
    return [(a, b) for (s, a), (t, b) in combinations(keys, 2) if s == t or (len(s) > 5 and _one_letter(s, t))]


def _one_letter(s: str, t: str) -> bool:
    """Whether one letter that is changed, put in or left out makes s of t. Digits do not count: Student 12 is not Student 13."""
    if abs(len(s) - len(t)) > 1 or s == t:
        return False
    k = next((k for k, (x, y) in enumerate(zip(s, t)) if x != y), min(len(s), len(t)))
    change = s[k:k + 1] + t[k:k + 1]
    if any(c.isdigit() for c in change):
        return False
    return s[k + 1:] == t[k + 1:] or s[k + 1:] == t[k:] or s[k:] == t[k + 1:]
