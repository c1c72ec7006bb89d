"""The printed net of 1986 on the built site: its 64 answers are Python's, and the row that is looked at follows its six digits."""

import pytest
from browsing import PHONE, explored, visited
from course.widgets import MirrorNet

PAGE, KEY = "chapters/09-experiments-of-1986.html", "explorer-mirror"
SEEN = """figure => ({...Object.fromEntries([...figure.querySelectorAll('.nn-readout [data-name]')].map(e => [e.dataset.name, +e.textContent.split('= ')[1].replace('−', '-')])),
    cells: [...figure.querySelectorAll('.nn-square > rect:not(.nn-frame)')].map(e => +e.getAttribute('fill-opacity')),
    crosses: figure.querySelectorAll('.nn-square > g > path').length, verdict: figure.querySelector('.nn-count').textContent})"""
STATES = [{}, dict(ratio="other", unit=2.0, row=45), dict(ratio="sum", b=-3.0, row=10), dict(ratio="equal", unit=0.4, row=63), dict(unit=0.5, v=4.0, c=-2.0, row=1)]


def test_every_answer_is_that_of_python(browser, served):
    with explored(browser, served, PAGE, KEY) as figure:
        links = [f"{KEY}?" + "&".join(f"{name}={value}" for name, value in state.items()) for state in STATES]
        for state, seen in zip(STATES, visited(figure, links, SEEN), strict=True):
            net = MirrorNet(**state)
            assert [(cell - 0.06) / 0.94 for cell in seen["cells"]] == pytest.approx(net.outputs().tolist(), abs=0.6e-3), state  # three decimals of opacity
            assert seen["crosses"] == 64 - net.right() and seen["verdict"].startswith(f"{net.right()} of 64 right")
            look = net.look()
            assert [seen[name] for name in ("s", "z1", "z2")] == pytest.approx([look[name] for name in ("s", "z1", "z2")], abs=0.51e-3)
            assert seen["y_hat"] == pytest.approx(look["y_hat"], abs=0.51e-4)
        assert figure.page.problems == []


def test_digits_sliders_and_ratios_are_turned(browser, served):
    with explored(browser, served, PAGE, KEY, viewport=PHONE, has_touch=True, is_mobile=True) as figure:
        figure.get_by_role("button", name="input 6").tap()  # 010110 becomes 010111
        assert figure.evaluate(SEEN)["s"] == pytest.approx(MirrorNet(row=23).look()["s"], abs=0.51e-3)
        assert figure.get_by_role("button", name="input 6").get_attribute("aria-pressed") == "true"
        figure.locator(".nn-square > rect").nth(33).tap()  # 100001, a mirror image
        assert figure.evaluate(SEEN)["s"] == 0
        figure.page.wait_for_function("() => document.querySelector('.nn-voice').textContent.includes('is its own mirror image; the network says yes')")
        figure.locator("select").select_option("sum")
        assert figure.evaluate(SEEN)["crosses"] == 64 - MirrorNet(ratio="sum").right() > 0
    with explored(browser, served, PAGE, KEY) as figure:
        figure.get_by_label("unit of the weights", exact=True).focus()
        figure.page.keyboard.press("Home")
        assert figure.evaluate(SEEN)["s"] == 0 and figure.evaluate(SEEN)["crosses"] == 64 - MirrorNet(unit=0.0).right()
        figure.get_by_role("button", name="input 1").focus()
        figure.page.keyboard.press("Space")
        assert figure.get_by_role("button", name="input 1").get_attribute("aria-pressed") == "true"
