"""`catalog build` of many products, against reading their manifests, and a peer's catalog of as many contracts.

How heavy pages are, too: of a product page with the styles and scripts that it loads at once, and of the search index.
"""

import gzip
import os
import re
import shutil
from pathlib import Path

import check
import measure
import mesh_of
import peers
import table

PRODUCTS = [1000, 10000]
CONTRACTS = 50  # of the peer, which takes seconds for each ten
RUNS = 3


def weights(site):
    """What a browser loads for a product page, and for the search."""
    pages = sorted((site / "products").glob("*/*/index.html"), key=lambda page: page.stat().st_size)
    median, heaviest = pages[len(pages) // 2], pages[-1]
    loaded = lambda page: sum(  # noqa: E731
        (page.parent / name).stat().st_size
        for name in re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]*\.(?:js|css))"', page.read_text())
        if "search-index" not in name
    )
    index = (site / "assets/search-index.js").read_bytes()
    kilobytes = lambda size: f"{size / 1000:.1f} kB"  # noqa: E731
    return [
        ["product page, the median", kilobytes(median.stat().st_size), kilobytes(median.stat().st_size + loaded(median))],
        ["product page, the heaviest", kilobytes(heaviest.stat().st_size), kilobytes(heaviest.stat().st_size + loaded(heaviest))],
        ["search index", kilobytes(len(index)), kilobytes(len(gzip.compress(index))) + " gzip"],
    ]


def ours(mesh_cli, folder, manifest, count, runs):
    """The rows for one mesh, and the weights of its pages."""
    mesh = folder / f"mesh-{count}"
    mesh.mkdir()
    size = mesh_of.make(mesh, manifest, count)
    site = folder / "site"
    floor = check.best(["sh", "-c", f"find {mesh} -name data-product.yaml -print0 | xargs -0 -n 2000 cat >/dev/null"], runs)
    build = [mesh_cli, "catalog", "build", mesh, "--out", site]
    results = {"cat of the manifests": floor, "catalog build, a new site": fresh(build, site, runs)}
    results["catalog build, over the old one"] = check.best(build, runs)
    weighed = weights(site)
    shutil.rmtree(mesh)
    shutil.rmtree(site)
    shown = [
        [f"{count:,}", way, table.seconds(seconds), f"{seconds / count * 1000:.2f} ms", table.megabytes(peak)]
        for way, (seconds, peak) in results.items()
    ]
    return size, shown, weighed


def fresh(command, site, runs):
    """The fastest of some runs that find nothing there."""
    taken = []
    for _ in range(runs):
        shutil.rmtree(site, ignore_errors=True)
        taken.append(measure.run(*command, memory=True))
    return min(run.seconds for run in taken), max(run.peak for run in taken)


def peer(manifest, work, runs):
    """The catalog of datacontract-cli, of as many contracts as there is patience for."""
    tool = peers.TOOLS / "venv-contracts" / "bin" / "datacontract"
    if not tool.exists():
        print(f"bench: datacontract-cli is not installed below {peers.TOOLS}: it is left out", flush=True)
        return []
    schema = next((manifest.parent / "schemas").glob("*.avsc"))
    contracts = work / "contracts"
    contracts.mkdir()
    measure.run(tool, "import", "avro", "--source", schema, "--output", contracts / "0.yaml")
    text = (contracts / "0.yaml").read_text()
    for number in range(1, CONTRACTS):
        (contracts / f"{number}.yaml").write_text(re.sub(r"(?m)^id: .*$", f"id: contract-{number}", text, count=1))
    # It takes a relative pattern only.
    command = [tool, "catalog", "--files", "*.yaml", "--output", work / "theirs"]
    seconds, peak = check.best(command, runs, cwd=contracts)
    each = f"{seconds / CONTRACTS * 1000:.0f} ms"
    return [[f"{CONTRACTS:,}", "datacontract catalog", table.seconds(seconds), each, table.megabytes(peak)]]


def main(mesh_cli, manifest, products, where, work, runs=RUNS):
    shown, weighed, size = [], [], 0
    with check.TemporaryFleet(where) as folder:
        for count in sorted(products):
            size, rows, weighed_now = ours(mesh_cli, folder, manifest, count, runs)
            shown += rows
            weighed = weighed or weighed_now
    shown += peer(manifest, Path(work), 1)
    size //= max(products)
    table.show(
        f"catalog build: manifests of {size:,} bytes, in {where}, on {os.cpu_count()} cores; the best of {runs} runs",
        ["products", "", "time", "per product", "peak memory"],
        shown,
    )
    table.show(f"What a browser loads, of {min(products):,} products", ["", "alone", "with styles and scripts"], weighed)
