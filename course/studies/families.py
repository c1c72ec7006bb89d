"""The family trees of 1986: twenty-four people, twelve relations, and what a network is asked about them.

Rumelhart, Hinton and Williams, Nature 323, figures 2 to 4; Hinton, Learning distributed representations of concepts,
Proceedings of the Eighth Annual Conference of the Cognitive Science Society, 1986.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlib import checks
from nnlib.activations import sigmoid
from nnlib.data import Data
from nnlib.losses import SquaredError
from nnlib.network import Network
from nnlib.params import Params

# Men before women and the old before the young; whoever stands at the same place in both trees has the same relatives.
ENGLISH = ("Christopher", "Andrew", "Arthur", "James", "Charles", "Colin",
           "Penelope", "Christine", "Victoria", "Jennifer", "Margaret", "Charlotte")
ITALIAN = ("Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso",
           "Maria", "Francesca", "Lucia", "Angela", "Gina", "Sophia")
PEOPLE = ENGLISH + ITALIAN
RELATIONS = ("father", "mother", "husband", "wife", "son", "daughter",
             "uncle", "aunt", "brother", "sister", "nephew", "niece")
# Husband, wife and their children, as places in ENGLISH and in ITALIAN alike.
COUPLES = ((0, 6, (2, 8)), (1, 7, (3, 9)), (2, 10, ()), (3, 8, (5, 11)), (4, 9, ()))


def answers() -> dict[tuple[str, str], tuple[str, ...]]:
    """Who stands in a relation to a person: `answers()["Colin", "aunt"]` is ("Jennifer", "Margaret"); 104 entries.

    Pairs without an answer are left out. An uncle is a brother of a parent or the husband of a sister of one, and so
    with aunts, nephews and nieces.
    """
    found = {}
    for tree in (ENGLISH, ITALIAN):
        for place, person in enumerate(tree):
            for relation in RELATIONS:
                if who := _relatives(place, relation):
                    found[person, relation] = tuple(tree[other] for other in sorted(who))
    return found


def _relatives(person: int, relation: str) -> set[int]:
    me, parents, spouses = {person}, _parents({person}), _spouses({person})
    aunts_and_uncles = _siblings(parents)
    both = {"father": parents, "husband": spouses, "son": _children(me), "brother": _siblings(me),
            "uncle": aunts_and_uncles | _spouses(aunts_and_uncles), "nephew": _children(_siblings(me | spouses))}
    man = RELATIONS[RELATIONS.index(relation) // 2 * 2]  # the relation's name for a man comes before that for a woman
    return {who for who in both[man] if (who < 6) == (relation == man)}


def _parents(people: set[int]) -> set[int]:
    return {parent for man, woman, children in COUPLES if people & set(children) for parent in (man, woman)}


def _siblings(people: set[int]) -> set[int]:
    return set().union(*(_children(_parents({p})) - {p} for p in people))


def _children(people: set[int]) -> set[int]:
    return {child for man, woman, children in COUPLES if people & {man, woman} for child in children}


def _spouses(people: set[int]) -> set[int]:
    return {woman if p == man else man for man, woman, _ in COUPLES for p in people & {man, woman}}


def trees() -> Data:
    """A row for each of the 104 pairs of `answers`, in its order: X (104, 36) is the person and the relation, Y (104, 24).

    Columns are those of PEOPLE, in X followed by RELATIONS. Each row of X has two ones, each of Y one for each answer.
    """
    facts = answers()
    X = np.array([[*(name == person for name in PEOPLE), *(name == relation for name in RELATIONS)]
                  for person, relation in facts], dtype=float)
    Y = np.array([[name in who for name in PEOPLE] for who in facts.values()], dtype=float)
    return Data(X, Y, "a person and a relation, and who of 24 people stands in it",
                "Rumelhart, Hinton and Williams, Nature 323, figures 2 and 3 (1986)", "facts of a published figure, cited")


def network() -> tuple[Network, Params]:
    """The network of five layers, 24 + 12 → 6 + 6 → 12 → 6 → 24, all logistic, and its mask (see `arrows`).

    The first six neurons of layer 1 see the person only, the other six the relation only.
    """
    net = Network((36, 12, 12, 6, 24), sigmoid, sigmoid, sigmoid, sigmoid)
    mask = Params(np.ones(net.zeros().vector.size), net.sizes)
    mask.W[1][:24, 6:] = mask.W[1][24:, :6] = 0
    return net, mask


@dataclass(frozen=True)
class Tolerant:
    """A squared error that counts an output as right, with no error, where it is less than `tolerance` from its target.

    `Tolerant(half_sse, 0.2)` is the rule of 1986: nothing is asked of an output above 0.8 that should be on, or below
    0.2 that should be off; any other has the error it always had. The cost jumps at the edge, and its gradient is
    the derivative everywhere else.
    """

    loss: SquaredError
    tolerance: float

    @property
    def name(self) -> str:
        """Such as 'half_sse beyond 0.2'."""
        return f"{self.loss.name} beyond {self.tolerance:g}"

    def __call__(self, y_hat: Any, Y: Any) -> float:
        """C, a number."""
        return self.loss(self._forgiven(y_hat, Y), Y)

    def grad(self, y_hat: Any, Y: Any) -> np.ndarray:
        """∂C/∂ŷ, shape (D, K): 0 where the output is near enough, and the loss's own elsewhere."""
        return self.loss.grad(self._forgiven(y_hat, Y), Y)

    def _forgiven(self, y_hat: Any, Y: Any) -> np.ndarray:
        """The predictions, with the target itself in place of one that is near enough to it."""
        y_hat = checks.predictions(y_hat)
        Y = checks.targets(Y, y_hat.shape)
        return np.where(np.abs(np.real(y_hat) - Y) < self.tolerance, Y, y_hat)

    def __repr__(self) -> str:
        return self.name
