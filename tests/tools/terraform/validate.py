"""Check a rendered terraform folder without an account.

    python validate.py [--no-tests] FOLDER...

For the root and each module below it: `fmt -check`, `init -backend=false`, `validate`, and the
tests with mocked providers where there are any. Exit code 0 all good, 1 something is not, 2 wrong
use, 77 terraform is not installed.
"""

import argparse
import sys
import time
from pathlib import Path

from terraform_env import Terraform


def check(folder, with_tests):
    """Check one root and its modules; returns what was done."""
    done = []
    with Terraform(folder) as terraform:
        terraform.run("fmt", "-check", "-diff", "-recursive")
        modules = sorted(path.relative_to(terraform.folder) for path in terraform.folder.glob("modules/*") if path.is_dir())
        examples = sorted(path.relative_to(terraform.folder) for path in terraform.folder.glob("modules/*/examples/*") if path.is_dir())
        for below in [Path("."), *modules, *examples]:
            terraform.run("init", "-backend=false", "-no-color", below=below)
            terraform.run("validate", "-no-color", below=below)
            passed = 0
            if with_tests and list((terraform.folder / below).glob("tests/*.tftest.hcl")):
                output = terraform.run("test", "-no-color", below=below)
                passed = output.count("... pass\n") - output.count(".tftest.hcl... pass\n")
            done.append(f"{below}: valid, {passed} tests passed")
    return done


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    parser.add_argument("--no-tests", action="store_true", help="leave out terraform test")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        if not list(folder.glob("*.tf")):
            parser.error(f"{folder} holds no .tf files")
        started = time.monotonic()
        for line in check(folder, not arguments.no_tests):
            print(f"{folder}/{line}")
        print(f"{folder}: ok in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
