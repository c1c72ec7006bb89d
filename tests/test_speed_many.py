"""The stored times of stacks are a whole run of tools/bench.py, agree with themselves, and name no machine by its name."""

import ast
import copy

import pytest
from benched import constant, of_the_run

from course.studies import measured
from nnlib import Network, identity

RECORD = measured.speed_many()
NETS = {"3-2-1": 1, "1-2-1": 3, "8-3-8": 8, "6-2-1": 64}


def faults(record):
    """A sentence for everything about the record that cannot be."""
    found = []

    def expect(condition, sentence):
        found.extend([] if condition else [sentence])

    names = {key.value for key in constant("MANY").keys}
    for condition, sentence in of_the_run(record):
        expect(condition, sentence)
    expect({net["net"]: net["D"] for net in record["nets"]} == NETS, "other networks")
    for net in record["nets"]:
        sizes = tuple(map(int, net["net"].split("-")))
        expect(net["parameters"] == Network(sizes, *[identity] * (len(sizes) - 1)).zeros().vector.size, f"{net['net']}: parameters")
        expect([*map(int, net["stacks"])] == [*ast.literal_eval(constant("SIZES_OF_STACKS"))], f"{net['net']}: other sizes of the stack")
        for S, stack in net["stacks"].items():
            took_part = names if int(S) <= 10_000 else {"nnlib.many"}
            expect(set(stack) == {"nnlib.inplace", "exponentials alone", "arrays alone"} | took_part, f"{net['net']}, {S}: others")
            one = stack["nnlib.inplace"]["microseconds"][1]
            for who, entry in stack.items():
                low, middle, high = entry["microseconds"]
                expect(0 < low <= middle <= high, f"{net['net']}, {S}: quartiles of {who}")
                # The median of the ratios and the ratio of the medians are near each other where the rounds are alike.
                expect(abs(entry["times faster"][1] * middle / one - 1) < 0.25, f"{net['net']}, {S}: ratio of {who}")
            for part in ("exponentials alone", "arrays alone"):  # a step has both in it, and more
                expect(stack[part]["microseconds"][1] < stack["nnlib.many"]["microseconds"][1], f"{net['net']}, {S}: {part}")
    return found


def test_the_stored_run_has_nothing_that_cannot_be():
    assert faults(RECORD) == []


def change(*path, to):
    def planted(record):
        for key in path[:-1]:
            record = record[key]
        record[path[-1]] = to

    return planted


@pytest.mark.parametrize("plant", [
    change("machine", "host", to="somewhere"), change("threads", "OMP_NUM_THREADS", to="2"), change("nets", 0, "D", to=4),
    change("nets", 3, "parameters", to=12), change("nets", 1, "stacks", "10", "JAX", "microseconds", to=[3.0, 2.0, 1.0]),
    change("nets", 2, "stacks", "1000", "nnlib.many", "times faster", 1, to=40.0),
    change("nets", 2, "stacks", "1000", "arrays alone", "microseconds", to=[2.0, 2.0, 2.0]),
    change("nets", 0, "stacks", "10", to={}),
])
def test_each_planted_fault_is_seen(plant):
    record = copy.deepcopy(RECORD)
    plant(record)
    try:
        found = faults(record)
    except KeyError:
        found = ["something is missing"]
    assert found
