"""The import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path


def test_the_layers_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter), "--no-cache"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
