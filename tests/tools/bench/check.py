"""`generate --check` over many products, against a plain reading of the same bytes, with the most memory that it held.

The products are made once, in a folder in memory where it fits; the first of them are the smaller rows. Each row is
measured clean, and with the manifest of one product changed. Every byte is read before, so that all find it in memory.
"""

import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import measure
import table

PRODUCTS = [1000, 10000]
FLEET = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(os.environ.get("TMPDIR", "/tmp"))
RUNS = 3
OVERHEAD = 1500  # bytes that a file takes beside its contents: inode, name, the end of its last page
LEFT_FREE = 3 << 30  # bytes


def name(number):
    return f"order_events_{number:05}"


def make(mesh_cli, manifest, folder, number):
    measure.run(
        mesh_cli, "create-product", "--from", manifest, "--name", name(number), "--out", folder / name(number), "--yes"
    )


def room(folder):
    """How many bytes can be written to a folder: what its file system has left, and memory where it lies in memory."""
    free = shutil.disk_usage(folder).free
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()] if Path("/proc/mounts").exists() else []
    in_memory = any(kind == "tmpfs" and Path(mount) == folder for _, mount, kind, *_ in mounts)
    if in_memory:
        available = re.search(r"MemAvailable:\s*(\d+) kB", Path("/proc/meminfo").read_text())
        free = min(free, int(available[1]) * 1024)
    return free - LEFT_FREE


def size(product):
    """What a product takes on disk, and how many files and bytes it has."""
    files = [path.stat() for path in product.rglob("*") if path.is_file()]
    return sum(file.st_blocks * 512 + OVERHEAD for file in files), len(files), sum(file.st_size for file in files)


def fleet(mesh_cli, manifest, folder, most):
    """Makes the products; fewer, and says so, where they do not fit. Returns how many, and the size of one."""
    make(mesh_cli, manifest, folder, 0)
    each, files, total = size(folder / name(0))
    if (fit := room(folder.parent) // each) < most:
        print(f"bench: {most} products of {each // 1024} kB do not fit into {folder.parent}: {fit} are made", flush=True)
        most = max(fit, 1)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda number: make(mesh_cli, manifest, folder, number), range(1, most)))
    return most, files, total


def readers(folder):
    """A plain reading of every file, in one process and in as many as there are cores."""
    find = f"find {folder} -type f -print0"
    cores = os.cpu_count()
    return {
        "cat": ["sh", "-c", f"{find} | xargs -0 -n 2000 cat >/dev/null"],
        f"cat, {cores} at once": ["sh", "-c", f"{find} | xargs -0 -n 2000 -P {cores} cat >/dev/null"],
    }


def best(command, runs, **expected):
    """The fastest of some runs, and the highest memory of all of them."""
    taken = [measure.run(*command, memory=True, **expected) for _ in range(runs)]
    return min(run.seconds for run in taken), max(run.peak for run in taken)


def change(manifest):
    """What a team does: its service level changes, and the files that say it are out of step. Returns the undoing."""
    before = manifest.read_text()
    after = before.replace("target: 99", "target: 98", 1)
    if after == before:
        sys.exit(f"bench: {manifest} has nothing to change")
    manifest.write_text(after)
    return lambda: manifest.write_text(before)


def rows(mesh_cli, folder, count, runs):
    """The rows for one fleet."""
    results = {}
    for reader, command in readers(folder).items():
        results[reader] = best(command, runs)
    check = [mesh_cli, "generate", "--check", "--all", folder]
    results["mesh-cli, clean"] = best(check, runs)
    undo = change(folder / name(count // 2) / "data-product.yaml")
    results["mesh-cli, one manifest changed"] = best(check, runs, codes=(1,))
    undo()
    floor = results["cat"][0]
    for way, (seconds, peak) in results.items():
        memory = table.megabytes(peak) if way.startswith("mesh-cli") else "–"
        yield [f"{count:,}", way, table.seconds(seconds), f"{seconds / floor:.1f}", memory]


def main(mesh_cli, manifest, products, where, runs=RUNS):
    with TemporaryFleet(where) as folder:
        made, files, total = fleet(mesh_cli, manifest, folder / "all", max(products))
        shown = []
        for count in sorted({min(count, made) for count in products}):
            part = folder / "part"
            part.mkdir()
            for number in range(count):
                (folder / "all" / name(number)).rename(part / name(number))
            shown += rows(mesh_cli, part, count, runs)
            for number in range(count):
                (part / name(number)).rename(folder / "all" / name(number))
            part.rmdir()
    table.show(
        f"generate --check: products of {files} files and {total:,} bytes each, in {where}; the best of {runs} runs",
        ["products", "", "time", "× cat", "peak memory"],
        shown,
    )


class TemporaryFleet:
    """A folder for many files, that is gone afterwards; `rm` removes them faster than Python does."""

    def __init__(self, where):
        self.folder = where / f"mesh-bench-{os.getpid()}"

    def __enter__(self):
        (self.folder / "all").mkdir(parents=True)
        return self.folder

    def __exit__(self, *_):
        measure.run("rm", "-rf", self.folder)
