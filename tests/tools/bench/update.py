"""`update` of one product to the next version of its pack, against `copier update` and `cruft update` of the same.

All begin with the same files, of which a user edited some; the templates are local git repositories with two versions.
Each result is compared with what it must be, byte for byte: the new version with the user's edits in it.
"""

import shutil

import measure
import peers
import table
from repository import ENVIRONMENT, Repository

FILES = 300  # of the product, without the records of each program
EDITED = 100  # of them, by the user
RUNS = 5
LINES = 60  # of a file that the pack adds
PACK = """name: acme
version: {version}.0.0
extends: standard
description: A pack with many files
files:
  - template: notes/*
    owner: merged
"""


def note(number):
    return f"notes/note_{number:04}.md"


def template(number, version):
    """A file of the pack. Every second one says something else in the second version, at two places."""
    lines = [f"{line}. What note {number} says about <{{ product.snake }}> in line {line}." for line in range(1, LINES + 1)]
    if version == 2 and number % 2 == 0:
        lines[LINES * 3 // 4] += " It was made clearer."
        lines.append("And this was added.")
    return "\n".join(["# <{ product.title | md }>", "", *lines, ""])


def edit(text):
    """What a user does to a file: a line is changed, and one is added."""
    lines = text.split("\n")
    lines[LINES // 4] += " We see it differently."
    lines.insert(LINES // 3, "And this is ours.")
    return "\n".join(lines)


class Notes:
    """The files that the pack adds, so that the product has as many as it should; some are edited."""

    def __init__(self, count, edited):
        if edited > count:
            raise SystemExit(f"bench: {edited} files cannot be edited: the pack adds {count}")
        self.count = count
        self.edited = [number * count // edited for number in range(edited)]

    def pack(self, folder, version):
        (folder / "pack.yaml").write_text(PACK.format(version=version))
        (folder / "product" / "notes").mkdir(parents=True, exist_ok=True)
        for number in range(self.count):
            (folder / "product" / f"{note(number)}.tera").write_text(template(number, version))

    def edit(self, product):
        for number in self.edited:
            path = product / note(number)
            path.write_text(edit(path.read_text()))


def candidates(mesh_cli, manifest, notes, work):
    """Name → (the product as it is before, the command that updates it, whether its caches are emptied before)."""
    pack = Repository(work / "acme")
    products = {}
    for version in (1, 2):
        notes.pack(pack.folder, version)
        pack.commit(f"{version}.0.0")
        products[version] = work / f"product-{version}"
        measure.run(
            mesh_cli, "create-product", "--from", manifest, "--pack", pack.source(f"{version}.0.0"),
            "--out", products[version], "--yes",
        )
    copier, cruft = Repository(work / "copier"), Repository(work / "cruft")
    for version, product in products.items():
        peers.copier(product, copier.folder)
        answers = copier.folder / "template" / "{{ _copier_conf.answers_file }}"
        answers.write_text("{{ _copier_answers | to_nice_yaml }}")
        peers.cookiecutter(product, cruft.folder)
        for repository in (copier, cruft):
            repository.commit(f"{version}.0.0")
    before = work / "before"
    before.mkdir()
    shutil.copytree(products[1], before / "mesh-cli")
    measure.run(
        peers.program("copier"), "copy", "--quiet", "--defaults", "--vcs-ref", "1.0.0", copier.folder, before / "copier"
    )
    measure.run(
        peers.program("cruft"), "create", "--no-input", "--checkout", "1.0.0", "--output-dir", before / "cruft",
        cruft.folder,
    )
    to = pack.source("2.0.0")
    ways = {
        "mesh-cli": (before / "mesh-cli", [mesh_cli, "update", "--to", to], False),
        "mesh-cli, pack not in the cache": (before / "mesh-cli", [mesh_cli, "update", "--to", to], True),
        "copier": (before / "copier", [peers.program("copier"), "update", "--quiet", "--defaults"], False),
        "cruft": (before / "cruft" / "out", [peers.program("cruft"), "update", "-y", "--checkout", "2.0.0"], False),
    }
    for product in {way[0] for way in ways.values()}:
        repository = Repository(product)
        repository.commit("created")
        notes.edit(product)
        repository.commit("edited")
    expected = products[2]
    notes.edit(expected)
    return ways, expected


def main(mesh_cli, manifest, work, files, edited, runs=RUNS):
    probe = work / "probe"
    measure.run(mesh_cli, "create-product", "--from", manifest, "--out", probe, "--yes")
    notes = Notes(files - len(peers.files(probe)), edited)
    ways, expected = candidates(mesh_cli, manifest, notes, work)
    times = {name: [] for name in ways}
    out, cache = work / "out", work / "cache"
    for number in range(runs + 1):
        for name, (before, command, forget) in ways.items():
            if forget:
                shutil.rmtree(cache, ignore_errors=True)
            shutil.copytree(before, out, symlinks=True)
            Repository(out).refresh()
            taken = measure.run(*command, cwd=out, environment=ENVIRONMENT).seconds
            if number == 0:
                if wrong := peers.differences(expected, out):
                    raise SystemExit(f"bench: {name} left something else: {', '.join(wrong[:5])} ({len(wrong)} files)")
            else:  # the first run warms the caches
                times[name].append(taken)
            shutil.rmtree(out)
    own = min(times["mesh-cli"])
    table.show(
        f"update: {len(peers.files(expected))} files, {edited} of them edited, {runs} runs of each in turn",
        ["", "best", "median", "× mesh-cli"],
        [
            [name, table.seconds(min(taken)), table.seconds(table.middle(taken)), f"{min(taken) / own:.1f}"]
            for name, taken in times.items()
        ],
    )
