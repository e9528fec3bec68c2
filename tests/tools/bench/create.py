"""`create-product` against `cp -r` of its result, and against other generators.

The peers render as many files with as many bytes; each result is compared with the product byte for byte. All run in
turn, in one process each.
"""

import shutil

import measure
import peers
import table

RUNS = 20


def everything(folder):
    """The product with its records: what create-product writes, and the peers must write as well."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def ways(mesh_cli, manifest, product, work):
    """How each program makes the product: a function of the folder to make it in."""
    names = everything(product)
    peers.copier(product, work / "copier", names)
    peers.cookiecutter(product, work / "cookiecutter", names)
    peers.template(product, work / "kickstart" / "product", "name", names)
    (work / "kickstart" / "template.toml").write_text(
        f'name = "bench"\nkickstart_version = 1\n[[variables]]\nname = "name"\ndefault = "{peers.NAME}"\nprompt = "Name?"\n'
    )
    found = {
        "cp -r": lambda out: measure.run("cp", "-r", product, out),
        "mesh-cli": lambda out: measure.run(mesh_cli, "create-product", "--from", manifest, "--out", out, "--yes"),
    }
    if kickstart := peers.kickstart():
        found["kickstart"] = lambda out: measure.run(
            kickstart, "--no-input", "--output-dir", out.parent, work / "kickstart"
        )
    else:
        print("bench: kickstart is not installed, and not measured")
    found["cookiecutter"] = lambda out: measure.run(
        peers.program("cookiecutter"), "--no-input", "--output-dir", out.parent, work / "cookiecutter",
        f"folder={out.name}",
    )
    found["copier"] = lambda out: measure.run(
        peers.program("copier"), "copy", "--quiet", "--defaults", work / "copier", out
    )
    return found


def main(mesh_cli, manifest, work, runs=RUNS):
    product, out = work / "product", work / "out" / "product"
    out.parent.mkdir()
    measure.run(mesh_cli, "create-product", "--from", manifest, "--out", product, "--yes")
    names = everything(product)
    contents = {name: (product / name).read_bytes() for name in names}
    times = {}
    candidates = ways(mesh_cli, manifest, product, work)
    for number in range(runs + 1):
        for name, way in candidates.items():
            taken = way(out).seconds
            if number == 0 and {path: (out / path).read_bytes() for path in everything(out)} != contents:
                raise SystemExit(f"bench: {name} wrote something else")
            if number:  # the first run warms the caches
                times.setdefault(name, []).append(taken)
            shutil.rmtree(out)
    floor = min(times["cp -r"])
    total = sum(map(len, contents.values()))
    table.show(
        f"create-product: {len(names)} files, {total:,} bytes, {runs} runs of each in turn",
        ["", "best", "median", "× cp -r"],
        [
            [name, table.seconds(min(taken)), table.seconds(table.middle(taken)), f"{min(taken) / floor:.1f}"]
            for name, taken in times.items()
        ],
    )
