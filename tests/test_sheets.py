"""What is taken out of the style sheet: rules for classes that occur nowhere, and nothing else."""

import pytest

from course.site.sheets import used, words

KNOWN = words('<p class="note wide -Color-Red" id="top">', "element.classList.add('shown')")


@pytest.mark.parametrize("rule", [
    ".note{color:red}", "p.note.wide>a:hover{color:red}", "#top .shown{x:y}", ".note .-Color-Red{x:y}", "a{b:c}", "*,::before{b:c}", "p:not(.gone){b:c}", 'a[href=".gone"]{b:c}',
    "@font-face{font-family:x;src:url(data:font/woff;base64,AA==)}", "@keyframes gone{from{a:b}to{c:d}}", ":is(.note,.gone) a{b:c}", r".a\:b{c:d}",
    '.note::after{content:"} .x {"}', ".bs-tooltip-auto[data-popper-placement^=top] .note{a:b}", "@media print{.note{a:b}}"])
def test_what_may_be_used_stays(rule):
    assert used(rule, KNOWN) == rule


@pytest.mark.parametrize(("rule", "left"), [
    (".gone{color:red}", ""), (".note .gone{a:b}", ""), ("#gone{a:b}", ""), (".note,.gone,.wide{a:b}", ".note,.wide{a:b}"), ("/* .note */ .gone{a:b}", ""),
    ("@media screen{.gone{a:b}}", ""), ("@media screen{.gone{a:b}.note{c:d}}", "@media screen{.note{c:d}}"), (".gone{a:b}.note{c:d}", ".note{c:d}"),
    ("@supports (x:y){@media print{.gone{a:b}}}", ""), (".gone:not(.note){a:b}", ""), (".-Color-Blue{a:b}", "")])
def test_what_cannot_be_used_goes(rule, left):
    assert used(rule, KNOWN) == left


def test_rules_are_parted():
    text = '@import "a;b";.a{b:c}@media x{.d{e:f}.g{h:i}}@layer one, two;'
    assert used(text, {"a", "g"}) == '@import "a;b";\n.a{b:c}\n@media x{.g{h:i}}\n@layer one, two;'
    assert used("a,b:is(c,.d),e[f='g,h'],.i{j:k}", set()) == 'a,b:is(c,.d),e[f="g,h"]{j:k}'


def test_what_is_no_style_sheet_is_told():
    with pytest.raises(ValueError, match="line 2 of a style sheet cannot be read"):
        used(".note{color:red}\n.note", KNOWN)
