#!/usr/bin/env python3
"""Asks OPA itself about the policies of a folder.

    policies_opa.py FOLDER CASES.json

Every `test_` rule holds, every example of the metadata does what it says, and OPA finds in each case what
CASES.json says that the built-in engine found there. Exit 1 where they differ, 77 where OPA is not installed.
"""

import json
import os
import re
import sys
from pathlib import Path

TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or Path(__file__).resolve().parents[2] / "target" / "tools")
sys.path.insert(0, str(TOOLS / "opa"))

try:
    import yaml
    from opa_bindings import OpaEngine
except (ImportError, OSError) as missing:
    print(f"OPA is not installed: {missing}")
    sys.exit(77)

SEVERITY = {"deny": "error", "warn": "warning"}
DOCUMENT = "manifest"  # an example with this key is a whole input document


def plain(value):
    """What YAML calls a date is a text for policies."""
    return json.loads(json.dumps(value, default=str))


def metadata(text):
    block = re.match(r"# METADATA\n((?:#.*\n)+)", text)[1]
    return yaml.safe_load(re.sub(r"^# ?", "", block, flags=re.M))["custom"]


def judge(engine, document):
    """What every policy says, by the name of its package: what OPA finds, as severity and message."""
    said = engine.eval_document("policies", document)
    return {
        stem: [(SEVERITY[rule], found["msg"]) for rule in SEVERITY for found in package.get(rule, [])]
        for stem, package in said.items()
    }


def tests(engine, folder):
    held = engine.eval_document("policies", {})
    for path in sorted(folder.rglob("*_test.rego")):
        for name in re.findall(r"^(test_\w+)", path.read_text(), re.M):
            value = held[path.stem].get(name)
            yield f"{path.name}: {name}", value is True, value


def examples(engine, policies):
    for stem, custom in policies.items():
        for kind, text in custom["examples"].items():
            example = plain(yaml.safe_load(text))
            found = judge(engine, example if DOCUMENT in example else {"manifest": example})[stem]
            yield f"{custom['id']}: example {kind}", bool(found) == (kind == "fail"), found


def cases(engine, policies, path):
    for case in json.loads(Path(path).read_text()):
        ours = sorted(tuple(one) for one in case["said"])
        found = judge(engine, case["input"])
        theirs = sorted((custom["id"], *one) for stem, custom in policies.items() for one in found[stem])
        only = {"only OPA": set(theirs) - set(ours), "only we": set(ours) - set(theirs)}
        yield f"case {case['name']}", not any(only.values()) and len(ours) == len(theirs), only


def main(folder, path):
    folder = Path(folder)
    policies = {}
    with OpaEngine() as tested, OpaEngine() as engine:
        for file in sorted(folder.rglob("*.rego")):
            name, text = str(file.relative_to(folder)), file.read_text()
            tested.add_policy(name, text)
            if not file.stem.endswith("_test"):
                engine.add_policy(name, text)
                if file.parent.name != "lib":
                    policies[file.stem] = metadata(text)
        checked = wrong = 0
        for what in (tests(tested, folder), examples(engine, policies), cases(engine, policies, path)):
            for name, right, seen in what:
                checked += 1
                if not right:
                    wrong += 1
                    print(f"{name}: {seen}")
    print(f"OPA agrees in {checked - wrong} of {checked}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
