"""Takes out of a style sheet what no page can use: more than half of what the theme sends is for other books.

A selector stays if all classes and ids that it asks for occur somewhere as words: in a page, or in a script, which may set
them. What stands in parentheses, as in `:not(.x)`, and what is no plain rule, such as a font, is left alone.
"""

import re
from collections.abc import Iterator

import tinycss2
from tinycss2.ast import Node

WORD = re.compile(r"[A-Za-z_][\w-]*")
OUTER = ("media", "supports", "layer", "container")
BUILT = ("bs-tooltip-",)  # names that Bootstrap puts together of parts


def words(*texts: str) -> set[str]:
    """All words of pages and scripts that may be names of classes."""
    return {word for text in texts for word in WORD.findall(text)}


def selectors(prelude: list[Node]) -> list[list[Node]]:
    """The selectors of a rule; a comma in parentheses parts none."""
    found: list[list[Node]] = [[]]
    for part in prelude:
        if part == ",":
            found.append([])
        else:
            found[-1].append(part)
    return found


def names(selector: list[Node]) -> Iterator[str]:
    """The classes and ids that a selector asks for; what stands in brackets and parentheses is one part of it, and no name."""
    for before, part in zip([None, *selector], selector):
        if part.type == "hash" or part.type == "ident" and before == ".":
            yield part.value


def used(css: str, known: set[str]) -> str:
    """The sheet with those rules that can have an effect where only these words occur; ValueError where it is no style sheet."""
    return kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known)


def kept(rules: list[Node], known: set[str]) -> str:
    """The text of those rules that can have an effect."""
    def serves(selector: list[Node]) -> bool:
        return "\\" in tinycss2.serialize(selector) or all(name.lstrip("-") in known or name.startswith(BUILT) for name in names(selector))

    texts = []
    for rule in rules:
        if rule.type == "error":
            raise ValueError(f"line {rule.source_line} of a style sheet cannot be read: {rule.message}")
        if rule.type == "qualified-rule":
            if some := [tinycss2.serialize(selector).strip() for selector in selectors(rule.prelude) if serves(selector)]:
                texts.append(f"{','.join(some)}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.lower_at_keyword in OUTER and rule.content is not None:
            if inner := kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), known):
                texts.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        else:
            texts.append(rule.serialize())
    return "\n".join(texts)
