"""Whether a value is what a numeral says, in the words around it; and comparisons that a text makes between its own numerals."""

import ast
import math
import re

from course.claims.numerals import PERCENT, Numeral

LESS, MORE = r"less than|fewer than|below|under|at most|up to|no more than|not quite|just under|within", r"more than|over|above|at least|just over|beyond"
NEARLY, ABOUT = r"nearly|almost|close to", r"about|roughly|near|around|some|approximately|\\approx|≈|perhaps|order of"
BEFORE = re.compile(rf"(?:(?P<less>{LESS}|<|\\le|\\leq)|(?P<more>{MORE}|>|\\ge|\\geq)|(?P<nearly>{NEARLY})|(?P<about>{ABOUT}))"
                    r"(?: an?| the| only)?\s*[$−-]?\s*\Z", re.I)
SLACK = 1e-9  # of the unit: a value that lies on a half may be rounded either way


def modifier(text: str, numeral: Numeral) -> str:
    """`less`, `more`, `nearly`, `about`, or nothing: what the words before a numeral make of it."""
    match = BEFORE.search(text[max(0, numeral.start - 40): numeral.start])
    return match.lastgroup if match else ""


def last(value: float) -> float:
    """The step of round numbers like this one, which is not zero: of 300 it is 100, of 75 it is 5, of 12 it is 1."""
    digits = f"{abs(value):.12g}"
    if "." in digits or "e" in digits:
        exponent = math.floor(math.log10(abs(value)))
        mantissa = f"{abs(value) / 10**exponent:.10f}".rstrip("0")
        step = 10.0 ** (exponent - len(mantissa.partition(".")[2]))
        return 5 * step if mantissa.endswith("5") else step
    step = float("1" + "0" * (len(digits) - len(digits.rstrip("0"))))
    return 5 * step if digits.rstrip("0").endswith("5") and len(digits) > 1 else step


def agrees(value, numeral: Numeral, modified: str = "") -> bool:
    """Whether a value, a number or several of them, is what the numeral says."""
    if isinstance(numeral.value, tuple):
        return isinstance(value, (list, tuple)) and tuple(value) == numeral.value
    if isinstance(value, (list, tuple)) or isinstance(value, float) and not math.isfinite(value):
        return False
    said, unit = numeral.value, numeral.unit
    # A numeral without a sign may have it in words, as in "a fall of 0.2"; one with a minus says the sign itself.
    off = abs(value - said) if said < 0 else min(abs(value - said), abs(-value - said))
    if off <= (unit / 2) * (1 + SLACK) + SLACK * abs(said):
        return True
    value = abs(value) if said >= 0 else value
    if modified == "less":
        return said / 2 <= value < said
    if modified == "more":
        return said < value <= 2 * said
    if modified in ("nearly", "about") and said:
        step = max(last(said), unit) if not _is_part(numeral) else abs(said) / 5
        return said - step < value < said if modified == "nearly" else abs(value - said) <= step / 2
    return False


def _is_part(numeral: Numeral) -> bool:
    return numeral.unit == 0


def holds_number(expression: str, numeral: Numeral) -> bool:
    """Whether a condition names the number that the text does, as it is, in per cent, or as one part of it."""
    said = numeral.value
    constants = {node.value for node in ast.walk(ast.parse(expression, mode="eval"))
                 if isinstance(node, ast.Constant) and isinstance(node.value, (int, float))}
    return any(math.isclose(abs(said), abs(c)) or math.isclose(abs(said) * 100, abs(c)) or c and math.isclose(abs(said), abs(1 / c))
               for c in constants)


def typed(expression: str) -> bool:
    """Whether an expression names nothing, so that it is a typed number."""
    return not any(isinstance(node, ast.Name) for node in ast.walk(ast.parse(expression, mode="eval")))


FACTS = ("look", "side")  # functions whose words are facts of a drawing
UP, DOWN = {"max", "argmax", "maximum"}, {"min", "argmin", "minimum"}


def compares(expression: str) -> bool:
    """Whether an expression has a comparison in it, or asks a drawing, as that of a word must."""
    return any(isinstance(node, ast.Compare) or isinstance(node, ast.Call) and (name := ast.unparse(node.func)) and (name in FACTS or name in ("rises", "falls"))
               for node in ast.walk(ast.parse(expression, mode="eval")))


def points(expression: str) -> set[str]:
    """Where a condition points: `up` for >, `down` for <, in any of its comparisons; without these, where its maximum or minimum does.

    `not a > b` points up, as "not larger" has the word larger. What asks a drawing points both ways.
    """
    nodes = list(ast.walk(ast.parse(expression, mode="eval")))
    operators = [op for node in nodes if isinstance(node, ast.Compare) for op in node.ops]
    names = {ast.unparse(node.func).rpartition(".")[2] for node in nodes if isinstance(node, ast.Call)}
    found = {"up"} if any(isinstance(op, (ast.Gt, ast.GtE)) for op in operators) or "rises" in names else set()
    found |= {"down"} if any(isinstance(op, (ast.Lt, ast.LtE)) for op in operators) or "falls" in names else set()
    if names & set(FACTS):
        return {"up", "down"}
    return found or ({"up"} if names & UP else set()) | ({"down"} if names & DOWN else set())


FALLS = r"falls?|fell|fallen|drops?|shrinks?|decreases?|goes down|sinks?|declines?|lowers?|reduces?|halves"
RISES = r"rises?|rose|risen|grows?|grew|climbs?|increases?|goes up|lifts?|gains?"
LARGER, SMALLER = r"larger|greater|bigger|more|higher|longer", r"smaller|less|lower|fewer|shorter"


def comparisons(text: str, found: list[Numeral]) -> list[tuple[str, bool]]:
    """(words, whether they are true) for each comparison of two neighbouring numerals of the text that a pattern sees.

    The patterns: "falls from A to B" (and rises, grows, drops, …), "A is larger than B" (and smaller, more, less, …), with at most
    three words between A and the words that compare, "between A and B", where B is the larger one, itself or in size, and
    "A of B", of whole numbers, where B is not the smaller one.
    """
    result = []
    for a, b in zip(found, found[1:]):
        if isinstance(a.value, tuple) or isinstance(b.value, tuple):
            continue
        between, before = text[a.end: b.start], text[max(0, a.start - 60): a.start]
        words = r"(?:\s[\w$%,]+){0,3}?\s"
        # Of "93 and 100 per cent" both are per cent.
        first = a.value / 100 if PERCENT.match(text, b.end) and not PERCENT.match(text, a.end) else a.value
        if re.fullmatch(r"\$?(?: per cent|\\?%)?\sto\s(?:an?\s|only\s|about\s|nearly\s)?\$?", between):
            verb = re.search(rf"\b(?:(?P<down>{FALLS})|(?P<up>{RISES}))\b[^.;:]*?\bfrom\s(?:about\s|nearly\s)?\$?\Z", before)
            if verb:
                result.append((f"{verb[0]}{a.text}{between}{b.text}", first > b.value if verb["down"] else first < b.value))
        if m := re.fullmatch(rf"\$?{words}?(?:is|are|was|were)\s(?:(?P<up>{LARGER})|(?P<down>{SMALLER}))\sthan(?:\sthe)?\s\$?", between):
            result.append((f"{a.text}{between}{b.text}", a.value > b.value if m["up"] else a.value < b.value))
        if re.fullmatch(r"\$?(?: per cent|\\?%)?\sand\s(?:about\s|nearly\s)?\$?", between) and re.search(r"\bbetween\s(?:about\s)?\$?\Z", before):
            result.append((f"between {a.text}{between}{b.text}", first < b.value or abs(first) < abs(b.value)))
        if re.fullmatch(r"\$?\s(?:out\s)?of\s(?:the\s|our\s|all\s)?\$?", between) and a.unit == b.unit == 1:
            result.append((f"{a.text}{between}{b.text}", a.value <= b.value))
    return result
