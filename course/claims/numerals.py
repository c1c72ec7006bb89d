"""Finds the numerals of a text, digits and words, and says what number each of them is and how finely it is rounded."""

import re
from typing import NamedTuple

UNITS = dict(zip("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                 "seventeen eighteen nineteen".split(), range(20)))
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10)))
LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
         "twentieth": 20, "fiftieth": 50, "hundredth": 100, "thousandth": 1000, "millionth": 10**6}
TIMES = {"twice": 2, "thrice": 3, "tenfold": 10, "hundredfold": 100, "thousandfold": 1000}


class Numeral(NamedTuple):
    """A numeral: where it stands in the text, its words, its number, or numbers, and the unit of its last digit."""

    start: int
    end: int
    text: str
    value: float | tuple[float, ...]
    unit: float


# What is no statement of this text: comments, displayed formulas (they are proved), code, what a source printed, addresses, labels
# and names of directives; and numbers of places. The statement of an exercise or a
# question is compared with what it gives.
APART = re.compile(
    r"<!--.*?-->|\$\$.*?\$\$|^```.*?^```|`+[^`]*`+|<del>.*?</del>|(?<=\])\([^)]*\)|(?<=\})`[^`]*`|^\([\w-]+\)=$|(?<=\$\$) \([\w-]+\)|^:{3,}\{.*?\}"
    r"|(?<=\n\n)(?: {4}[^\n]*\n?)+|(?<![\d.,])00\d\b"
    r"|^\*\*Question \d+\.\w\.\*\*.*?\Z"
    r"|^(### Exercise \d).*?(?=^\#{1,3} (?!Exercise \d)|\Z)"
    r"|\b([Ss]ections?|[Ee]xercises?|[Hh]eadings?|[Tt]ables?|[Cc]hapters?|[Ff]igures?|[Pp]ages?|[Ee]quations?|[Ll]emma|[Ss]tep|[Ff]ixed in)"
    r" \(?\d+(\.\d+)*\)?((,| and| to| or|–)+ ?\(?\d+(\.\d+)*\)?)*|^#+ \d+(\.\d+)*|^\d+\. ", re.S | re.M)
# A fence whose inside is prose and not code.
PROSE = re.compile(r"^```\{glossary\}$(.*?)^```$", re.S | re.M)
MATH = re.compile(r"(?<![\\$])\$(?!\$)(.+?)(?<!\\)\$", re.S)
FIGURE = r"[-−+]?\d+(?:,\d{3})*(?:\.\d+)?"
POWER = r"10\^(?:\{[-−]?\d+\}|\d)"
ATOM = rf"(?:[-−]? ?\\frac\{{\d+\}}\{{\d+\}}|[-−]?{POWER}|{FIGURE}(?: ?(?:\\cdot|\\times) ?{POWER})?(?:\\%)?)"
FORMULA = re.compile(rf"(?:.*?(?:=|\\approx|<|>|\\leq?|\\geq?|\\ll|\\gg|\\in) ?)?[(\[\\{{ ]*{ATOM}(?:(?:, ?(?:\\ ?)?| ?\\times ?){ATOM})*[)\]\\}} ]*", re.S)
ONES = "|".join(list(UNITS)[1:10])
SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{ONES}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
GREAT = "|".join(LARGE)
WORDS = (rf"(?:{SMALL}|{GREAT})(?:[ -](?:{GREAT}))*"
         rf"(?:(?:(?<=hundred)|(?<=thousand)|(?<=million))(?: and |[ -]){SMALL}(?:[ -](?:{GREAT}))*)*")
COUNT = "|".join(sorted(set(UNITS) - {"zero", "one"} | set(TENS) | set(LARGE), key=len, reverse=True))
PLAIN = re.compile(
    rf"(?P<part>\b(?:(?:an?|one|{COUNT})[ -])(?:{'|'.join(PARTS)})s?\b|\b(?:half|halves|quarters?)\b)"
    rf"|(?P<times>\b(?:{'|'.join(TIMES)})\b)"
    rf"|(?P<words>\b(?:{WORDS})\b)"
    rf"|(?P<sizes>(?<![\w.−-])\d+(?:[-–]\d+){{2,}}(?![\w]))"
    rf"|(?P<power>(?<![\w.])[-−]?(?:\d[\d.]* ?[·×] ?)?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    rf"|(?P<digits>(?<![\w.^_])(?:(?<!\w)(?<!\d )[-−](?=\d))?\d+(?:[,  ]\d{{3}})*(?:\.\d+)?(?![\w]|\.\d)(?: (?:{'|'.join(LARGE)})\b)?)",
    re.I)
PERCENT = re.compile(r"(\$)? ?(per cent|percent|%|\\%)")
# "a third" is a part only where no noun follows that it could be the third of.
PART_OF = re.compile(r"\s*([.,;:)?!]|of\b|as\b|the\b|to\b|and\b|at\b|in\b|with\b|for\b|is\b|more\b|less\b|\Z)")


def blanked(text: str) -> str:
    """The text with spaces for what is apart, so that places stay."""
    def blank(m: re.Match) -> str:
        return re.sub(r"[^\n]", " ", m[0])
    return APART.sub(blank, PROSE.sub(lambda m: f"{' ' * 13}{m[1]}   ", text))


def numerals(text: str) -> list[Numeral]:
    """The numerals of a text in its order. `one` alone is a pronoun more often than a number, and is left out."""
    text = blanked(text)
    found = []
    for math in MATH.finditer(text):
        found += _in_formula(text, math)
    plain = MATH.sub(lambda m: " " * len(m[0]), text)
    for match in PLAIN.finditer(plain):
        kind = match.lastgroup
        if kind == "words" and match[0].lower() in ("one", "zero"):
            continue
        if kind == "part" and " " in match[0] and not match[0].lower().endswith(("half", "halves", "s")) \
                and not PART_OF.match(plain, match.end()):
            continue
        found.append(_percent(plain, match.start(), match.end(), match[0], *_read(kind, match[0])))
    return sorted(found)


def _in_formula(text: str, math: re.Match) -> list[Numeral]:
    """The numbers of a formula that says no more than what something is: `$5$`, `$x = 2$`, `$(1, 0, 1)$`, `$h = 10^{-5}$`."""
    if not FORMULA.fullmatch(math[1].strip()):
        return []
    relation = max((m.end() for m in re.finditer(r"=|\\approx|[<>]|\\leq?\b|\\geq?\b|\\ll|\\gg|\\in\b", math[1])), default=0)
    start = math.start(1) + relation
    return [_percent(text, m.start(), m.end(), m[0], *_latex(m[0])) for m in re.compile(ATOM).finditer(text, start, math.end(1))]


def _percent(text, start, end, words, value, unit) -> Numeral:
    if PERCENT.match(text, end) and not isinstance(value, tuple) or words.endswith("%"):
        return Numeral(start, end, words, value / 100, unit / 100)
    return Numeral(start, end, words, value, unit)


def _latex(words: str) -> tuple[float, float]:
    words = words.replace(" ", "").replace("−", "-").removesuffix("\\%")
    if m := re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", words):
        value = int(m[2]) / int(m[3])
        return (-value if m[1] else value), 0.0
    if m := re.fullmatch(r"(.*?)(?:\\cdot|\\times)?10\^\{?(-?\d+)\}?", words):
        mantissa, unit = _decimal(m[1]) if m[1] not in ("", "-") else (-1.0 if m[1] else 1.0, 1.0 if m[1] == "" else 1.0)
        return mantissa * float(f"1e{m[2]}"), unit * float(f"1e{m[2]}") if m[1] not in ("", "-") else 0.0
    return _decimal(words)


def _decimal(words: str) -> tuple[float, float]:
    words = re.sub(r"[,  ](?=\d{3})", "", words.replace("−", "-"))
    return float(words), float(f"1e-{len(words.partition('.')[2])}")


def _read(kind: str, words: str) -> tuple[float | tuple[float, ...], float]:
    low = words.lower()
    if kind == "part":
        first, _, rest = re.sub("-", " ", low).rpartition(" ")
        part = PARTS[{"halves": "half"}.get(rest, rest if rest in PARTS else rest.removesuffix("s"))]
        return (1 if first in ("", "a", "an") else _words(first)) / part, 0.0
    if kind == "times":
        return float(TIMES[low]), 0.0
    if kind == "words":
        return float(_words(low)), 1.0
    if kind == "sizes":
        return tuple(float(n) for n in re.split("[-–]", low)), 0.0
    if kind == "power":
        m = re.fullmatch(r"([-−]?)(?:(\d[\d.]*) ?[·×] ?)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", low)
        scale = float("1e" + m[3].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        mantissa, unit = _decimal(m[2]) if m[2] else (1.0, 0.0)
        return (-1 if m[1] else 1) * mantissa * scale, unit * scale
    first, _, large = low.partition(" ") if low[-1].isalpha() else (low, "", "")
    value, unit = _decimal(first)
    return value * LARGE.get(large, 1), unit * LARGE.get(large, 1)


def _words(low: str) -> int:
    total = current = 0
    for word in re.split(r"[ -]", low.replace(" and ", " ")):
        if word in LARGE:
            current = (current or 1) * LARGE[word]
            if LARGE[word] > 100:
                total, current = total + current, 0
        else:
            current += UNITS.get(word, TENS.get(word, 0))
    return total + current
