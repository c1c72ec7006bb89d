"""The family trees are those of the figure: 104 questions, counted and answered by another road."""

import numpy as np
import pytest

from course.studies.families import ENGLISH, ITALIAN, PEOPLE, RELATIONS, Tolerant, answers, network, trees
from nnlib import half_sse, mse, sse
from nnlib.masks import confined, masked

# The trees once more, by name: wife, husband and their children.
MARRIED = {
    "Penelope": ("Christopher", "Arthur", "Victoria"), "Christine": ("Andrew", "James", "Jennifer"),
    "Margaret": ("Arthur",), "Victoria": ("James", "Colin", "Charlotte"), "Jennifer": ("Charles",),
    "Maria": ("Roberto", "Emilio", "Lucia"), "Francesca": ("Pierro", "Marco", "Angela"),
    "Gina": ("Emilio",), "Lucia": ("Marco", "Alfonso", "Sophia"), "Angela": ("Tomaso",),
}
WOMEN = {*MARRIED, "Charlotte", "Sophia"}


def relations_by_matrices():
    """Each relation as a matrix of true and false, [person, who], by products of matrices."""
    at = {name: k for k, name in enumerate(PEOPLE)}
    parent, spouse = np.zeros((24, 24), dtype=int), np.zeros((24, 24), dtype=int)
    for woman, (man, *children) in MARRIED.items():
        spouse[at[woman], at[man]] = spouse[at[man], at[woman]] = 1
        for child in children:
            parent[at[child], [at[woman], at[man]]] = 1
    sibling = (parent @ parent.T > 0) & ~np.eye(24, dtype=bool)
    beyond = parent @ sibling  # brothers and sisters of the parents
    beyond = beyond + beyond @ spouse
    female = np.array([name in WOMEN for name in PEOPLE])
    kinds = [("father", "mother", parent), ("husband", "wife", spouse), ("son", "daughter", parent.T),
             ("uncle", "aunt", beyond), ("brother", "sister", sibling), ("nephew", "niece", beyond.T)]
    return {name: (matrix > 0) & (female == woman) for *names, matrix in kinds for woman, name in enumerate(names)}


def test_every_answer_is_that_of_products_of_matrices():
    matrices, found = relations_by_matrices(), answers()
    assert tuple(matrices) == RELATIONS
    for relation, matrix in matrices.items():
        for k, person in enumerate(PEOPLE):
            who = tuple(name for name, is_one in zip(PEOPLE, matrix[k]) if is_one)
            assert found.get((person, relation), ()) == who


def test_there_are_104_pairs_and_112_facts():
    # 104 pairs is what the papers say; 112 facts is what the Kinship data of the UCI repository list.
    found = answers()
    assert len(found) == 104 and sum(map(len, found.values())) == 112
    pairs = {relation: sum(r == relation for _, r in found) for relation in RELATIONS}
    assert pairs == {"father": 12, "mother": 12, "husband": 10, "wife": 10, "son": 12, "daughter": 12, "uncle": 4,
                     "aunt": 4, "brother": 6, "sister": 6, "nephew": 8, "niece": 8}


def test_colin_has_two_aunts_as_in_the_figure():
    assert set(answers()["Colin", "aunt"]) == {"Jennifer", "Margaret"}
    assert answers()["Colin", "father"] == ("James",) and answers()["Colin", "mother"] == ("Victoria",)
    assert answers()["James", "wife"] == ("Victoria",) and ("Colin", "wife") not in answers()
    assert answers()["Arthur", "nephew"] == ("Colin",) and answers()["Gina", "niece"] == ("Sophia",)


def test_the_two_trees_are_isomorphic_and_do_not_touch():
    found, place = answers(), dict(zip(ENGLISH, ITALIAN))
    english = {pair: who for pair, who in found.items() if pair[0] in place}
    assert len(english) == 52 and {name for who in english.values() for name in who} <= set(ENGLISH)
    for (person, relation), who in english.items():
        assert found[place[person], relation] == tuple(place[name] for name in who)


def test_rows_are_one_person_one_relation_and_all_answers():
    X, Y = trees()[:2]
    assert X.shape == (104, 36) and Y.shape == (104, 24) and X.dtype == Y.dtype == float
    assert set(np.unique(X)) == set(np.unique(Y)) == {0, 1}
    for x, y, ((person, relation), who) in zip(X, Y, answers().items()):
        assert [PEOPLE[k] for k in np.flatnonzero(x[:24])] == [person]
        assert [RELATIONS[k] for k in np.flatnonzero(x[24:])] == [relation]
        assert tuple(PEOPLE[k] for k in np.flatnonzero(y)) == who
    assert len(np.unique(X, axis=0)) == 104
    assert all(len(text) > 5 for text in trees()[2:])


def test_the_first_layer_is_split_into_people_and_relations():
    net, mask = network()
    assert net.sizes == (36, 12, 12, 6, 24) and set(mask.vector) == {0, 1}
    assert mask.vector.sum() == 24 * 6 + 12 * 6 + 12 + 12 * 12 + 12 + 12 * 6 + 6 + 6 * 24 + 24
    theta, X = masked(net.init_uniform(np.random.default_rng(0), 1.0), mask), trees().X
    whole, people, relations = (net.forward(theta, part)[1][1] for part in (
        X, X * ([1] * 24 + [0] * 12), X * ([0] * 24 + [1] * 12)))
    assert (whole[:, :6] == people[:, :6]).all() and (whole[:, 6:] == relations[:, 6:]).all()
    assert (whole[:, 6:] != people[:, 6:]).any(axis=0).all() and (whole[:, :6] != relations[:, :6]).any(axis=0).all()
    grad = confined(net.objective(X, trees().Y, half_sse), mask)(theta)[1]
    assert ((grad.vector != 0) == (mask.vector == 1)).all()


# The tolerant error.

Y_HAT = np.array([[0.95, 0.81, 0.79, 0.1], [0.05, 0.19, 0.21, 0.9]])
Y = np.array([[1.0, 1, 1, 1], [0, 0, 0, 0]])


def test_an_output_that_is_near_enough_has_no_error_and_any_other_has_all_of_it():
    loss = Tolerant(sse, 0.2)
    assert loss(Y_HAT, Y) == pytest.approx(2 * 0.21**2 + 2 * 0.9**2, rel=1e-14)
    expected = 2 * np.array([[0, 0, -0.21, -0.9], [0, 0, 0.21, 0.9]])
    np.testing.assert_allclose(loss.grad(Y_HAT, Y), expected, rtol=1e-14)
    # At the very edge, here in dyadic numbers, an output is not yet near enough.
    assert Tolerant(sse, 0.25)(np.array([[0.75, 0.25]]), np.array([[1.0, 0.0]])) == 0.125
    to_the_edge = 2 * np.array([[0, 0, -0.01, -0.7], [0, 0, 0.01, 0.7]])  # another rule, which would be continuous
    assert not np.allclose(loss.grad(Y_HAT, Y), to_the_edge, atol=0.1)


@pytest.mark.parametrize("base", [sse, half_sse, mse], ids=repr)
def test_the_gradient_of_the_tolerant_error_is_the_derivative_away_from_the_edges(base):
    loss, h = Tolerant(base, 0.2), 1e-6
    for d, k in np.ndindex(Y.shape):
        e = np.zeros_like(Y)
        e[d, k] = h
        # In one output the cost is a parabola or constant, so a central difference has no error but rounding.
        assert loss.grad(Y_HAT, Y)[d, k] == pytest.approx((loss(Y_HAT + e, Y) - loss(Y_HAT - e, Y)) / (2 * h), abs=1e-9)


def test_without_tolerance_it_is_the_loss_itself():
    for base in (sse, half_sse, mse):
        assert Tolerant(base, 0.0)(Y_HAT, Y) == base(Y_HAT, Y)
        assert (Tolerant(base, 0.0).grad(Y_HAT, Y) == base.grad(Y_HAT, Y)).all()


def test_a_descent_stops_where_all_outputs_are_near_enough():
    net, mask = network()
    theta, X = masked(net.init_uniform(np.random.default_rng(0), 1.0), mask), trees().X
    near = net(theta, X) + 0.1
    assert net.cost(theta, X, near, Tolerant(half_sse, 0.2)) == 0
    assert not net.grad(theta, X, near, Tolerant(half_sse, 0.2)).vector.any()
    assert net.grad(theta, X, near, half_sse).vector.any()


def test_it_shows_its_name_and_never_broadcasts():
    assert repr(Tolerant(half_sse, 0.2)) == Tolerant(half_sse, 0.2).name == "half_sse beyond 0.2"
    for call in (Tolerant(sse, 0.2), Tolerant(sse, 0.2).grad):
        with pytest.raises(ValueError, match=r"Write Y\[:, np.newaxis\]"):
            call(np.ones((3, 1)), np.ones(3))
