"""The exercises by their numbers, and the questions between the sections by their letters: with these, tests are collected without making any, which takes seconds in each worker."""

import ast
import functools
import inspect
import textwrap

import pytest

from course.exercises import exercise_by_id
from course.exercises.checking import chapters, ids, makers

IDS = [id for chapter in chapters() for id in ids(chapter)]
BETWEEN = [id for chapter in chapters() for id in makers(chapter, between=True)]
ALL = IDS + BETWEEN


def written_kind(maker):
    """The kind of an exercise as it stands in its function, fourth in the call of Exercise."""
    calls = [node for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(maker))))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Exercise"]
    (kind,) = {ast.literal_eval(call.args[3]) for call in calls}
    return kind


KINDS = {id: written_kind(maker) for between in (False, True) for chapter in chapters() for id, maker in makers(chapter, between).items()}
BY_VALUE = [id for id in ALL if KINDS[id] in ("number", "array")]

# The fixture `exercise` of conftest.py makes the one that a test asks for.
each = pytest.mark.parametrize("exercise", ALL, indirect=True)
each_by_value = pytest.mark.parametrize("exercise", BY_VALUE, indirect=True)


@functools.cache
def exercises(*kinds):
    """The exercises and questions of these kinds, or all of them."""
    return [exercise_by_id(id) for id in ALL if not kinds or KINDS[id] in kinds]
