#!/usr/bin/env python3
"""Reads products full of hostile texts with readers that share no code with mesh-cli.

    hostile_text.py FOLDER    each folder in it: a product, and beside it <product>.json, the manifest that was given

PyYAML and ruamel read all YAML, jinja2 and dbt what dbt renders, fastavro the schema, terraform the HCL, and each
gives back the texts that were given. One line per check, `ok|FAIL|skip product: check detail`, and a closing
count; exit 1 if any failed, 77 if nothing is installed.
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from unicodedata import normalize

from check_product import Failed, Missing, NotThere, Product, dbt, expect_none, expect_success, module, output, strict_yaml, tool, use_tools_python

MISSING_TOOL = 77
PARSED_BY_DBT = 6  # each takes seconds
CHECKS = {}


def check(function):
    """Registers a check: a function of a product and its manifest that returns a detail, or raises."""
    CHECKS[function.__name__] = function
    return function


def snake(name):
    return name.replace("-", "_")


def same(problems, place, given, read):
    if given != read:
        problems.append(f"{place}: given {given!r:.200}, read {read!r:.200}")


def described(fields):
    """Column → description, of the fields that have one."""
    return {field["name"]: field["description"] for field in fields if field.get("description")}


@check
def yaml(product, manifest):
    """Both readers of YAML read the same from every file, and the manifest that was given."""
    load = strict_yaml()
    ruamel = module("ruamel.yaml").YAML(typ="safe", pure=True)
    problems = []
    files = product.files("**/*.yml", "**/*.yaml", ".*/**/*.yml", ".*/**/*.yaml", ".*.yaml")
    for file in files:
        try:
            tree = load(file)
            if file.name == "data-product.yaml":
                same(problems, "data-product.yaml", manifest, tree[0])
            if "dbt" in file.parts:
                same(problems, product.short(file), tree, list(ruamel.load_all(file.read_text(encoding="utf-8"))))
        except Exception as error:  # the parsers raise many kinds
            problems.append(f"{product.short(file)}: {' '.join(str(error).split())}")
    expect_none(problems)
    return f"{len(files)} files"


@check
def jinja(product, manifest):
    """What jinja2 renders from the descriptions of the dbt project are the descriptions that were given."""
    environment = module("jinja2").Environment()
    marks = ("{{", "{%", "{#", "}}", "%}", "#}")  # without one of them, dbt leaves a text alone
    render = lambda text: environment.from_string(text).render() if any(mark in text for mark in marks) else text  # noqa: E731
    load = strict_yaml()
    spec, name = manifest["spec"], snake(manifest["metadata"]["name"])
    problems = []
    models = {model["name"]: model for file in product.files("dbt/models/**/*.yml") for model in load(file)[0].get("models", [])}
    same(problems, name, spec["description"], render(models[name]["description"]))
    for model in (name, f"{name}_output", f"int_{name}__assembled"):
        columns = {column["name"]: column["description"] for column in models[model]["columns"]}
        for field, text in described(spec["schema"]["fields"]).items():
            same(problems, f"{model}.{field}", text, render(columns[field]))
    expect_none(problems)
    return "descriptions"


@check
def avro(product, manifest):
    """fastavro parses the schema of each live version, and its documentation is what was given."""
    fastavro, problems, count = module("fastavro"), [], 0
    contract = manifest["spec"]["schema"]
    versions = {version["version"].split(".")[0]: version["fields"] for version in [contract, *contract.get("previous", [])]}
    files = {file.stem.rsplit("_v", 1)[1]: file for file in product.files("schemas/*.avsc")}
    same(problems, "versions", sorted(versions), sorted(files))
    for major, file in files.items():
        schema = json.loads(file.read_text(encoding="utf-8"))
        fastavro.parse_schema(schema)
        docs = {field["name"]: field["doc"] for field in schema["fields"]}
        same(problems, f"record of version {major}", manifest["spec"]["description"].strip(), schema["doc"])
        for field, text in described(versions[major]).items():
            same(problems, f"{field} of version {major}", text.strip(), docs[field])
        count += len(docs)
    expect_none(problems)
    return f"{count} fields"


@check
def sample(product, _):
    """The csv module reads the sample data, and every row has a value for each column."""
    rows = 0
    for file in product.files("dbt/seeds/*.csv"):
        table = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""), strict=True))
        expect_none([f"{product.short(file)}: {row!r:.200}" for row in table if len(row) != len(table[0])])
        rows += len(table) - 1
    return f"{rows} rows"


@check
def make(product, _):
    """make reads the Makefile."""
    expect_success(*output(tool("make"), "-n", "help", "clean", cwd=product.path))
    return ""


@check
def hcl(product, manifest):
    """terraform finds the HCL formatted, and evaluates the texts that were given."""
    product.files("terraform/*.tf")
    program = tool("terraform")
    expect_success(*output(program, "fmt", "-check", "-diff", "-recursive", product.path / "terraform"))
    # The arguments of the module that are literals, in a folder of their own: no provider, no state.
    lines = (product.path / "terraform/main.tf").read_text(encoding="utf-8").split("\n")
    literals = [line.split("=", 1)[1].strip().rstrip(",") for line in lines if line.split("=")[0].strip() in ("description", "owner_team", "team")]
    literals += [line.split("comment = ", 1)[1].rsplit(", pii = ", 1)[0] for line in lines if ", comment = " in line]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(f"output \"texts\" {{\n  value = [{', '.join(literals)}]\n}}\n", encoding="utf-8")
        quiet = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_CLI_CONFIG_FILE": "/dev/null"}
        expect_success(*output(program, "init", "-input=false", cwd=folder, env=quiet))
        expect_success(*output(program, "apply", "-auto-approve", "-input=false", cwd=folder, env=quiet))
        read = json.loads(subprocess.run([program, "output", "-json"], cwd=folder, capture_output=True, check=True).stdout)
    texts = read["texts"]["value"]
    # Terraform keeps text in Unicode's composed form.
    composed = {normalize("NFC", text) for text in texts}
    given = [manifest["spec"]["description"], manifest["metadata"]["owner"]["team"]]
    given += [text for text in described(manifest["spec"]["schema"]["fields"]).values() if len(texts) > 2]
    problems = [f"{text!r:.200} was given, and not read" for text in given if normalize("NFC", text) not in composed]
    expect_none(problems)
    return f"{len(texts)} texts"


def argument_values(arguments):
    """The arguments of a test as its macro gets them: dbt renders them when it compiles the test."""
    jinja = module("dbt.clients.jinja")
    def render(value):
        if isinstance(value, list):
            return [render(item) for item in value]
        if not isinstance(value, str):
            return value
        called = re.match(r"^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$", value)
        return "called by dbt" if called else jinja.get_rendered(value, {"ref": str, "get_where_subquery": str, "model": ""}, native=True)
    return [render(value) for name, value in arguments.items() if name not in ("model", "column_name", "to", "raw")]


def without_end(text):
    """SQL may lose the line break at its end; a list of values loses nothing."""
    return text.rstrip("\n") if isinstance(text, str) else text


@check
def dbt_parse(product, manifest):
    """dbt parses the project, and knows every description as it was given."""
    module("dbt.adapters.duckdb")
    metadata, spec = manifest["metadata"], manifest["spec"]
    parsed, name, problems = dbt(product, "parse", "--no-partial-parse"), snake(metadata["name"]), []
    models = [node for node in parsed.nodes.values() if node.resource_type == "model"]
    nodes = {node.name: node for node in models if node.version == node.latest_version}
    same(problems, name, spec["description"], nodes[name].description)
    for model in (name, f"{name}_output", f"int_{name}__assembled"):
        for field, text in described(spec["schema"]["fields"]).items():
            same(problems, f"{model}.{field}", text, nodes[model].columns[field].description)
    (group,) = parsed.groups.values()
    same(problems, "group", metadata["owner"]["team"], group.owner.name)
    same(problems, "meta.owner", metadata["owner"]["team"], nodes[name].config.meta["owner"])
    purposes = {exposure.description for exposure in parsed.exposures.values()}
    for consumer in spec["access"].get("consumers", []):
        if "purpose" in consumer and consumer["purpose"] not in purposes:
            problems.append(f"purpose: {consumer['purpose']!r:.200} is none of {purposes!r:.400}")
    tests = [node for node in parsed.nodes.values() if node.resource_type == "test"]
    arguments = [value for node in tests if node.test_metadata for value in argument_values(node.test_metadata.kwargs)]
    for field in spec["schema"]["fields"]:
        if "enum" in field and field["enum"] not in arguments:
            problems.append(f"{field['name']}: {field['enum']!r:.200} is accepted nowhere")
    for test in spec.get("quality", {}).get("tests", []):
        for key in ("values", "sql"):
            if test.get(key) and without_end(test[key]) not in map(without_end, arguments):
                problems.append(f"{key} of a test: {test[key]!r:.200} is no argument of any")
        if test.get("description") and all(test["description"] != node.description for node in tests):
            problems.append(f"description of a test: {test['description']!r:.200} is none of any")
        if test.get("where") and all(without_end(test["where"]) != without_end(node.config.where) for node in tests):
            problems.append(f"where of a test: {test['where']!r:.200} is none of any")
    expect_none(problems)
    return f"{len(parsed.nodes)} nodes"


def main():
    if len(sys.argv) != 2 or not (folders := sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir())):
        sys.exit(__doc__)
    statuses = []
    for number, folder in enumerate(folders):
        manifest = json.loads(folder.with_name(f"{folder.name}.json").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as scratch:
            product = Product(folder, scratch)
            for name, function in CHECKS.items():
                if name == "dbt_parse" and number % max(1, len(folders) // PARSED_BY_DBT):
                    continue
                try:
                    status, detail = "ok", function(product, manifest)
                except NotThere:
                    continue
                except Missing as absent:
                    status, detail = "skip", f"{absent} is not installed"
                except Failed as failure:
                    status, detail = "FAIL", str(failure)
                except Exception as error:  # a reader that gives up is a finding, too
                    status, detail = "FAIL", f"{type(error).__name__}: {error}"
                statuses.append(status)
                if status != "ok":
                    print(f"{status:<4} {product.name}: {name} {detail:.3000}", flush=True)
    print(f"{statuses.count('ok')} passed, {statuses.count('FAIL')} failed, {statuses.count('skip')} skipped")
    return 1 if "FAIL" in statuses else 0 if "ok" in statuses else MISSING_TOOL


if __name__ == "__main__":
    use_tools_python()
    sys.exit(main())
