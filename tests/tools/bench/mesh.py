"""`mesh check` over many products, against reading their manifests alone, which `mesh list` does."""

import os

import check
import measure
import mesh_of
import table

RUNS = 3


def rows(mesh_cli, folder, manifest, count, runs):
    """The rows for one mesh, and the bytes of its manifests."""
    mesh = folder / f"mesh-{count}"
    mesh.mkdir()
    size = mesh_of.make(mesh, manifest, count)
    cat = f"find {mesh} -name data-product.yaml -print0 | xargs -0 -n 2000 cat >/dev/null"
    check_it = [mesh_cli, "mesh", "check", mesh, "--format", "json"]
    results = {
        "cat of the manifests": check.best(["sh", "-c", cat], runs),
        "mesh list, which reads them": check.best([mesh_cli, "mesh", "list", mesh], runs),
        "mesh check": check.best(check_it, runs),
        "impact of the first": check.best([mesh_cli, "impact", "domain_000.product_00000", "--mesh", mesh], runs),
        "mesh graph, as SVG": check.best([mesh_cli, "mesh", "graph", mesh, "--format", "svg"], runs),
    }
    measure.run("rm", "-rf", mesh)
    mesh.mkdir()
    mesh_of.make(mesh, manifest, count, sound=False)
    results["mesh check, ten faults in each product"] = check.best(check_it, runs, codes=(1,))
    measure.run("rm", "-rf", mesh)
    read = results["mesh list, which reads them"][0]
    shown = [
        [f"{count:,}", way, table.seconds(seconds), f"{seconds / read:.2f}", table.megabytes(peak)]
        for way, (seconds, peak) in results.items()
    ]
    return size, shown


def main(mesh_cli, manifest, products, where, runs=RUNS):
    shown, size = [], 0
    with check.TemporaryFleet(where) as folder:
        for count in sorted(products):
            size, more = rows(mesh_cli, folder, manifest, count, runs)
            shown += more
    table.show(
        f"a mesh: manifests of {size // max(products):,} bytes, in {where}, on {os.cpu_count()} cores; the best of {runs} runs",
        ["products", "", "time", "× reading", "peak memory"],
        shown,
    )
