"""Judges one answer in a process of its own: JSON comes in, JSON goes out, and nothing of the answer is executed.

    echo '{"id": "3.1", "text": "[0.526, 0.474, 0.00807, -0.00516]"}' | python -m course.grading.judged

`text` is what a kernel printed of an answer: a number, a list, or a text in quotes. Whatever a submission has done to its own
kernel, here it is a value.
"""

import ast
import json
import sys
from typing import Any

from course.exercises import check

LONGEST = 20_000  # signs of an answer


def value_of(text: str) -> Any:
    """The plain value that a text is; ValueError for anything else, such as a call."""
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} signs came; expected at most {LONGEST}.")
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise ValueError(f"“{text.strip()[:60]}” came; expected a number, a list of numbers, or a text in quotes.") from None
    if not _plain(value):
        raise ValueError(f"a {type(value).__name__} came; expected a number, a list of numbers, or a text in quotes.")
    return value


def _plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_plain, value))
    return value is None or value is ... or (isinstance(value, (int, float, str)) and not isinstance(value, bool))


def judged(id: str, text: str) -> dict[str, Any]:
    """{"right", "sentence"} for what was printed of an answer."""
    try:
        verdict = check(id, value_of(text))
    except ValueError as error:
        return {"right": False, "sentence": f"The answer cannot be judged: {error}"}
    return {"right": verdict.right, "sentence": verdict.sentence}


def main() -> None:
    asked = json.load(sys.stdin)
    json.dump(judged(str(asked["id"]), str(asked["text"])), sys.stdout)


if __name__ == "__main__":
    main()
