"""
Measure this package and its peers beside each other, and print what each goal came to.

    python benchmarks/run.py            everything, about a minute
    python benchmarks/run.py --quick    fewer rounds, about a quarter of that

A goal that is missed is printed as missed. It is not an error: no test asserts a time.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from benchmarks.suite import main

    main(sys.argv[1:])
