"""Check Terraform files against the google provider's own schema, without the provider.

    python google_schema.py [--cache DIR] DIR...

The schema comes from the PyPI package cdktn-provider-google, whose `.jsii` file lists
every resource and data source of the real provider with each argument, its type and
whether it is required. The files are read with python-hcl2. Found are: unknown resource
types, unknown, missing, read-only and ill-typed arguments and blocks, arguments written
as blocks and blocks written as arguments, references to attributes that do not exist,
and `var.`, `local.`, `module.` and resource references to things nobody declared.

Every folder below DIR that holds `.tf` or `.tftest.hcl` files is looked at as one module
(`.terraform` is skipped). Exit code: 0 nothing found, 1 findings (`file:line: message`),
2 wrong usage or a file that cannot be parsed as HCL at all, 77 a package is missing.

The extracted schema (about 4 MB of JSON instead of 130 MB) is kept in the folder given
by --cache, under a name that holds the package's version.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Iterator

PACKAGE = "cdktn-provider-google"
SCHEMA_FORMAT = 3
# The library behind the package, under its present and its former name.
CORE = ("cdktn.", "cdktf.")
MISSING = 77

META_ARGUMENTS = {"count", "for_each", "depends_on", "provider"}
META_BLOCKS = {"lifecycle", "connection", "provisioner", "timeouts"}
# A name in an expression that is not a resource type.
BUILTIN_ROOTS = {"count", "each", "path", "self", "terraform", "run", "null", "true", "false"}


# --- the schema ----------------------------------------------------------------------


def missing(package: str) -> SystemExit:
    print(
        f"google_schema: the Python package {package} is not installed; nothing was checked",
        file=sys.stderr,
    )
    return SystemExit(MISSING)


def load_schema(cache: Path | None) -> dict[str, Any]:
    """The provider's schema, from the cache or out of the installed package."""
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        raise missing(PACKAGE) from None
    cached = cache / f"google-schema-{version}-{SCHEMA_FORMAT}.json" if cache else None
    if cached and cached.is_file():
        return json.loads(cached.read_text(encoding="utf-8"))
    schema = extract_schema(find_archive())
    if cached:
        cached.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cached.parent, suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(schema, out, separators=(",", ":"), sort_keys=True)
        os.replace(name, cached)
    return schema


def find_archive() -> Path:
    for file in metadata.files(PACKAGE) or []:
        if file.name.endswith(".jsii.tgz"):
            return Path(str(file.locate()))
    raise missing(f"{PACKAGE} (with its .jsii.tgz)")


def extract_schema(archive: Path) -> dict[str, Any]:
    # The file itself, or a note that it lies beside it compressed; the order is not fixed.
    found: dict[str, bytes] = {}
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            if member.name in ("package/.jsii", "package/.jsii.gz"):
                handle = tar.extractfile(member)
                assert handle is not None
                found[member.name] = handle.read()
    if "package/.jsii.gz" in found:
        jsii = json.loads(gzip.decompress(found["package/.jsii.gz"]))
    elif "package/.jsii" in found:
        jsii = json.loads(found["package/.jsii"])
    else:
        raise missing(f"{PACKAGE} (with a .jsii inside its archive)")
    types = jsii["types"]
    schema: dict[str, Any] = {"provider": "google", "version": "", "resource": {}, "data": {}, "blocks": {}}
    link = re.compile(r"/providers/hashicorp/google/([^/]+)/docs/(resources|data-sources)/(\w+) (google_\w+)\}")
    for name, declared in types.items():
        base = declared.get("base", "")
        if not base.startswith(CORE) or not base.endswith((".TerraformResource", ".TerraformDataSource")):
            continue
        match = link.search(declared.get("docs", {}).get("summary", ""))
        config = types.get(name + "Config")
        if not match or config is None:
            continue
        schema["version"] = match.group(1)
        kind = "resource" if base.endswith(".TerraformResource") else "data"
        block = convert_block(config, types, schema["blocks"])
        block["computed"] = computed_attributes(declared)
        schema[kind][match.group(4)] = block
    if "google_bigquery_dataset" not in schema["resource"]:
        print(f"google_schema: {archive.name} is laid out in a way that is not understood", file=sys.stderr)
        raise SystemExit(2)
    return schema


def convert_block(declared: dict[str, Any], types: dict[str, Any], blocks: dict[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    nested: dict[str, Any] = {}
    for prop in declared.get("properties", []):
        docs = prop.get("docs", {})
        text = docs.get("summary", "") + " " + docs.get("remarks", "")
        match = re.search(r"#(\w+) \w+#\w+\}", text)
        name = match.group(1) if match else snake(prop["name"])
        required = not prop.get("optional", False)
        fqn, many = struct_of(prop["type"])
        if fqn and fqn in types and types[fqn]["kind"] == "interface":
            if fqn not in blocks:
                blocks[fqn] = {}  # breaks a cycle
                blocks[fqn] = convert_block(types[fqn], types, blocks)
            nested[name] = {"required": required, "many": many, "block": fqn}
        elif name == "id" and "automatically added" in text:
            continue
        else:
            arguments[name] = {"required": required, "type": type_of(prop["type"])}
    return {"arguments": arguments, "blocks": nested}


def struct_of(spec: dict[str, Any]) -> tuple[str | None, bool]:
    """The nested block a property's type stands for, and whether it may repeat."""
    if "fqn" in spec and not spec["fqn"].startswith(CORE):
        return spec["fqn"], False
    if "collection" in spec:
        return struct_of(spec["collection"]["elementtype"])[0], True
    for option in spec.get("union", {}).get("types", []):
        fqn, many = struct_of(option)
        if fqn:
            return fqn, many
    return None, False


def type_of(spec: dict[str, Any]) -> str:
    if "primitive" in spec:
        return {"boolean": "bool", "any": "any"}.get(spec["primitive"], spec["primitive"])
    if "collection" in spec:
        inner = type_of(spec["collection"]["elementtype"])
        return ("map" if spec["collection"]["kind"] == "map" else "list") + f"({inner})"
    options = [type_of(o) for o in spec.get("union", {}).get("types", []) if not o.get("fqn", "").endswith(".IResolvable")]
    if len(options) == 1:
        return options[0]
    return "any"


def computed_attributes(declared: dict[str, Any]) -> dict[str, str]:
    properties = {p["name"]: p for p in declared.get("properties", [])}
    found = {"id": "string"}
    for name, prop in properties.items():
        if prop.get("static") or name.endswith("Input") or name + "Input" in properties:
            continue
        spec = prop["type"]
        if "primitive" not in spec and "collection" not in spec and "fqn" not in spec:
            continue
        fqn = spec.get("fqn", "")
        builtin = {"IResolvable": "bool", "StringMap": "map(string)"}.get(fqn.split(".")[-1]) if fqn.startswith(CORE) else None
        kind = builtin or ("any" if fqn else type_of(spec))
        found[snake(name)] = kind
    return found


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# --- HCL -----------------------------------------------------------------------------


@dataclass
class Attribute:
    name: str
    line: int
    value: Any  # the lark tree of the expression


@dataclass
class Block:
    type: str
    labels: list[str]
    line: int
    attributes: list[Attribute]
    blocks: list["Block"]


def is_tree(node: Any) -> bool:
    return hasattr(node, "children")


def read_body(tree: Any) -> tuple[list[Attribute], list[Block]]:
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    for node in tree.children:
        if not is_tree(node):
            continue
        if node.data == "attribute":
            trees = [c for c in node.children if is_tree(c)]
            attributes.append(Attribute(text_of(trees[0]), node.meta.line, trees[-1]))
        elif node.data == "block":
            head = [c for c in node.children if is_tree(c) and c.data in ("identifier", "string", "keyword")]
            inner = next((c for c in node.children if is_tree(c) and c.data == "body"), None)
            inside = read_body(inner) if inner is not None else ([], [])
            names = [text_of(h).strip('"') for h in head]
            blocks.append(Block(names[0], names[1:], node.meta.line, *inside))
    return attributes, blocks


def text_of(tree: Any) -> str:
    if not is_tree(tree):
        return str(tree)
    return "".join(text_of(c) for c in tree.children)


def unwrap(tree: Any) -> Any:
    """The tree below single-child wrappers."""
    while is_tree(tree) and tree.data in ("expr_term", "expression") and len(tree.children) == 1:
        tree = tree.children[0]
    return tree


def literal_kind(tree: Any) -> tuple[str, Any]:
    """('string'|'number'|'bool'|'list'|'object'|'null'|'unknown', value)."""
    tree = unwrap(tree)
    if not is_tree(tree):
        return "unknown", None
    kind = str(tree.data)
    if kind == "string":
        parts = "".join(text_of(c) for c in tree.children)[1:-1]
        return "string", None if "${" in parts or "%{" in parts else parts
    if kind.startswith("heredoc"):
        return "string", None
    if kind in ("int_lit", "float_lit"):
        return "number", text_of(tree)
    if kind == "literal_value":
        text = text_of(tree)
        return ("null", None) if text == "null" else ("bool", text)
    if kind == "tuple":
        return "list", [c for c in tree.children if is_tree(c) and c.data != "new_line_or_comment"]
    if kind == "object":
        return "object", [c for c in tree.children if is_tree(c) and c.data == "object_elem"]
    return "unknown", None


def mismatch(tree: Any, expected: str) -> str | None:
    """Why this literal cannot be converted to the expected type, or None."""
    kind, value = literal_kind(tree)
    if kind in ("unknown", "null") or expected == "any":
        return None
    if expected == "string":
        return None if kind in ("string", "number", "bool") else f"a string is expected, this is a {kind}"
    if expected == "number":
        if kind == "number" or (kind == "string" and (value is None or re.fullmatch(r"-?\d+(\.\d+)?", value))):
            return None
        return f"a number is expected, this is a {kind}"
    if expected == "bool":
        if kind == "bool" or (kind == "string" and (value is None or value in ("true", "false"))):
            return None
        return f"a bool is expected, this is a {kind}"
    inner = expected[expected.index("(") + 1 : -1]
    if expected.startswith("list"):
        if kind != "list":
            return f"a list is expected, this is a {kind}"
        return next((f"in the list: {why}" for item in value if (why := mismatch(item, inner))), None)
    if kind != "object":
        return f"a map is expected, this is a {kind}"
    for element in value:
        expressions = [c for c in element.children if is_tree(c) and c.data != "object_elem_key"]
        if expressions and (why := mismatch(expressions[-1], inner)):
            return f"in the map: {why}"
    return None


def references(tree: Any) -> Iterator[tuple[int, list[str]]]:
    """(line, [root, name, name…]) for every dotted reference in an expression."""
    if not is_tree(tree):
        return
    chain = reference_chain(tree)
    if chain and len(chain[1]) > 1:
        yield chain
    for child in tree.children:
        # `a.b.c` nests as ((a.b).c): only the longest chain counts
        if chain and is_tree(child) and reference_chain(child):
            yield from inner_indices(child)
            continue
        yield from references(child)


def inner_indices(tree: Any) -> Iterator[tuple[int, list[str]]]:
    if not is_tree(tree):
        return
    if tree.data in ("index", "short_index", "full_splat", "index_expr_term") or "index" in str(tree.data):
        for child in tree.children:
            if is_tree(child) and not reference_chain(child):
                yield from references(child)
            elif is_tree(child) and tree.data in ("index", "short_index"):
                yield from references(child)
            elif is_tree(child):
                yield from inner_indices(child)
        return
    for child in tree.children:
        yield from inner_indices(child)


def reference_chain(tree: Any) -> tuple[int, list[str]] | None:
    """A chain of attribute accesses that starts at a plain name; indices are dropped."""
    tree = unwrap(tree)
    if not is_tree(tree):
        return None
    if tree.data == "identifier":
        return tree.meta.line, [text_of(tree)]
    if tree.data == "get_attr_expr_term":
        inner = reference_chain(tree.children[0])
        if inner is None:
            return None
        names = [text_of(c) for c in tree.children[1].children if is_tree(c) and c.data == "identifier"]
        return inner[0], inner[1] + names
    if tree.data in ("index_expr_term", "attr_splat_expr_term", "full_splat_expr_term"):
        inner = reference_chain(tree.children[0])
        if inner is None:
            return None
        if tree.data != "index_expr_term":
            names = [text_of(c) for c in find(tree.children[1], "identifier")]
            return inner[0], inner[1] + names[:1]
        return inner
    return None


def find(tree: Any, kind: str) -> Iterator[Any]:
    if is_tree(tree):
        if tree.data == kind:
            yield tree
        for child in tree.children:
            yield from find(child, kind)


# --- the check -----------------------------------------------------------------------


class Checker:
    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.findings: list[str] = []

    def report(self, path: Path, line: int, message: str) -> None:
        entry = f"{path}:{line}: {message}"
        if entry not in self.findings:
            self.findings.append(entry)

    def folder(self, folder: Path, files: dict[Path, tuple[list[Attribute], list[Block]]]) -> None:
        declared = self.declarations(folder, files)
        for path, (_, blocks) in files.items():
            test = path.name.endswith(".tftest.hcl")
            for block in blocks:
                if not test and block.type in ("resource", "data") and len(block.labels) == 2:
                    self.resource(path, block)
                scope = declared
                if test:
                    scope = self.test_scope(path, folder, block, declared)
                self.references(path, block, scope, set(), test)

    def declarations(self, folder: Path, files: dict[Path, tuple[list[Attribute], list[Block]]]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "var": set(), "local": set(), "module": {}, "output": set(), "resource": {}, "data": {}, "required": set()
        }
        for path, (_, blocks) in files.items():
            if path.name.endswith(".tftest.hcl"):
                continue
            for block in blocks:
                if block.type == "variable" and block.labels:
                    found["var"].add(block.labels[0])
                    if not any(a.name == "default" for a in block.attributes):
                        found["required"].add(block.labels[0])
                elif block.type == "output" and block.labels:
                    found["output"].add(block.labels[0])
                elif block.type == "locals":
                    found["local"].update(a.name for a in block.attributes)
                elif block.type == "module" and block.labels:
                    found["module"][block.labels[0]] = self.module_call(path, folder, block)
                elif block.type in ("resource", "data") and len(block.labels) == 2:
                    found[block.type][tuple(block.labels)] = block
        return found

    def module_call(self, path: Path, folder: Path, block: Block) -> set[str] | None:
        """Checks a call of a local module and returns its outputs."""
        source = next((literal_kind(a.value)[1] for a in block.attributes if a.name == "source"), None)
        if not isinstance(source, str) or not source.startswith("."):
            return None
        target = (folder / source).resolve()
        files = read_folder(target, tests=False) if target.is_dir() else {}
        if not files:
            self.report(path, block.line, f"module source {source} holds no Terraform files")
            return None
        inner = self.declarations(target, files)
        given = {a.name: a for a in block.attributes if a.name not in META_ARGUMENTS | {"source", "version", "providers"}}
        for name, attribute in given.items():
            if name not in inner["var"]:
                self.report(path, attribute.line, f"module {block.labels[0]} has no variable {name}")
        for name in sorted(inner["required"] - set(given)):
            self.report(path, block.line, f"module {block.labels[0]} needs the variable {name}")
        return inner["output"]

    def test_scope(self, path: Path, folder: Path, block: Block, declared: dict[str, Any]) -> dict[str, Any]:
        """What a block of a test file may refer to; variables it sets must exist."""
        for inner in block.blocks if block.type == "run" else [block]:
            if inner.type == "variables":
                for attribute in inner.attributes:
                    if attribute.name not in declared["var"]:
                        self.report(path, attribute.line, f"the module under test has no variable {attribute.name}")
        if block.type == "mock_provider":
            for inner in block.blocks:
                kind = {"mock_resource": "resource", "mock_data": "data"}.get(inner.type)
                if kind and inner.labels and inner.labels[0].startswith("google_"):
                    self.mock(path, kind, inner)
        return declared

    def mock(self, path: Path, kind: str, block: Block) -> None:
        known = self.schema[kind].get(block.labels[0])
        if known is None:
            self.report(path, block.line, f"the provider has no {kind} {block.labels[0]}")
            return
        for attribute in block.attributes:
            if attribute.name == "defaults":
                for element in literal_kind(attribute.value)[1] or []:
                    key = text_of(next(find(element, "object_elem_key"))).strip('"')
                    if not self.has_attribute(known, key):
                        self.report(path, element.meta.line, f"{block.labels[0]} has no attribute {key}")

    def has_attribute(self, known: dict[str, Any], name: str) -> bool:
        plain = name.replace("_", "")
        return (
            name in known["arguments"]
            or name in known["blocks"]
            or any(plain == c.replace("_", "") for c in known.get("computed", {}))
        )

    def resource(self, path: Path, block: Block) -> None:
        if not block.labels[0].startswith("google_"):
            return
        kind = block.type
        known = self.schema[kind].get(block.labels[0])
        if known is None:
            self.report(path, block.line, f"the provider has no {kind} {block.labels[0]}")
            return
        self.body(path, block, block.labels[0], known, top=True)

    def body(self, path: Path, block: Block, where: str, known: dict[str, Any], top: bool = False) -> None:
        arguments, nested = known["arguments"], known["blocks"]
        given: set[str] = set()
        for attribute in block.attributes:
            name = attribute.name
            if top and name in META_ARGUMENTS:
                continue
            given.add(name)
            if name in arguments:
                if why := mismatch(attribute.value, arguments[name]["type"]):
                    self.report(path, attribute.line, f"{where}.{name}: {why}")
                if arguments[name]["required"] and literal_kind(attribute.value)[0] == "null":
                    self.report(path, attribute.line, f"{where}.{name} is required and set to null")
            elif name in nested:
                self.report(path, attribute.line, f"{where}.{name} is a block, write it without =")
            elif self.has_attribute(known, name):
                self.report(path, attribute.line, f"{where}.{name} is read-only")
            else:
                self.report(path, attribute.line, f"{where} has no argument {name}{self.nearest(name, known)}")
        counted: dict[str, int] = {}
        for inner in block.blocks:
            name, body = inner.type, inner
            dynamic = name == "dynamic" and bool(inner.labels)
            if dynamic:
                name = inner.labels[0]
                content = [b for b in inner.blocks if b.type == "content"]
                if len(content) != 1:
                    self.report(path, inner.line, f"dynamic {name} needs one content block")
                    continue
                body = content[0]
            given.add(name)
            counted[name] = counted.get(name, 0) + 1
            if name in nested:
                if counted[name] > 1 and not nested[name]["many"]:
                    self.report(path, inner.line, f"{where}: at most one {name} block is allowed")
                self.body(path, body, f"{where}.{name}", self.schema["blocks"][nested[name]["block"]])
            elif top and name in META_BLOCKS:
                continue
            elif name in arguments:
                self.report(path, inner.line, f"{where}.{name} is an argument, write it with =")
            elif self.has_attribute(known, name):
                self.report(path, inner.line, f"{where}.{name} is read-only")
            else:
                self.report(path, inner.line, f"{where} has no block {name}{self.nearest(name, known)}")
        for name, spec in list(arguments.items()) + list(nested.items()):
            if spec["required"] and name not in given:
                self.report(path, block.line, f"{where} needs {name}")

    def nearest(self, name: str, known: dict[str, Any]) -> str:
        import difflib

        close = difflib.get_close_matches(name, [*known["arguments"], *known["blocks"]], n=1)
        return f" (did you mean {close[0]}?)" if close else ""

    def references(self, path: Path, block: Block, scope: dict[str, Any], local: set[str], test: bool) -> None:
        if block.type == "dynamic" and block.labels:
            local = local | {block.labels[0]}
            for attribute in block.attributes:
                if attribute.name == "iterator":
                    local = local | {text_of(attribute.value)}
        skip = {"type", "required_providers", "iterator"}
        for attribute in block.attributes:
            if attribute.name in skip or (block.type, attribute.name) in {("lifecycle", "ignore_changes")}:
                continue
            bound = local | loop_names(attribute.value)
            for line, chain in references(attribute.value):
                self.reference(path, line, chain, scope, bound, test, attribute.name == "expect_failures")
        for inner in block.blocks:
            if block.type in ("terraform",):
                continue
            self.references(path, inner, scope, local, test)

    def reference(self, path: Path, line: int, chain: list[str], scope: dict[str, Any], bound: set[str],
                  test: bool, failure: bool) -> None:
        root = chain[0]
        if root in bound or root in BUILTIN_ROOTS:
            return
        if root == "var":
            if chain[1] not in scope["var"]:
                self.report(path, line, f"variable {chain[1]} is not declared")
        elif root == "local":
            if chain[1] not in scope["local"]:
                self.report(path, line, f"local {chain[1]} is not declared")
        elif root == "output" and test:
            if chain[1] not in scope["output"]:
                self.report(path, line, f"output {chain[1]} is not declared")
        elif root == "module":
            outputs = scope["module"].get(chain[1], "none")
            if outputs == "none":
                self.report(path, line, f"module {chain[1]} is not called")
            elif outputs is not None and len(chain) > 2 and chain[2] not in outputs:
                self.report(path, line, f"module {chain[1]} has no output {chain[2]}")
            elif test and failure is False and len(chain) == 2:
                return
        elif root == "data" and len(chain) > 2:
            self.attribute_of("data", path, line, chain[1:], scope)
        elif "_" in root:
            self.attribute_of("resource", path, line, chain, scope)
        else:
            self.report(path, line, f"{'.'.join(chain)} refers to nothing that is declared")

    def attribute_of(self, kind: str, path: Path, line: int, chain: list[str], scope: dict[str, Any]) -> None:
        if (chain[0], chain[1]) not in scope[kind]:
            self.report(path, line, f"{kind} {chain[0]}.{chain[1]} is not declared")
            return
        known = self.schema[kind].get(chain[0])
        if known and len(chain) > 2 and not self.has_attribute(known, chain[2]):
            self.report(path, line, f"{chain[0]} has no attribute {chain[2]}{self.nearest(chain[2], known)}")


def loop_names(tree: Any) -> set[str]:
    """Names bound by `for` expressions anywhere in an expression."""
    names: set[str] = set()
    for intro in find(tree, "for_intro"):
        for child in intro.children:
            if is_tree(child) and child.data == "identifier":
                names.add(text_of(child))
    return names


def read_folder(folder: Path, tests: bool = True) -> dict[Path, tuple[list[Attribute], list[Block]]]:
    try:
        import hcl2
    except ImportError:
        raise missing("python-hcl2") from None
    paths = sorted(folder.glob("*.tf"))
    if tests:
        paths += sorted(folder.glob("*.tftest.hcl")) + sorted((folder / "tests").glob("*.tftest.hcl"))
    found = {}
    for path in paths:
        try:
            tree = hcl2.parses_to_tree(path.read_text(encoding="utf-8"))
        except Exception as error:  # the parser raises several unrelated kinds
            print(f"{path}: not readable as HCL: {error}", file=sys.stderr)
            raise SystemExit(2) from None
        body = next((c for c in tree.children if is_tree(c) and c.data == "body"), None)
        found[path] = read_body(body) if body is not None else ([], [])
    return found


def module_folders(root: Path) -> list[Path]:
    folders = {p.parent for p in root.rglob("*.tf")}
    return sorted(f for f in folders if ".terraform" not in f.parts)


def check(roots: list[Path], schema: dict[str, Any]) -> tuple[list[str], int]:
    checker = Checker(schema)
    count = 0
    for root in roots:
        for folder in module_folders(root):
            files = read_folder(folder)
            count += len(files)
            checker.folder(folder, files)
    return checker.findings, count


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--cache", type=Path, help="folder that keeps the extracted schema")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"{folder} is not a folder")
    try:
        import hcl2  # noqa: F401
    except ImportError:
        raise missing("python-hcl2") from None
    schema = load_schema(options.cache)
    findings, count = check(options.folders, schema)
    if count == 0:
        print("google_schema: no .tf file found", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(
        f"google_schema: {count} files against hashicorp/google {schema['version']}: {len(findings)} finding(s)",
        file=sys.stderr,
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
