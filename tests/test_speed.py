"""The stored times are a whole run of tools/bench.py, agree with themselves, and name no machine by its name."""

import copy

import numpy as np
import pytest
from benched import constant, of_the_run

import nnlib
from course.studies import measured
from nnlib import Network

RECORD = measured.speed()
NETS = {"1-2-1": 3, "3-2-1": 1, "64-32-10": 32, "784-30-10": 10, "784-128-64-10": 128, "784-1024-1024-10": 256}
# Three steps of a few dozen roundings each, relative to the largest parameter, as tools/bench.py asks for.
ROUNDING = {"float64": 1e-13, "float32": 1e-5}
# Counting multiplications. The largest networks measured are within a quarter of it, smaller ones are held up by calls.
COUNTED = {"depth": 1, "width": 2, "samples": 1, "parameters, cost": 1, "parameters, backpropagation": 1,
           "differences / backpropagation": 1}


def faults(record):
    """A sentence for everything about the record that cannot be."""
    found = []

    def expect(condition, sentence):
        found.extend([] if condition else [sentence])

    for condition, sentence in of_the_run(record):
        expect(condition, sentence)
    expect([(race["net"], race["D"], race["dtype"]) for race in record["steps"]]
           == [(net, D, dtype) for net, D in NETS.items() for dtype in ROUNDING], "other races")
    for race in record["steps"]:
        who, times = f"{race['net']}, {race['dtype']}", race["times"]
        sizes = tuple(map(int, race["net"].split("-")))
        net = Network(sizes, *(getattr(nnlib, name) for name in race["phi"]))
        expect(race["parameters"] == net.zeros().vector.size, f"{who}: number of parameters")
        expect(times["nnlib.inplace"]["times nnlib.inplace"] == [1, 1, 1], f"{who}: nnlib.inplace as a multiple of itself")
        for name, entry in times.items():
            expect(float(entry.get("apart", 0)) < ROUNDING[race["dtype"]], f"{who}: {name} disagrees")
            expect(("apart" in entry) != name.startswith("products"), f"{who}: {name} was not compared")
            low, middle, high = entry["microseconds"]
            expect(0 < low <= middle <= high, f"{who}: quartiles of {name}")
            # The median of the ratios and the ratio of the medians are near each other where the rounds are alike.
            ratio = middle / times["nnlib.inplace"]["microseconds"][1]
            expect(abs(entry["times nnlib.inplace"][1] / ratio - 1) < 0.2, f"{who}: ratio of {name}")
            # One core: the clock on the wall goes as fast as the processor's time, or faster.
            expect(entry["wall"] > 0.98, f"{who}: {name} had more than one core")
    for what, curve in record["growth"].items():
        y = curve.get("seconds", curve.get("ratio"))
        slope = np.polyfit(np.log(curve["values"][-4:]), np.log(y[-4:]), 1)[0]
        expect(len(y) == len(curve["values"]) and abs(slope - np.median(curve["slope"])) < 0.1, f"slope of {what}")
    for what, exponent in COUNTED.items():
        expect(abs(np.median(record["growth"][what]["slope"]) - exponent) < 0.25, f"{what} does not grow as it should")
    return found


def test_the_stored_run_has_nothing_that_cannot_be():
    assert faults(RECORD) == []


def test_everybody_who_can_has_taken_part():
    names = [key.value for key in constant("COMPETITORS").keys]
    for race in RECORD["steps"]:
        absent = set(names) - set(race["times"])
        tiny, worked = race["parameters"] < 20, race["loss"] != "half_mse"
        expected = {"scikit-learn": worked, "micrograd": not tiny or race["dtype"] != "float64"}
        assert absent == {name for name, is_absent in expected.items() if is_absent}


def change(*path, to):
    def planted(record):
        for key in path[:-1]:
            record = record[key]
        record[path[-1]] = to

    return planted


@pytest.mark.parametrize("plant", [
    change("machine", "host", to="somewhere"), change("threads", "OMP_NUM_THREADS", to="2"), change("steps", 0, "D", to=4),
    change("steps", 3, "parameters", to=12), change("steps", 0, "times", "JAX", "apart", to="1e-10"),
    change("steps", 2, "times", "PyTorch", "microseconds", to=[3.0, 2.0, 1.0]),
    change("steps", 5, "times", "autograd", "times nnlib.inplace", 1, to=0.5),
    change("steps", 9, "times", "JAX", "wall", to=0.6), change("growth", "depth", "slope", to=[1.4, 1.5, 1.6]),
    change("growth", "parameters, backpropagation", to={"values": [1, 2, 4, 8], "seconds": [1, 1, 1, 1], "slope": [0, 0, 0]}),
])
def test_each_planted_fault_is_seen(plant):
    record = copy.deepcopy(RECORD)
    plant(record)
    assert faults(record)
