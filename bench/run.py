"""All benchmarks, one after another: ``make bench``. Each prints its table and keeps it in bench/results/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = ("templating.py", "typesetting.py", "signing.py", "paper.py", "programme.py", "mainline.py")


def main() -> None:
    """Run every benchmark even when one misses a goal; the exit code says whether any did."""
    codes = [subprocess.run([sys.executable, str(HERE / name)], check=False).returncode for name in BENCHES]
    sys.exit(max(codes))


if __name__ == "__main__":
    main()
