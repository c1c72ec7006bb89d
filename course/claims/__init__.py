"""Ties numbers, and words that turn a meaning round, to what computes them, by a comment that no reader sees.

At the end of a Markdown cell or of a page stands, in the order of the text, what each numeral and each such word is:

    <!-- numbers
    55: first_above[0.9]; 0.9: set levels; eleven: theta.vector.size
    2001: given, the year of the book; 3.1: label; two: idiom; falls: costs[-1] < costs[0]
    held 3f9a 12bc
    -->

Captions and alternative texts have the same lines in the metadata of their cell, under `claims`. An expression is evaluated in
the kernel of the page, where the text stands, and compared with the numeral as it is rounded. Nothing here computes what it checks.
Behind `held` is a mark for each sentence: its words as somebody has read them. A changed one is noticed; a mark does not know what is right.

numerals.py finds numerals and reads them, words.py finds the words of the vocabulary, which is words.toml, marks.py holds sentences to their words, bindings.py reads and
writes the comments, compare.py says whether a value is what a numeral says and where a condition points, kernel.py evaluates
expressions and looks for candidates, pages.py knows where texts stand.
"""
