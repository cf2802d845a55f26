"""Garbage collector of cycles in a worker: what every request uses is left alone, and young objects are looked at less often."""

import gc

# A page of two thousand measures makes some 50 000 objects. At Python's 700 that was seventy looks at the young and a whole
# look at everything, 150 ms of a page's 400; at 50 000 it is one or two looks at the young. A worker holds a few MB more.
YOUNG = 50_000


def settle() -> None:
    """Once everything is read: set what is there aside, so that no look goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
