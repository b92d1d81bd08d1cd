"""`python -m evaluator` is the command `evaluator`."""

import sys

try:
    from evaluator.cli import entry

    entry()
except KeyboardInterrupt:  # before the command itself could say so
    sys.stderr.write("已中断 · interrupted\n")
    sys.exit(3)
