"""Tests the displayed formulas of the book from their own LaTeX, most of them by proof; CONTRIBUTING.md says how a formula is written.

In reading order: `extract` finds the formulas of a page, `parse` reads LaTeX into trees (`grammar.lark`), `evaluate`
gives a tree its value on a small example, `prove` decides what is a definition and what is a claim, and proves it.
`contexts` holds what is particular to this book, `expectation` the mean over random weights of chapter 7.
`python -m course.proofs` prints the report.
"""
