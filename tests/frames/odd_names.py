"""Names of columns that an engine, or this package, might take for something else."""

ODD = [
    "a.b",
    "*",
    "a b",
    "`",
    "^d.*$",
    'say "x"',
    "v",
    "index",
    "it's",
    "f",
    "day",
    "x",
    "1",
    "$1",
    "%s",
    "{}",
    "é",
]
