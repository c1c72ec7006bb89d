"""Whatever a run is made of can be copied, stored and sent to another process, and is there what it was here."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest
from oracles import ACTIVATIONS, LOSSES, problem

from course.studies import families, published
from nnlib import Diverged, Step, half_sse, identity, mse, sigmoid, tanh, train
from nnlib.losses import SquaredError
from nnlib.masks import beside, confined

WAYS = {"pickled": lambda value: pickle.loads(pickle.dumps(value)), "deep-copied": copy.deepcopy, "copied": copy.copy}
EACH_WAY = pytest.mark.parametrize("again", WAYS.values(), ids=list(WAYS))
NET, THETA, X, Y, _ = problem((3, 4, 2), (tanh, identity), mse, D=5)


@EACH_WAY
@pytest.mark.parametrize("phi", ACTIVATIONS, ids=repr)
def test_activations_stay_equal_and_compute_the_same(phi, again):
    z = np.linspace(-3, 3, 7)
    other = again(phi)
    assert other == phi and hash(other) == hash(phi) and repr(other) == phi.name  # so that they are still found by themselves
    assert (other(z) == phi(z)).all() and (other.prime(z) == phi.prime(z)).all()


@EACH_WAY
@pytest.mark.parametrize("loss", [*LOSSES, families.Tolerant(half_sse, 0.2)], ids=repr)
def test_losses_compute_the_same(loss, again):
    P = np.eye(2)[[0, 1, 1, 0, 1]]
    assert again(loss) == loss and again(loss).name == loss.name
    assert again(loss)(X[:, :2], P) == loss(X[:, :2], P) and (again(loss).grad(X[:, :2], P) == loss.grad(X[:, :2], P)).all()


def cubic(D, K):
    return D * K


@EACH_WAY
def test_a_loss_of_ones_own_is_sent_whole_even_under_the_name_of_ours(again):
    own = SquaredError("mse", "DK", cubic)
    assert again(own) == own and again(own)([[3.0]], [[1.0]]) == 4 and again(mse) is mse


@EACH_WAY
def test_networks_and_what_is_printed_of_1986(again):
    for net, theta in ((NET, THETA), published.xor_direct()[:2], families.network()):
        other = again(net)
        assert repr(other) == repr(net) and other.sizes == net.sizes
        inputs = np.linspace(-1, 1, net.sizes[0])[np.newaxis, :]
        assert (other(again(theta), inputs) == net(theta, inputs)).all()
    phi = beside((sigmoid, 1), (identity, 2))
    assert (again(phi)(X) == phi(X)).all() and (again(phi).prime(X) == phi.prime(X)).all()


@EACH_WAY
def test_steps_and_objectives(again):
    objective = NET.objective(X, Y, mse)
    mask = NET.zeros()
    mask.W[1] = np.ones((3, 4))
    for f in (objective, confined(objective, mask)):
        cost, grad = again(f)(THETA)
        assert cost == f(THETA)[0] and (grad.vector == f(THETA)[1].vector).all()
    step = train(objective, THETA, eta=0.1, steps=2)[-1]
    other = again(step)
    assert type(other) is Step and other.k == 2 and (other.theta.vector == step.theta.vector).all()


@EACH_WAY
def test_a_divergence_keeps_what_it_knew(again):
    with pytest.raises(Diverged) as caught:
        train(NET.objective(X, Y, mse), THETA, eta=1e3, steps=2000, every=1)
    error, other = caught.value, again(caught.value)
    assert type(other) is Diverged and str(other) == str(error)
    assert (other.k, other.eta, len(other.steps)) == (error.k, 1e3, error.k)
    assert str(other.cost) == str(error.cost)  # which may be NaN


def test_starts_can_be_shared_out_among_processes_that_begin_from_nothing():
    starts = [NET.init(np.random.default_rng(seed)) for seed in range(3)]
    run = partial(train, NET.objective(X, Y, mse), eta=0.05, steps=20, every=20)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(run, starts))
        with pytest.raises(Diverged, match="Try a smaller eta"):
            pool.submit(train, NET.objective(X, Y, mse), THETA, eta=1e3, steps=2000).result()
    for start, steps in zip(starts, there, strict=True):
        # Another process may add in another order.
        np.testing.assert_allclose(steps[-1].theta.vector, run(start)[-1].theta.vector, rtol=1e-12, atol=1e-13)
