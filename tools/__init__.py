"""What a maintainer runs: each module is a command, `python -m tools.NAME`, and says at its top what it does."""
