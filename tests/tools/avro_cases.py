#!/usr/bin/env python3
"""Asks other Avro readers about the cases of `tests/cases/avro`.

    avro_cases.py FOLDER

fastavro writes values with the writer's schema and reads them with the reader's; `avro`, Apache's own
package, compares the two schemas. Both must say what `expected.txt` says, except where this file names
the case and why. Exit 1 where they differ, 77 where they are not installed.
"""

import io
import json
import random
import sys
import warnings
from pathlib import Path

try:
    import avro.compatibility
    import avro.schema
    import fastavro
    from fastavro.utils import generate_many
except ImportError as missing:
    print(f"{missing.name} is not installed")
    sys.exit(77)

VALUES = 60  # written per case

# We are stricter on purpose: the bytes can be read, and mean something else.
STRICTER = ("decimal_", "logical_type_", "union_prefers_the_type_itself")
# What one of the readers gets wrong.
KNOWN = {
    "field_named_like_its_alias": "avro takes the name, fastavro the alias; Apache's Java reader refuses both",
    "promotion_bytes_to_string": "the spec reads bytes as text; those of fastavro are at random, and not UTF-8",
    "record_renamed_with_alias": "avro does not give an alias the namespace of its record",
    "record_renamed_with_alias_elsewhere": "fastavro compares an alias without its namespace",
}


def fastavro_reads(reader, writer):
    writer, reader = fastavro.parse_schema(writer), fastavro.parse_schema(reader)
    try:
        for value in generate_many(writer, VALUES):
            data = io.BytesIO()
            fastavro.schemaless_writer(data, writer, value)
            data.seek(0)
            fastavro.schemaless_reader(data, writer, reader)
    except (fastavro.read.SchemaResolutionError, LookupError, ValueError):
        return False
    return True


def avro_reads(reader, writer):
    checker = avro.compatibility.ReaderWriterCompatibilityChecker()
    result = checker.get_compatibility(*(avro.schema.parse(json.dumps(schema)) for schema in (reader, writer)))
    return result.compatibility is avro.compatibility.SchemaCompatibilityType.compatible


def main(folder):
    warnings.simplefilter("ignore")  # of logical types that a reader does not know
    random.seed(1)  # of the values
    problems, stale = [], set(KNOWN)
    cases = sorted(path for path in (folder / "resolution").iterdir())
    for case in cases:
        schemas = [json.loads((case / f"{role}.avsc").read_text()) for role in ("reader", "writer")]
        ours = (case / "expected.txt").read_text() == "readable\n"
        theirs = {reads.__name__: reads(*schemas) for reads in (fastavro_reads, avro_reads)}
        if all(verdict == ours for verdict in theirs.values()):
            continue
        stale.discard(case.name)
        if case.name not in KNOWN and not (case.name.startswith(STRICTER) and not ours):
            problems.append(f"{case.name}: we say {ours}, they say {theirs}")
    problems += [f"{name}: no reader differs any more" for name in sorted(stale)]
    print("\n".join(problems) or f"ok: {len(cases)} cases")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
