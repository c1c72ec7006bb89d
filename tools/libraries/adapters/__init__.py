"""One module a library. Each runs alone, in the environment that its requirements make, and prints what it has seen as JSON."""
