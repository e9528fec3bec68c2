"""Build a product of the port kind `parquet` for production, and read the file as a consumer does.

    python parquet.py PRODUCT

The sample data stands in for the inputs. What is checked: the file lies in the folder of the port, its columns are
those of the Avro schema, every published row is in it, and no masked value is. Exit code 0 when all of it holds, 1
when something does not, 2 wrong use, 77 dbt is not installed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MISSING_TOOL = 77


def run_dbt(project, *arguments):
    """One command of dbt in the project; it succeeds."""
    # A process of its own: dbt keeps the database open for as long as its process lives.
    places = ["--project-dir", str(project), "--profiles-dir", str(project)]
    done = subprocess.run([sys.executable, "-m", "dbt.cli.main", *arguments, *places], cwd=project, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"dbt {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def load_inputs(project):
    """What dbt seeded on target dev becomes the inputs of target prod: schema and name as the sources declare them."""
    import duckdb
    import yaml

    with duckdb.connect(str(project / "prod.duckdb")) as prod:
        prod.execute(f"attach '{project / 'dev.duckdb'}' as dev (read_only)")
        for file in project.glob("models/staging/*/_*__sources.yml"):
            for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
                schema = source["schema"].split("or '")[1].split("'")[0]
                prod.execute(f'create schema if not exists "{schema}"')
                for table in source["tables"]:
                    table = table["name"]
                    prod.execute(f'create table "{schema}"."{table}" as from dev."main_{source["name"]}"."{table}"')


def problems(product, project, folder):
    """What is wrong with the file that consumers read."""
    import duckdb

    files = sorted(folder.iterdir())
    if [file.suffix for file in files] != [".parquet"]:
        return [f"the folder of the port holds {[file.name for file in files]}"]
    schema = json.loads(next(product.glob("schemas/*.avsc")).read_text(encoding="utf-8"))
    fields = [field["name"] for field in schema["fields"]]
    masked = [field["name"] for field in schema["fields"] if field.get("pii")]
    consumer = duckdb.connect()
    file = consumer.read_parquet(str(files[0]))
    found = []
    if file.columns != fields:
        found.append(f"its columns are {file.columns}, the schema has {fields}")
    with duckdb.connect(str(project / "prod.duckdb"), read_only=True) as prod:
        inside = prod.sql(f"select * from main_internal.{next(product.glob('schemas/*.avsc')).stem}")
        rows = inside.fetchall()
        if not rows or len(rows) != len(file):
            found.append(f"it has {len(file)} rows, the product has {len(rows)}")
        for name in masked:
            raw = {row[inside.columns.index(name)] for row in rows} - {None}
            public = {value for (value,) in file.select(name).fetchall()} - {None}
            if not raw or not public or raw & public:
                found.append(f"`{name}` is not masked: {len(raw & public)} of {len(raw)} values are in clear")
    return found


def main():
    """The command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import dbt.cli.main  # noqa: F401
    except ImportError:
        print("skipped: dbt is not installed", file=sys.stderr)
        sys.exit(MISSING_TOOL)
    product = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        project, folder = Path(scratch) / "dbt", Path(scratch) / "drive"
        folder.mkdir()
        os.environ |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1", "PRODUCT_FOLDER": str(folder)}
        shutil.copytree(product / "dbt", project, ignore=shutil.ignore_patterns("target", "logs", "*.duckdb"))
        run_dbt(project, "seed", "--target", "dev", "--full-refresh")
        load_inputs(project)
        run_dbt(project, "build", "--target", "prod", "--exclude-resource-type", "seed", "--exclude-resource-type", "unit_test")
        found = problems(product, project, folder)
    for problem in found:
        print(f"FAIL {product.name}: {problem}")
    print(f"{'FAIL' if found else 'ok'} {product.name}: the Parquet file of the port")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
