"""A few of the planted faults of `make mutants`, so that every run of the tests sees that the tests can turn red."""

from pathlib import Path


from tools import faults
from tools import mutants

ROOT = Path(__file__).resolve().parent.parent

# Those that need a notebook to be run or the site to be built are left to `make mutants`.
KINDS = ["sign", "factor", "transpose", "layer", "slope", "written", "prose", "correction"]


def sample():
    """One fault of each kind, the same on every machine, each with the one test file that should see it."""
    planned = [fault._replace(checks=fault.checks[:1]) for group in faults.groups(2).values() for fault in group
               if fault.kind in KINDS]
    return mutants.spread([fault for fault in planned if fault.name not in mutants.reasons()], len(KINDS))


def test_a_sample_of_the_planted_faults_is_caught():
    planned = sample()
    assert sorted(fault.kind for fault in planned) == sorted(KINDS)
    # That the tests are green without a fault is what the rest of this run says.
    results = mutants.run(planned, first_without=False)
    survivors = [result.fault.name for result in results if result.caught_by == mutants.SURVIVED]
    assert survivors == []
    # A neighbouring layer has another shape, so that nothing can be multiplied: no test gets as far as to compare.
    assert {result.fault.kind for result in results if result.how not in mutants.COUNT} <= {"layer"}


def test_a_fault_that_changes_nothing_survives_and_is_reported(tmp_path):
    """Whoever reports no survivors must be able to see one."""
    text = (ROOT / "nnlib/data.py").read_text(encoding="utf8") + "\n# nothing\n"
    fault = faults.Fault("none", "nnlib/data.py", 1, "a remark", text, (("pytest", "tests/test_data.py"),))
    results = mutants.run([fault])
    assert [result.caught_by for result in results] == [mutants.SURVIVED]
    for argued, well in (({}, False), ({fault.name: "a remark is not run"}, True)):
        table, verdict = mutants.report(results, argued)
        assert verdict == well and "1 survive" in table


def test_a_reason_for_a_fault_that_is_caught_is_reported():
    fault = faults.Fault("none", "nnlib/data.py", 1, "a remark", "", ())
    table, well = mutants.report([mutants.Result(fault, "tests/test_data.py::test_x", 1.0)], {fault.name: "a reason"})
    assert not well and "argued in mutants_argued.toml, but caught" in table


def test_every_reason_belongs_to_a_fault_that_is_planted():
    names = {fault.name for group in faults.groups().values() for fault in group}
    assert set(mutants.reasons()) - names == set()
    assert all(len(reason) > 20 for reason in mutants.reasons().values())


def test_only_a_failed_comparison_is_an_assertion():
    for reason in ("assert 1 == 2", "AssertionError: Not equal to tolerance", "Failed: DID NOT RAISE", None):
        assert mutants.asserted(reason)
    for reason in ("NameError: name 'x' is not defined", "ValueError: operands could not be broadcast", "IndexError: 3"):
        assert not mutants.asserted(reason)


def test_the_report_goes_by_kind_and_says_how_each_fault_ended():
    fault = faults.Fault("sign", "nnlib/data.py", 1, "a sign", "", ())
    ends = [("tests/x.py::test_y", "assertion"), ("tests/x.py::test_y", "crash"), ("no end", "time-out"), (mutants.SURVIVED, "")]
    table, _ = mutants.report([mutants.Result(fault, caught_by, 1.0, how) for caught_by, how in ends], {})
    (row,) = [line.split() for line in table.splitlines() if line.split()[:2] == ["sign", "1"] and line.split()[1:] == ["1"] * 4]
    assert row == ["sign", "1", "1", "1", "1"]
    assert "4 faults, 1 caught by a comparison, 2 by a crash or a time-out only, which do not count, 1 survive" in table


def test_a_comparison_counts_wherever_it_stands_among_crashes():
    output = "FAILED tests/x.py::test_a - ValueError: shapes\nERROR tests/x.py::test_b - NameError: y\nFAILED tests/x.py::test_c - assert 1 == 2\n"
    assert mutants.ended(output) == ("tests/x.py::test_c", "assertion")
    assert mutants.ended(output.replace("assert 1 == 2", "IndexError: 3")) == ("tests/x.py::test_a", "crash")
    assert mutants.ended("Killed") == ("", "crash")
