#!/usr/bin/env python3
"""Says in three lines what the last `make build` of a product did: summary.py PRODUCT"""

import json
import sys
from pathlib import Path

product = Path(sys.argv[1])
results = json.loads((product / "dbt" / "target" / "run_results.json").read_text())["results"]


def passed(kind):
    return sum(r["unique_id"].startswith(f"{kind}.") and r["status"] in ("success", "pass") for r in results)


print(f"\n{product.name}: {passed('model')} models built, {passed('test')} data tests and {passed('unit_test')} unit tests passed")
print(f"Look next at {product}/README.md, or run `make -C {product} show`.")
