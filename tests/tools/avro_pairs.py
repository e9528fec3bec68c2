#!/usr/bin/env python3
"""Holds what we say of pairs of Avro schemas against what fastavro does with them.

    avro_pairs.py FILE

Each line of FILE is `{"pair", "reader", "writer", "said"}`: two schemas, and why the one cannot read what the other
writes; nothing said means that it can. fastavro really writes values of every branch and every symbol with the
writer's schema, and reads them with the reader's. Exit 1 where it differs, 77 where it is not installed.
"""

import io
import json
import sys
from pathlib import Path

try:
    import fastavro
except ImportError as missing:
    print(f"{missing.name} is not installed")
    sys.exit(77)

VALUES = 36  # a value for every branch of a union, every branch and symbol inside it

PRIMITIVES = {
    "null": lambda turn: None,
    "boolean": lambda turn: turn % 2 == 0,
    "int": lambda turn: turn - 3,
    "long": lambda turn: turn - 3,
    "float": lambda turn: turn / 2,
    "double": lambda turn: turn / 2,
    "string": lambda turn: f"text {turn}",
    "bytes": lambda turn: b"bytes %d" % turn,
}


def value(schema, turn):
    """A value of a schema; other turns take other branches and symbols."""
    if isinstance(schema, str):
        return PRIMITIVES[schema](turn)
    if isinstance(schema, list):
        return tagged(schema[turn % len(schema)], turn // len(schema))
    kind = schema["type"]
    if kind == "array":
        return [value(schema["items"], 2 * turn + step) for step in range(2)]
    if kind == "map":
        return {str(step): value(schema["values"], 2 * turn + step) for step in range(2)}
    if kind == "enum":
        return schema["symbols"][turn % len(schema["symbols"])]
    if kind == "fixed":
        return b"x" * schema["size"]
    return {field["name"]: value(field["type"], turn) for field in schema["fields"]}


def tagged(branch, turn):
    """A value that says which branch of its union it is, where fastavro could take another one."""
    if isinstance(branch, str):
        return None if branch == "null" else (branch, value(branch, turn))
    return (branch.get("name", branch["type"]), value(branch, turn))


def problem(reader, writer):
    """Why fastavro cannot read what it has written, or nothing."""
    written, read = fastavro.parse_schema(writer), fastavro.parse_schema(reader)
    for turn in range(VALUES):
        data = io.BytesIO()
        fastavro.schemaless_writer(data, written, value(writer, turn))
        data.seek(0)
        try:
            fastavro.schemaless_reader(data, written, read)
        except (fastavro.read.SchemaResolutionError, LookupError, ValueError, TypeError) as error:
            return f"{type(error).__name__}: {error}"
    return None


def main(path):
    different, count = [], 0
    for line in path.read_text().splitlines():
        case = json.loads(line)
        count += 1
        theirs = problem(case["reader"], case["writer"])
        if bool(case["said"]) != bool(theirs):
            schemas = f"reader {json.dumps(case['reader'])}\n  writer {json.dumps(case['writer'])}"
            different.append(f"pair {case['pair']}: we say {case['said']}, fastavro {theirs}\n  {schemas}")
    print("\n".join(different[:10] + [f"{len(different)} differ"] if different else [f"ok: {count} readings"]))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
