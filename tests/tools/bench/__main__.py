#!/usr/bin/env python3
"""Measures mesh-cli on this machine, against the floor that the machine sets and against its peers.

    python3 tests/tools/bench [create] [update] [check] [govern] [mesh] [catalog] [options]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import catalog
import check
import create
import govern
import mesh
import peers
import update

PARTS = ["create", "update", "check", "govern", "mesh", "catalog"]


def main():
    arguments = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them if none is named")
    arguments.add_argument("--mesh-cli", type=Path, default=peers.ROOT / "target/release/mesh-cli")
    arguments.add_argument(
        "--manifest", type=Path, default=peers.ROOT / "examples/orders.order_events/data-product.yaml"
    )
    arguments.add_argument("--runs", type=int, help="how often each is run")
    arguments.add_argument("--files", type=int, default=update.FILES, help="of the product that is updated")
    arguments.add_argument("--edited", type=int, default=update.EDITED, help="of them edited by the user")
    arguments.add_argument(
        "--products", type=lambda text: [int(number) for number in text.split(",")], default=check.PRODUCTS,
        help="how many are checked, as 1000,10000",
    )
    arguments.add_argument("--fleet", type=Path, default=check.FLEET, help="the folder to make them in")
    given = arguments.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        arguments.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    mesh_cli, manifest = given.mesh_cli.absolute(), given.manifest.absolute()
    os.environ.update(NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1")
    for part in given.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="mesh-bench-") as work:
            os.environ["MESH_CLI_CACHE"] = str(Path(work) / "cache")
            runs = {"runs": given.runs} if given.runs else {}
            match part:
                case "create":
                    create.main(mesh_cli, manifest, Path(work), **runs)
                case "update":
                    update.main(mesh_cli, manifest, Path(work), given.files, given.edited, **runs)
                case "check":
                    check.main(mesh_cli, manifest, given.products, given.fleet, **runs)
                case "mesh":
                    mesh.main(mesh_cli, manifest, given.products, given.fleet, **runs)
                case "govern":
                    govern.main(mesh_cli, manifest, given.products, given.fleet, work, **runs)
                case "catalog":
                    catalog.main(mesh_cli, manifest, given.products, given.fleet, work, **runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
