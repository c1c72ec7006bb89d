"""Writes course/studies/datasets/digits_runs.json: what chapter 6 shows of many runs on the handwritten digits.

    python -m venv somewhere/outside && somewhere/outside/bin/pip install scikit-learn==1.9.1
    PYTHONPATH=. OPENBLAS_NUM_THREADS=1 somewhere/outside/bin/python -m tools.digits_runs

Some fifteen minutes on one core. `sweep` is about the learning rate: the accuracy on the validation part of the chapter's
own split after EPOCHS epochs, for each start; `means` is the same for a sigmoid moved down to mean 0 and a tanh moved up.
`splits` compares four classifiers on SPLITS shuffled splits and as many by form: on each split, the learning rate and the
epoch of our networks are those with the least cost on the validation part, and the test part is looked at once.
scikit-learn's network gets the learning rate and the epochs that ours chose. `left_out` has one split for each form, which
is the test part and in no other split's; of the others three, drawn with the form's number as the seed, choose. Its rates
reach lower, since on splits by form the lowest of `splits` was often the best. Seeds are whole numbers from 0; the
chapter's own split has the seed 6.
tests/test_digits_runs.py computes a sample again.
"""

import json
import platform
import sys
from pathlib import Path

import numpy as np

from nnlib import Activation, Diverged, Network, cross_entropy, data, identity, metrics, minibatch, mse, sigmoid, splits, tanh
from tools.checksums import record

TARGET = Path(__file__).resolve().parent.parent / "course/studies/datasets/digits_runs.json"
SIZES, FORMS = (1077, 360, 360), (8, 3, 3)  # training, validation, test: in samples, in forms
BATCH, ALPHA, HIDDEN = 32, 0.9, 30
ETAS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
EPOCHS, STARTS = 20, 5  # of the sweep
LONGEST, PATIENCE, SPLITS = 60, 8, 20  # of the comparison
NET_ETAS, LOGISTIC_ETAS = [0.03, 0.1, 0.3, 1.0], [0.003, 0.01, 0.03, 0.1]
LEFT_OUT_ETAS = [0.01, 0.03, 0.1, 0.3]
MOVED = [Activation("sigmoid − 1/2", lambda z: sigmoid(z) - 0.5, sigmoid.prime),
         Activation("tanh + 1", lambda z: tanh(z) + 1, tanh.prime)]
NETS = {"net": Network((64, HIDDEN, 10), sigmoid, identity), "logistic": Network((64, 10), identity)}
LOSSES = {"cross_entropy": (identity, cross_entropy), "mse": (sigmoid, mse)}  # the output's activation, the loss

X, Y = data.digits()[:2]
CLASSES = Y.argmax(axis=1)


def split(kind, seed):
    """Rows for training, validation and test."""
    rng = np.random.default_rng(seed)
    return splits.shuffled(len(X), SIZES, rng) if kind == "shuffled" else splits.by_group(data.digit_forms(), FORMS, rng)


def inputs(rows, training):
    return data.standardised(X[rows], by=X[training])


def run(net, loss, training, eta, epochs, seed):
    """The steps of one descent in minibatches, its start and its order drawn with the same seed."""
    rng = np.random.default_rng(seed)
    return minibatch.descend(net, net.init(rng), inputs(training, training), Y[training], loss, size=BATCH, rng=rng,
                             eta=eta, epochs=epochs, alpha=ALPHA)


def right(net, theta, rows, training):
    return metrics.accuracy(net(theta, inputs(rows, training)).argmax(axis=1), CLASSES[rows])


def window(hidden, loss, eta, seed):
    """The accuracy on the validation part after EPOCHS epochs; None where the descent left the finite numbers."""
    output, cost = LOSSES[loss]
    training, validation, _ = split("shuffled", 6)
    net = Network((64, HIDDEN, 10), hidden, output)
    try:
        *_, last = run(net, cost, training, eta, EPOCHS, seed)
    except Diverged:
        return None
    return right(net, last.theta, validation, training)


def chosen(net, etas, training, validation, seed):
    """(cost on the validation part, η, step) of the best step of all runs."""
    best = None
    for eta in etas:
        stopped = minibatch.stop_early(
            run(net, cross_entropy, training, eta, LONGEST, seed),
            lambda theta: net.cost(theta, inputs(validation, training), Y[validation], cross_entropy), patience=PATIENCE)
        if best is None or min(stopped.scores) < best[0]:
            best = min(stopped.scores), eta, stopped.best
    return best


def leave_out(form):
    """Rows for training, validation and test, where the test part is one form."""
    forms = data.digit_forms()
    others = np.flatnonzero(forms != form)
    kept, choosing = splits.by_group(forms[others], (10, 3), np.random.default_rng(form))
    return others[kept], others[choosing], np.flatnonzero(forms == form)


def judged(rows, seed, net_etas=NET_ETAS):
    """Our two networks and one nearest neighbour on one split: what was chosen, and the accuracy on the test part."""
    training, validation, test = rows
    found = {"seed": seed}
    for (name, net), etas in zip(NETS.items(), (net_etas, LOGISTIC_ETAS)):
        _, eta, step = chosen(net, etas, training, validation, seed)
        found |= {f"{name} eta": eta, f"{name} epochs": step.k, name: right(net, step.theta, test, training)}
    guesses = metrics.nearest_neighbour(X[training], CLASSES[training], X[test])
    return found | {"nearest": metrics.accuracy(guesses, CLASSES[test])}


def scikit_learn(kind, found):
    """MLPClassifier's accuracy on the same split, with the settings that ours chose there."""
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier

    training, _, test = split(kind, found["seed"])
    theirs = MLPClassifier((HIDDEN,), activation="logistic", solver="sgd", learning_rate_init=found["net eta"],
                           momentum=ALPHA, nesterovs_momentum=False, alpha=0, batch_size=BATCH, tol=0,
                           max_iter=found["net epochs"], n_iter_no_change=10**6, random_state=found["seed"])
    theirs.fit(inputs(training, training), CLASSES[training])
    neighbour = KNeighborsClassifier(1).fit(X[training], CLASSES[training])
    assert abs(neighbour.score(X[test], CLASSES[test]) - found["nearest"]) < 1e-9  # one oracle more for ours
    return theirs.score(inputs(test, training), CLASSES[test])


def rates(units, losses):
    """`window` for each kind of hidden unit, loss, rate and start."""
    found = []
    for hidden in units:
        for loss in losses:
            for eta in ETAS:
                valid = [window(hidden, loss, eta, seed) for seed in range(STARTS)]
                found.append({"hidden": hidden.name, "loss": loss, "eta": eta, "valid": valid})
                print(found[-1], flush=True)
    return found


def main():
    import warnings

    import sklearn

    warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)  # the epochs are ours to choose
    sweep = rates([sigmoid, tanh], LOSSES)
    means = rates(MOVED, ["mse"])
    left_out = [judged(leave_out(form), form, LEFT_OUT_ETAS) for form in range(14)]
    print(left_out, flush=True)
    compared = {}
    for kind in ("shuffled", "forms"):
        compared[kind] = []
        for seed in range(SPLITS):
            found = judged(split(kind, seed), seed)
            compared[kind].append(found | {"sklearn": scikit_learn(kind, found)})
            print(kind, compared[kind][-1], flush=True)
    TARGET.write_text(json.dumps({
        "command": "python -m tools.digits_runs",
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "sweep": sweep, "means": means, "splits": compared, "left_out": left_out,
    }, indent=1, default=float) + "\n", encoding="utf8")
    record(TARGET)


if __name__ == "__main__":
    sys.exit(main())
