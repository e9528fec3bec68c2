"""Validate and test a google terraform folder against the provider's schema, without the provider.

    python google_validate.py --cache DIR FOLDER...

Installs the stand-in of schema_provider.py below the cache and runs validate.py with it. Exit
codes are those of validate.py; 77 when a tool or package is not installed.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    install = [sys.executable, HERE / "schema_provider.py", "--cache", arguments.cache, "--install", arguments.cache / "mirror"]
    installed = subprocess.run(install, stdout=subprocess.PIPE, text=True, check=False)
    if installed.returncode:
        sys.exit(installed.returncode)
    config = arguments.cache / "terraformrc"
    config.write_text(installed.stdout, encoding="utf-8")
    environment = os.environ | {"TF_CLI_CONFIG_FILE": str(config)}
    command = [sys.executable, HERE / "validate.py", *arguments.folders]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
