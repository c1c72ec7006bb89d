"""What is made of the book: the edition without solutions, the book as a PDF, and worked examples on paper."""
