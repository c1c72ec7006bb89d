"""Takes out of a style sheet what no page can use: more than half of what the theme sends is for other books.

A selector stays if all classes and ids that it asks for occur somewhere as words: in a page, or in a script, which may set
them. What stands in parentheses, as in `:not(.x)`, and what is no plain rule, such as a font, is left alone.
"""

import re
from collections.abc import Iterator

COMMENT = re.compile(r"/\*.*?\*/", re.S)
WORD = re.compile(r"[A-Za-z_][\w-]*")
NAMED = re.compile(r"[.#]([A-Za-z_][\w-]*)")
STRINGS = re.compile(r'\[[^\]]*\]|"[^"]*"' + r"|'[^']*'")
OUTER = ("@media", "@supports", "@layer", "@container")
BUILT = ("bs-tooltip-",)  # names that Bootstrap puts together of parts


def words(*texts: str) -> set[str]:
    """All words of pages and scripts that may be names of classes."""
    return {word for text in texts for word in WORD.findall(text)}


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """The rules of a sheet, each (what stands before its braces, what stands in them); None where it has none."""
    at, start, depth, opened, quote = 0, 0, 0, 0, ""
    while at < len(css):
        sign = css[at]
        if quote:
            at += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1:at]
                start = at + 1
        elif sign == ";" and depth == 0:
            yield css[start:at].strip(), None
            start = at + 1
        at += 1


def outside(selector: str) -> str:
    """A selector without what stands in brackets, parentheses and quotation marks."""
    text, before = STRINGS.sub("", selector), None
    while text != before:
        text, before = re.sub(r"\([^()]*\)", "", text), text
    return text


def selectors(prelude: str) -> list[str]:
    """The selectors of a rule; a comma in parentheses parts none."""
    found, depth = [""], 0
    for sign in prelude:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found


def used(css: str, known: set[str]) -> str:
    """The sheet with those rules that can have an effect where only these words occur."""
    def serves(selector: str) -> bool:
        return "\\" in selector or all(name in known or name.startswith(BUILT) for name in NAMED.findall(outside(selector)))

    kept = []
    for prelude, body in blocks(COMMENT.sub("", css)):
        if body is None:
            kept.append(f"{prelude};")
        elif prelude.startswith(OUTER):
            inner = used(body, known)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}")
        elif (some := [selector for selector in selectors(prelude) if serves(selector)]):
            kept.append(f"{','.join(some)}{{{body}}}")
    return "\n".join(filter(None, kept))
