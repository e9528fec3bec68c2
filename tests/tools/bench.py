#!/usr/bin/env python3
"""Measures create-product against `cp -r` of its result, and against other generators.

The peers render a template with as many files and as many bytes: the product itself, in which each
occurrence of its name is a variable; their result is compared with the product byte for byte. All
run in turn, in one process each, on one machine; the smallest time of the runs is what counts.

    bench.py [--runs N] [--manifest FILE] [--mesh-cli PROGRAM] [--markdown]
"""

import argparse
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or ROOT / "target" / "tools").absolute()
NAME = "order_events"  # what becomes a variable


def start(*command, cwd=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: `{command[0]}` failed: {done.stderr.strip()[-500:]}")


def files(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def literal(text):
    """Text that a Jinja render gives back: as it stands between marks, or brace by brace where it holds the marks itself."""
    if "endraw" in text:
        return re.sub(r"\{[{%#]", lambda opening: "{{ '" + opening[0] + "' }}", text)
    return f"{{% raw %}}{text}{{% endraw %}}"


def template(product, folder, variable):
    """The product as a template: its text untouched, its name a variable."""
    for name in files(product):
        text = (product / name).read_text(encoding="utf-8")
        pieces = [literal(piece) for piece in text.split(NAME)]
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{{{{ {variable} }}}}".join(pieces), encoding="utf-8")


def copier(product, work):
    folder = work / "copier"
    template(product, folder / "template", "name")
    (folder / "copier.yml").write_text(f"_subdirectory: template\n_templates_suffix: ''\n_envops: {{keep_trailing_newline: true}}\nname: {{type: str, default: {NAME}}}\n")
    program = TOOLS / "venv-bench" / "bin" / "copier"
    return lambda out: start(program, "copy", "--quiet", "--defaults", folder, out)


def cookiecutter(product, work):
    folder = work / "cookiecutter"
    template(product, folder / "{{cookiecutter.folder}}", "cookiecutter.name")
    (folder / "cookiecutter.json").write_text(json.dumps({"folder": "out", "name": NAME}))
    program = TOOLS / "venv-bench" / "bin" / "cookiecutter"
    return lambda out: start(program, "--no-input", "--output-dir", out.parent, folder, f"folder={out.name}")


def kickstart(product, work):
    folder = work / "kickstart"
    template(product, folder / "product", "name")
    (folder / "template.toml").write_text(
        f'name = "bench"\nkickstart_version = 1\n'
        f'[[variables]]\nname = "name"\ndefault = "{NAME}"\nprompt = "Name?"\n'
    )
    program = shutil.which("kickstart", path=f"{TOOLS / 'kickstart' / 'bin'}:{os.environ['PATH']}")
    return program and (lambda out: start(program, "--no-input", "--output-dir", out.parent, folder))


def same(product, out):
    names = files(product)
    return names == files(out) and not any(filecmp.cmpfiles(product, out, names, shallow=False)[1:])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--manifest", type=Path, default=ROOT / "examples/orders.order_events/data-product.yaml")
    arguments.add_argument("--mesh-cli", type=Path, default=ROOT / "target/release/mesh-cli")
    arguments.add_argument("--markdown", action="store_true", help="a table for the book")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="mesh-bench-") as work:
        work = Path(work)
        product, out = work / "product", work / "out" / "product"
        out.parent.mkdir()
        create = lambda into: start(given.mesh_cli, "create-product", "--from", given.manifest, "--out", into, "--yes")  # noqa: E731
        create(product)
        ways = {
            "cp -r": lambda into: start("cp", "-r", product, into),
            "mesh-cli": create,
            "kickstart": kickstart(product, work),
            "cookiecutter": cookiecutter(product, work),
            "copier": copier(product, work),
        }
        for name in [name for name, way in ways.items() if way is None]:
            print(f"bench: {name} is not installed, and not measured")
            del ways[name]
        times = {name: [] for name in ways}
        for number in range(given.runs + 1):
            for name, way in ways.items():
                begun = time.perf_counter()
                way(out)
                took = time.perf_counter() - begun
                if number == 0 and not same(product, out):
                    sys.exit(f"bench: {name} wrote something else")
                if number:  # the first run warms the caches
                    times[name].append(took)
                shutil.rmtree(out)
        total = sum((product / name).stat().st_size for name in files(product))
        print(f"{len(files(product))} files, {total} bytes, {given.runs} runs each\n")
        floor = min(times["cp -r"])
        bar = "|" if given.markdown else ""
        print(f"{bar} {'':<14}{bar} {'best':>9} {bar} {'median':>9} {bar} {'× cp -r':>8} {bar}")
        if given.markdown:
            print("|---|---:|---:|---:|")
        for name, taken in times.items():
            best, median = min(taken), sorted(taken)[len(taken) // 2]
            print(f"{bar} {name:<14}{bar} {best * 1000:>6.1f} ms {bar} {median * 1000:>6.1f} ms {bar} {best / floor:>8.1f} {bar}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
