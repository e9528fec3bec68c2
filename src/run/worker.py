"""Builds data products, each in a process of its own.

One JSON object per line: jobs come in on stdin, answers go out on stdout. dbt is imported once, and each job is a fork of
this process, so that a product costs no start of Python. When stdin ends, so does everything that was begun here.
"""

import json
import os
import selectors
import signal
import sys
import traceback
from pathlib import Path

# Rows that are kept for people to look at.
SAMPLE_ROWS = 10
# What dbt says of a test → what a report says of it.
STATUS = {"pass": "passed", "warn": "warned", "fail": "failed", "error": "failed", "skipped": "skipped"}
QUIET = ["--no-use-colors", "--no-send-anonymous-usage-stats", "--no-version-check"]


class Failure(Exception):
    """The product cannot be built, for a reason that its team understands."""


def main():
    try:
        import dbt.cli.main  # noqa: F401
        import dbt.adapters.duckdb  # noqa: F401
        import dbt.version
        import duckdb
    except ImportError as error:
        say({"missing": str(error)})
        os._exit(1)
    import gc

    gc.collect()
    gc.freeze()
    say({"ready": {"dbt": dbt.version.__version__, "duckdb": duckdb.__version__, "python": sys.version.split()[0]}})
    serve()
    # Libraries have nothing to put away that would be worth the time, or the warnings.
    os._exit(0)


def say(answer, stream=sys.stdout):
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def serve():
    """Forks a child for each job, and passes on what it answers."""
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    unread = b""
    children = {}
    while True:
        for key, _ in selector.select():
            text = os.read(key.fd, 1 << 16)
            if key.fd in children:
                children[key.fd]["answer"] += text
                if not text:
                    selector.unregister(key.fd)
                    os.close(key.fd)
                    finished(children.pop(key.fd))
            elif text:
                *lines, unread = (unread + text).split(b"\n")
                for line in lines:
                    child = start(json.loads(line))
                    children[child["pipe"]] = child
                    selector.register(child["pipe"], selectors.EVENT_READ)
            else:
                for child in children.values():
                    os.kill(child["pid"], signal.SIGKILL)
                return


def start(job):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        code = 1
        try:
            code = child(job, writing)
        finally:
            os._exit(code)
    os.close(writing)
    return {"pid": pid, "pipe": reading, "product": job["product"], "answer": b""}


def finished(child):
    _, status = os.waitpid(child["pid"], 0)
    # Half of an answer is none.
    if child["answer"].endswith(b"\n"):
        sys.stdout.buffer.write(child["answer"])
        sys.stdout.buffer.flush()
        return
    how = f"signal {status & 0x7f}" if status & 0x7F else f"code {status >> 8}"
    say({"product": child["product"], "failure": f"its process ended with {how} and did not say why"})


def child(job, writing):
    """The whole of one product: what dbt prints goes to the log, the answer to the pipe."""
    out = Path(job["out"])
    log = os.open(out / "build.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, place in ((0, nothing), (1, log), (2, log)):
        os.dup2(place, stream)
    answer = {"product": job["product"], "models": 0, "checks": [], "failure": None}
    try:
        build(job, out, answer)
    except Failure as failure:
        answer["failure"] = str(failure)
    except Exception as error:
        traceback.print_exc()
        answer["failure"] = f"{type(error).__name__}: {error}"
    sys.stdout.flush()
    sys.stderr.flush()
    with os.fdopen(writing, "w") as stream:
        say(answer, stream)
    return 0


def build(job, out, answer):
    from dbt.cli.main import dbtRunner

    database = out / "build.duckdb"
    for old in (database, Path(f"{database}.wal")):
        old.unlink(missing_ok=True)
    os.environ.update(
        DBT_DUCKDB_PATH=str(database),
        DBT_SCHEMA="main",
        DBT_TARGET="dev",
        DBT_TARGET_PATH=str(out / "target"),
        DBT_LOG_PATH=str(out / "logs"),
        DO_NOT_TRACK="1",
    )
    os.chdir(job["project"])
    places = ["--project-dir", ".", "--profiles-dir", ".", "--target", "dev"]

    def run(manifest, command, *more):
        print(f"$ dbt {' '.join([command, *more])}", flush=True)
        outcome = dbtRunner(manifest=manifest).invoke([*QUIET, command, *places, *more])
        if outcome.exception is not None:
            raise Failure(first_lines(outcome.exception))
        return outcome.result

    manifest = run(None, "parse")
    load(job["sources"], manifest, database)
    seeds = [source["seed"] for source in job["sources"]]
    results = run(manifest, "build", *(["--exclude", *seeds] if seeds else []))
    failures = [failure for result in results.results if (failure := note(result, answer))]
    if failures:
        more = f" (and {len(failures) - 3} more)" if len(failures) > 3 else ""
        raise Failure("; ".join(failures[:3]) + more)
    export(job, manifest, database, out)
    for left in (database, Path(f"{database}.wal")):
        left.unlink(missing_ok=True)


def note(result, answer):
    """Writes down how one node of the project ended; says so again where it failed."""
    node, status = result.node, str(result.status)
    kind = str(node.resource_type)
    failed = status in ("error", "fail", "runtime error", "partial success")
    message = first_lines(result.message) if result.message and status not in ("pass", "success") else None
    if kind in ("test", "unit_test"):
        count = f"{result.failures} rows" if result.failures else None
        said = message or count
        about = about_of(node, kind)
        answer["checks"].append({"name": node.name, "kind": about, "status": STATUS.get(status, "failed"), "message": said})
    elif kind == "model" and status == "success":
        answer["models"] += 1
    return f"{kind.replace('_', ' ')} {node.name}: {message or status}" if failed else None


def about_of(node, kind):
    tags = set(node.tags)
    if kind == "unit_test":
        return "unit"
    return next((about for about in ("slo", "quality") if about in tags), "contract")


def load(sources, manifest, database):
    """Puts what the upstream products built where the project reads them."""
    if not sources:
        return
    connection = connect(database)
    for source in sources:
        relation = one(
            manifest.sources.values(),
            lambda node: node.source_name == source["source"] and node.name == source["table"],
            f"source {source['source']}.{source['table']}",
        )
        described = connection.execute("describe select * from read_parquet(?)", [source["parquet"]]).fetchall()
        there = {column.lower() for column, *_ in described}
        missing = [column for column in source["columns"] if column.lower() not in there]
        if missing:
            raise Failure(
                f"{source['product']} v{source['version']} has no column {', '.join(missing)}, "
                f"which the input port `{source['port']}` reads"
            )
        schema, table = quoted(relation.schema), quoted(relation.identifier)
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create table {schema}.{table} as select * from read_parquet(?)", [source["parquet"]])
    connection.close()


def export(job, manifest, database, out):
    """What consumers read of each served version, and its first rows. Nobody sees half of it."""
    connection = connect(database)
    sample = {"versions": {}}
    for major in job["versions"]:
        node = one(
            (node for node in manifest.nodes.values() if str(node.resource_type) == "model"),
            lambda node: node.name == job["model"] and str(node.version) == str(major),
            f"model {job['model']}.v{major}",
        )
        relation = f"{quoted(node.schema)}.{quoted(node.alias)}"
        place = out / f"v{major}.parquet"
        copy = place.with_suffix(".new")
        connection.execute(f"copy (select * from {relation}) to {text(copy)} (format parquet)")
        copy.rename(place)
        described = connection.execute(f"describe {relation}").fetchall()
        rows = connection.execute(
            f"select to_json(row) from (select * from {relation} limit {SAMPLE_ROWS}) as row"
        ).fetchall()
        sample["versions"][str(major)] = {
            "columns": [{"name": name, "type": kind} for name, kind, *_ in described],
            # JSON has no word for what a division by zero gives.
            "rows": [list(json.loads(row, parse_constant=str).values()) for (row,) in rows],
        }
    connection.close()
    copy = out / "sample.new"
    copy.write_text(json.dumps(sample, ensure_ascii=False), encoding="utf-8")
    copy.rename(out / "sample.json")


def one(nodes, is_meant, what):
    node = next(filter(is_meant, nodes), None)
    if node is None:
        raise Failure(f"its dbt project has no {what}: bring it in step with its manifest by `mesh-cli generate`")
    return node


def connect(database):
    import duckdb

    connection = duckdb.connect(str(database))
    # One thread keeps the rows in their order.
    connection.execute("set threads = 1; set TimeZone = 'UTC'")
    return connection


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def text(value):
    return "'" + str(value).replace("'", "''") + "'"


def first_lines(message):
    lines = [line.strip() for line in str(message).splitlines() if line.strip()]
    return " ".join(lines[:4])


main()
