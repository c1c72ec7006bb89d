"""Worksheets, their keys and the pages of feedback as a browser prints them: each on one sheet of paper, whatever the paper and the font."""

import io

import numpy as np
import pypdf
import pytest

from course.editions import worksheet
from course.exercises.slips import CATALOGUE
from course.exercises.tolerance import exact
from course.grading import grade, marking

FONTS = ('"Liberation Serif", "Times New Roman", serif', '"DejaVu Serif", serif')  # the second is wide, and is what many systems have in the place of the first
WORST = [CATALOGUE[name].steps for name in ("half", "slope of the layer above")]


@pytest.mark.parametrize("net", worksheet.NETS)
def test_each_is_one_page_of_either_paper(browser, net):
    sheets = [worksheet.sheet(seed, net, "Zoë Wilhelmina van der Berghe-Longstocking", id="000123456") for seed in range(2)]
    values = [np.round(worksheet.answers(sheet.problem, exact, **{key: by for steps in WORST for key, by in steps.items()}), 4) for sheet in sheets]
    marked = [grade.Graded(sheet, list(row), marking.mark(sheet, row)) for sheet, row in zip(sheets, values)]
    tab = browser.new_page()
    for kind, page in {"sheet": worksheet.pages(sheets, "t", False), "key": worksheet.pages(sheets, "t", True), "feedback": grade.feedback(marked, "t")}.items():
        for font in FONTS:
            assert FONTS[0] in page
            tab.set_content(page.replace(FONTS[0], font))
            for paper in ("A4", "Letter"):
                printed = pypdf.PdfReader(io.BytesIO(tab.pdf(format=paper, print_background=True)))
                assert len(printed.pages) == len(sheets), f"{kind} of {net} on {paper} in {font}"
    tab.close()
