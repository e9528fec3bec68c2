"""How the tests run terraform: where it finds its providers, and what it must not see.

The AWS provider comes from a filesystem mirror when the machine has one (TF_MIRROR_DIR, or found
below the usual places), else from the registry. A CLI configuration of the user's own stands.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MISSING_TOOL = 77
PROVIDER = Path("registry.terraform.io/hashicorp/aws")
SEARCHED = ("/opt", "/usr/local/lib", "/usr/local/share", "/usr/lib", "/usr/share", "/var/lib")
SEARCH_DEPTH = 3
SHOWN_LINES = 60
MIRROR_CONFIG = """\
provider_installation {{
  filesystem_mirror {{
    path    = "{folder}"
    include = ["registry.terraform.io/hashicorp/*"]
  }}
  direct {{
    exclude = ["registry.terraform.io/hashicorp/*"]
  }}
}}
"""


def missing(tool, hint):
    """End the script: a tool is absent, and the caller reports the test as skipped by this name."""
    print(f"skipped: {tool} is not installed ({hint})", file=sys.stderr)
    sys.exit(MISSING_TOOL)


def terraform():
    """The path of terraform."""
    return shutil.which("terraform") or missing("terraform", "https://developer.hashicorp.com/terraform/install")


def folders(root, depth):
    """`root` and the folders below it, at most `depth` levels down; links are not followed."""
    yield root
    if depth:
        try:
            below = sorted(entry.path for entry in os.scandir(root) if entry.is_dir(follow_symlinks=False))
        except OSError:
            return
        for folder in below:
            yield from folders(Path(folder), depth - 1)


def mirror():
    """The folder of a filesystem mirror that holds the AWS provider, or None."""
    named = os.environ.get("TF_MIRROR_DIR")
    if named:
        if not (Path(named) / PROVIDER).is_dir():
            sys.exit(f"TF_MIRROR_DIR={named} holds no {PROVIDER}")
        return Path(named).resolve()
    roots = [Path.home() / ".terraform.d", Path.home() / ".local/share/terraform", *map(Path, SEARCHED)]
    found = (folder for root in roots if root.is_dir() for folder in folders(root, SEARCH_DEPTH))
    return next((folder for folder in found if (folder / PROVIDER).is_dir()), None)


def environment(scratch):
    """The environment of terraform: no account, no telemetry, providers from the mirror if any."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE"))}
    env = kept | {"AWS_EC2_METADATA_DISABLED": "true", "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
    if Path(env.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc").is_file():
        return env
    folder = mirror()
    config = Path(scratch) / "terraformrc"
    config.write_text(MIRROR_CONFIG.format(folder=folder) if folder else "", encoding="utf-8")
    return env | {"TF_CLI_CONFIG_FILE": str(config)}


class Terraform:
    """Terraform in a scratch copy of a folder: nothing is written beside what is tested."""

    def __init__(self, folder):
        self.program = terraform()
        self.scratch = tempfile.TemporaryDirectory(prefix="terraform-test-")
        self.folder = Path(self.scratch.name) / "copy"
        shutil.copytree(folder, self.folder, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
        self.env = environment(self.scratch.name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.scratch.cleanup()

    def run(self, *arguments, below=".", good=(0,), text=None):
        """Run terraform with `text` as its input; end the script with its output when its exit code is none of `good`."""
        done = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder / below,
            env=self.env,
            input=text or "",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode not in good:
            last_lines = "\n".join(done.stdout.splitlines()[-SHOWN_LINES:])
            print(f"terraform {' '.join(arguments)} in {below} ended with {done.returncode}:\n{last_lines}", file=sys.stderr)
            sys.exit(1)
        return done.stdout
