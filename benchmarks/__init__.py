"""Speed, each figure beside a peer that is measured in the same run on the same machine.

``python -m benchmarks`` (or ``make bench``) prints a table and writes
``benchmarks/results.json``.  Times are medians; where there is a peer the two take
turns, so that a busy machine slows both.  A figure alone says little: trust the ratios.
"""

import vispy.scene  # noqa: F401  (whole, for the peer: the program leaves out parts of vispy)

import gui  # noqa: F401  (first, as in the program: it says how many threads numpy takes)
