"""What is made of the book: the edition without solutions, and worked examples on paper."""
