"""`policy check` and `schema check` over many products, and what their peers take for one of them.

The products stand in a git repository in memory, where it fits; the contract of one of them is broken after the commit.
`conftest` runs the built-in policies over the manifests, where it is on the PATH: it is on no registry that we install
from.
"""

import os
import shutil
import sys
from pathlib import Path

import check
import measure
import peers
import table

RUNS = 3
POLICIES = peers.ROOT / "templates/policies"
GIT = ["git", "-c", "user.name=Robin", "-c", "user.email=robin@example.com", "-c", "commit.gpgsign=false"]


def datacontract():
    """datacontract-cli, of an environment of its own: what it needs is at odds with the other peers."""
    return peers.TOOLS / "venv-contracts" / "bin" / "datacontract"


def commit(folder):
    """The manifests, as they were before the change: the rest of a product is no part of its contract."""
    measure.run(*GIT, "init", "--quiet", "--initial-branch", "main", folder)
    (folder / "mesh.yaml").write_text("apiVersion: datamesh.io/v1\nkind: Mesh\n")
    measure.run(*GIT, "-C", folder, "add", "mesh.yaml", ":(glob)*/data-product.yaml")
    measure.run(*GIT, "-C", folder, "commit", "--quiet", "--message", "The products as they are")
    measure.run(*GIT, "-C", folder, "switch", "--quiet", "--create", "change")


def break_contract(manifest):
    """What a team does on a bad day: rows are kept for a year, and not for the seven that consumers were told of.
    Returns the undoing."""
    before = manifest.read_text()
    after = before.replace("retention: 7 years", "retention: 1 year", 1)
    if after == before:
        sys.exit(f"bench: {manifest} has nothing to break")
    manifest.write_text(after)
    return lambda: manifest.write_text(before)


def each(count, seconds):
    """Milliseconds of one core for one product."""
    return f"{seconds * os.cpu_count() * 1000 / count:.2f} ms"


def rows(mesh_cli, folder, count, runs):
    """The rows for the first products of the fleet."""
    part = folder.parent / "part"
    part.mkdir()
    for number in range(count):
        (folder / check.name(number)).rename(part / check.name(number))
    commit(part)
    manifests = f"find {part} -name data-product.yaml -print0"
    ways = {
        "cat of the manifests": (["sh", "-c", f"{manifests} | xargs -0 -n 2000 cat >/dev/null"], (0,)),
        "policy check": ([mesh_cli, "policy", "check", "--all", part, "--format", "json"], (0, 1)),
        "schema check, nothing changed": ([mesh_cli, "schema", "check", "--all", part, "--format", "json"], (0,)),
    }
    if conftest := shutil.which("conftest"):
        ways["conftest"] = (
            ["sh", "-c", f"{manifests} | xargs -0 -n 500 {conftest} test --all-namespaces -p {POLICIES} >/dev/null"], (0, 1, 123)
        )
    results = {way: check.best(command, runs, codes=codes) for way, (command, codes) in ways.items()}
    undo = break_contract(part / check.name(count // 2) / "data-product.yaml")
    results["schema check, one contract broken"] = check.best(ways["schema check, nothing changed"][0], runs, codes=(1,))
    undo()
    for number in range(count):
        (part / check.name(number)).rename(folder / check.name(number))
    shutil.rmtree(part)
    for way, (seconds, peak) in results.items():
        ours = way.startswith(("policy", "schema"))
        yield [f"{count:,}", way, table.seconds(seconds), each(count, seconds), table.megabytes(peak) if ours else "–"]


def one_product(mesh_cli, product, work, runs):
    """The same questions about one product, asked of a peer in its own form of contract."""
    shutil.copytree(product, work / "one")
    manifest = work / "one" / "data-product.yaml"
    ours = {"mesh-cli policy check": [mesh_cli, "policy", "check", work / "one"],
            "mesh-cli schema check": [mesh_cli, "schema", "check", work / "one", "--against", product / "data-product.yaml"]}
    undo = break_contract(manifest)
    results = {way: check.best(command, runs, codes=(0, 1))[0] for way, command in ours.items()}
    undo()
    tool = datacontract()
    if not tool.exists():
        print(f"bench: datacontract-cli is not installed below {peers.TOOLS}: it is left out", flush=True)
    else:
        schema = next((product / "schemas").glob("*.avsc"))
        for name, text in (("old", schema.read_text()), ("new", schema.read_text().replace("currency_code", "currency"))):
            (work / f"{name}.avsc").write_text(text)
            measure.run(tool, "import", "avro", "--source", work / f"{name}.avsc", "--output", work / f"{name}.yaml")
        results["datacontract lint"] = check.best([tool, "lint", work / "old.yaml"], runs, codes=(0, 1))[0]
        results["datacontract breaking"] = check.best([tool, "breaking", work / "old.yaml", work / "new.yaml"], runs, codes=(0, 1))[0]
    for way, seconds in results.items():
        own = results[f"mesh-cli {'policy' if way.endswith(('policy check', 'lint')) else 'schema'} check"]
        yield [way, table.seconds(seconds), f"{seconds / own:.1f}"]


def main(mesh_cli, manifest, products, where, work, runs=RUNS):
    with check.TemporaryFleet(where) as folder:
        made, *_ = check.fleet(mesh_cli, manifest, folder / "all", max(products))
        shown = []
        for count in sorted({min(count, made) for count in products}):
            shown += rows(mesh_cli, folder / "all", count, runs)
        single = list(one_product(mesh_cli, folder / "all" / check.name(0), Path(work), runs))
    table.show(
        f"Governance of many products, in {where}, on {os.cpu_count()} cores; the best of {runs} runs",
        ["products", "", "time", "per product and core", "peak memory"],
        shown,
    )
    table.show("The same for one product, from a cold process", ["", "time", "× mesh-cli"], single)
