"""What long runs have measured, stored with the script that ran them: chapters show them, tests run samples of them again."""

import json
from pathlib import Path

DATASETS = Path(__file__).with_name("datasets")


def digit_runs() -> dict:
    """What many runs on the digits gave: `sweep` over η and starts, `splits` with four classifiers; and how to run them again.

    `command` and `versions` say how the file was made, by tools/digits_runs.py, where every setting stands.
    """
    return _measured("digits_runs")


def nino_starts() -> dict:
    """R² of two softplus neurons on `nino_year` from many starts (`starts`, a row each, at `steps`), and `best`, a good point.

    Written by tools/nino_starts.py, where the settings and the search for `best` stand; it is in the order of `Params`.
    """
    return _measured("nino_starts")


def one_bit() -> dict:
    """Descents at two rates, each with twins that differ by one bit: `runs`, with distances and how they ended.

    Written by tools/one_bit.py, where every setting stands. The distances hang on the machine, `ends` hardly does.
    """
    return _measured("one_bit")


def frameworks() -> dict:
    """Networks with their gradients as PyTorch and JAX compute them, and the versions of both.

    Written by tools/frameworks.py, where these are installed. Each of `problems` holds θ, X, Y, the loss and, by
    framework, C and the gradient as a vector; `derivatives` holds single derivatives.
    """
    return _measured("frameworks")


def speed() -> dict:
    """How long a training step takes in nnlib and elsewhere, as tools/bench.py has measured it on one machine.

    `steps` holds, for each network and precision, quartiles of the time and of its ratio to nnlib's; beside it stand
    `memory`, `growth` and `training`, and `machine`, `threads` and `rounds` say how it was done.
    """
    return _measured("speed")


def libraries() -> dict:
    """What other libraries were seen to do: slopes, tails, losses, shapes, checkers, steps and starts.

    Written by tools/libraries, where every call stands. `libraries` holds, by the name of an adapter, `versions`, `values` by group and
    probe, `calls`, the code that was run, and `documented`, where documentation says of a cell what it is, or something else
    (`otherwise`); `true` has the slopes where the mathematics leaves no choice. The group "lines" has the slopes of some probes at the `places` along a line. `packages` is
    the survey of small packages: how many derivatives were `right`, what came `wrong` (a point, what was given, the truth) and what was
    `refused`. Where one did not run, `absent` says why.
    """
    return _measured("libraries")


def speed_many() -> dict:
    """How long a step of many networks takes together, a network, as tools/bench.py has measured it on one machine.

    `nets` holds, for each network and number S of them, quartiles of the microseconds for one network and step, and of how
    many times as fast that is as one network by `nnlib.inplace`; `date`, `machine`, `threads` and `load` say how it was done.
    """
    return _measured("speed_many")


def experiments1986() -> dict:
    """What tools/experiments1986.py has measured: experiment, setting, and lists with an entry for each run.

    Numbers of sweeps, with −1 for runs that did not get there; costs and outputs at the end. `["provenance"]` says how.
    """
    return _measured("experiments1986")


def _measured(name: str) -> dict:
    return json.loads((DATASETS / f"{name}.json").read_text(encoding="utf8"))
