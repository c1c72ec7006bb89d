"""What goes beyond the numerics: the experiments of 1986, and what long runs have measured."""
