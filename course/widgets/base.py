"""What all explorers share: the module that is sent to the browser, the traits with their bounds, the static picture."""

import inspect
import math
from pathlib import Path
from typing import Any

import anywidget
import matplotlib
import traitlets
from matplotlib.figure import Figure

from course.figures.style import SETTINGS, svg
from course.scripts import joined

HERE = Path(__file__).parent
SHARED = ("../numbers.js", "engine.js", "parts.js")


def module(name: str, *more: str) -> str:
    """The ES module of an explorer as one self-contained text: the shared files, `more` of them, then its own `name`.js.

    A page can load a single text from memory only, so the files are joined and their imports of one another left out.
    """
    return joined(*(HERE / file for file in (*SHARED, *more, f"{name}/{name}.js")))


class Number(traitlets.TraitType[float, float]):
    """A finite number from `least` to `most`."""

    kind = "number"

    def __init__(self, default: float, least: float, most: float, help: str):
        super().__init__(default, help=help)
        self.least, self.most = least, most
        self.tag(sync=True)

    def validate(self, owner: Any, value: Any) -> float:
        """The number as a float; TraitError where it is none, or out of bounds."""
        return _number(self, value)

    def expects(self) -> str:
        """The bounds in words."""
        return f"a {'whole ' if self.kind == 'whole' else ''}number from {self.least:g} to {self.most:g}"

    def bounds(self) -> dict:
        """What the browser needs to check a link by the same rule."""
        return {"kind": self.kind, "least": self.least, "most": self.most}


class Whole(Number):
    """A whole number from `least` to `most`."""

    kind = "whole"

    def validate(self, owner: Any, value: Any) -> int:
        """The number as an int; TraitError where it is none, or out of bounds."""
        number = _number(self, value)
        if number != int(number):
            raise traitlets.TraitError(f"{self.name} is {value!r}; expected {self.expects()}.")
        return int(number)


def _assign(self: list, *_: Any, **__: Any) -> Any:
    raise TypeError("This list belongs to a figure, which cannot see a change in place. Assign a new one: "
                    "numbers = list(figure.x); numbers[0] = 1; figure.x = numbers.")


class Shown(list):
    """The numbers of a figure: a list that refuses to be changed in place, since no figure would notice."""

    append = extend = insert = remove = pop = clear = sort = reverse = __setitem__ = __delitem__ = __imul__ = _assign

    def __iadd__(self, others: Any) -> list[float]:
        return [*self, *others]  # figure.x += [1] assigns what comes out

    def __reduce_ex__(self, protocol: Any) -> tuple:
        return list, (list(self),)  # a copy is an ordinary list


class Numbers(Number):
    """A list of `fewest` to `longest` finite numbers, each from `least` to `most`."""

    kind = "numbers"

    def __init__(self, default: list[float], least: float, most: float, fewest: int, longest: int, help: str):
        super().__init__(default, least, most, help)
        self.fewest, self.longest = fewest, longest

    def make_dynamic_default(self) -> list[float]:
        """A list of its own for each explorer."""
        return list(self.default_value)

    def validate(self, owner: Any, value: Any) -> list[float]:
        """The numbers as a list of floats; TraitError where there are too few or too many, or one is out of bounds."""
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            raise traitlets.TraitError(f"{self.name} is {value!r}; expected a list of numbers.")
        values = list(value)
        if not self.fewest <= len(values) <= self.longest:
            raise traitlets.TraitError(f"{self.name} holds {len(values)} numbers; expected {self.expects()}.")
        return Shown(_number(self, entry, f"{self.name}[{k}]") for k, entry in enumerate(values))

    def expects(self) -> str:
        """The bounds in words."""
        several = f"{self.fewest}" if self.fewest == self.longest else f"{self.fewest} to {self.longest}"
        return f"{several} numbers, each from {self.least:g} to {self.most:g}"

    def bounds(self) -> dict:
        """What the browser needs to check a link by the same rule."""
        return {**super().bounds(), "fewest": self.fewest, "longest": self.longest}


class Choice(traitlets.TraitType[str, str]):
    """One of a few names; `options` maps each to the words that the figure shows for it."""

    def __init__(self, default: str, options: dict[str, str], help: str):
        super().__init__(default, help=help)
        self.options = options
        self.tag(sync=True)

    def validate(self, owner: Any, value: Any) -> str:
        """The name; TraitError where it is not one of the options."""
        if not isinstance(value, str) or value not in self.options:
            raise traitlets.TraitError(f"{self.name} is {value!r}; expected {self.expects()}.")
        return value

    def expects(self) -> str:
        """The options in words."""
        return f"one of {', '.join(map(repr, self.options))}"

    def bounds(self) -> dict:
        """What the browser needs to check a link by the same rule, and the words to show."""
        return {"kind": "choice", "options": [list(pair) for pair in self.options.items()]}  # JSON may sort the keys of a dict


class Text(traitlets.TraitType[str, str]):
    """A text of at most `longest` characters; what it has to say is for a `@validate`, and for the module's `problem`."""

    def __init__(self, default: str, longest: int, help: str):
        super().__init__(default, help=help)
        self.longest = longest
        self.tag(sync=True)

    def validate(self, owner: Any, value: Any) -> str:
        """The text; TraitError where it is none, or too long."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise traitlets.TraitError(f"{self.name} is {value!r}; expected {self.expects()}.")
        return value

    def expects(self) -> str:
        """The bounds in words."""
        return f"a text of at most {self.longest} characters"

    def bounds(self) -> dict:
        """What the browser needs to check a link by the same rule."""
        return {"kind": "text", "longest": self.longest}


def _number(trait: Number, value: Any, name: str | None = None) -> float:
    try:
        number = float("nan" if isinstance(value, (str, bytes, bool)) else value)
    except (TypeError, ValueError):
        number = math.nan
    if not trait.least <= number <= trait.most:
        raise traitlets.TraitError(f"{name or trait.name} is {value!r}; "
                                   f"expected a number from {trait.least:g} to {trait.most:g}.")
    return number


class Explorer(anywidget.AnyWidget):
    """A figure that answers the reader's hand: an ordinary ipywidget whose whole state is in its documented traits.

    `key` is the name of the figure on a page (`mystnb: figure: name:` of the cell), where the website puts it to work;
    there its state also travels in links. Subclasses set `_esm`, and `picture`, which draws the state without a browser.
    """

    _css = (HERE / "explorer.css").read_text(encoding="utf8")
    key = traitlets.Unicode(help="The name of the figure on its page.").tag(sync=True)
    _bounds = traitlets.Dict(help="The state's traits with their bounds, for the browser.").tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any):
        """Put the traits into the docstring, where `help` and the book's API page find them."""
        super().__init_subclass__(**kwargs)
        traits = [f"- ``{name}`` = {trait.default_value!r}: {trait.help}; {trait.expects()}"
                  for name, trait in vars(cls).items() if hasattr(trait, "bounds")]
        cls.__doc__ = "\n".join([inspect.cleandoc(cls.__doc__ or ""), "", "Traits:", "", *traits])

    def __init__(self, **state: Any):
        known = {*type(self).state_traits(), "key", "layout"}
        if unknown := set(state) - known:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}; "
                            f"it has {', '.join(sorted(known))}.")
        super().__init__(**{"layout": {"width": "100%"}, **state})  # in a row of widgets it shares the room there is
        self._bounds = {name: trait.bounds() for name, trait in self.state_traits().items()}

    @classmethod
    def state_traits(cls) -> dict[str, Any]:
        """The traits that make up the state, by name: those with bounds."""
        return {name: trait for name, trait in cls.class_traits().items() if hasattr(trait, "bounds")}

    def state(self) -> dict[str, Any]:
        """The state as plain data: what a link holds, and what makes the same figure again."""
        return {name: getattr(self, name) for name in self.state_traits()}

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take a change that comes from the browser; one that is refused is taken back there as well."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError:
            self.send_state(list(sync_data))
            raise

    def picture(self) -> Figure:
        """The state drawn by matplotlib, for pages without a browser's help."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.state().items())})"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict:
        data, *_ = super()._repr_mimebundle_(**kwargs)
        with matplotlib.rc_context(SETTINGS):  # the book's style, whatever the notebook has set
            return {**data, "text/plain": repr(self), "image/svg+xml": svg(self.picture())}
