"""A stand-in for the google provider that knows its schema and nothing else.

`terraform validate` and `terraform test` with `mock_provider "google"` ask a provider for
its schema and never for an API call. This program answers with the schema that
google_schema.py takes from PyPI, so both run where the provider itself cannot be had.
It does not replace the provider: rules the provider adds in code (values of an enum,
arguments that exclude each other) are not known to it, and it refuses to apply anything.

    python schema_provider.py --install MIRROR --cache DIR    write a filesystem mirror
    python schema_provider.py --cache DIR                     run as the plugin

The mirror holds the provider as registry.terraform.io/hashicorp/google under the version
of the schema; name it in a CLI configuration (`--install` prints one) and run terraform as usual.
Exit code 77 when the PyPI package `tf` (gRPC plumbing of Terraform plugins) is missing.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shlex
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import google_schema  # noqa: E402

ADDRESS = "registry.terraform.io/hashicorp/google"


def install(mirror: Path, cache: Path) -> int:
    require_tf()
    schema = google_schema.load_schema(cache)
    system = {"Linux": "linux", "Darwin": "darwin"}[platform.system()]
    machine = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    folder = mirror / ADDRESS / schema["version"] / f"{system}_{machine}"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / f"terraform-provider-google_v{schema['version']}"
    words = [sys.executable, str(Path(__file__).resolve()), "--cache", str(cache.resolve())]
    program.write_text("#!/bin/sh\nexec " + " ".join(map(shlex.quote, words)) + "\n", encoding="utf-8")
    program.chmod(0o755)
    print("disable_checkpoint = true")
    print("provider_installation {")
    print(f"  filesystem_mirror {{\n    path = {json.dumps(str(mirror.resolve()))}\n  }}")
    print("}")
    return 0


def require_tf() -> None:
    try:
        import tf.gen.tfplugin_pb2  # noqa: F401
    except ImportError:
        raise google_schema.missing("tf") from None


def serve(cache: Path) -> int:
    require_tf()
    import tf.provider
    from tf.gen import tfplugin_pb2 as pb
    from tf.gen import tfplugin_pb2_grpc as rpc
    from tf.runner import run_provider

    schema = google_schema.load_schema(cache)
    built: dict[str, Any] = {}

    def wire_type(kind: str) -> bytes:
        if kind == "any":
            return b'"dynamic"'
        if "(" in kind:
            outer, inner = kind[:-1].split("(", 1)
            return b'["' + outer.encode() + b'",' + wire_type(inner) + b"]"
        return json.dumps(kind).encode()

    def attributes(known: dict[str, Any]) -> list[Any]:
        found = [
            pb.Schema.Attribute(name=name, type=wire_type(spec["type"]),
                                required=spec["required"], optional=not spec["required"])
            for name, spec in known["arguments"].items()
        ]
        taken = {name.replace("_", "") for name in [*known["arguments"], *known["blocks"]]}
        found += [
            pb.Schema.Attribute(name=name, type=wire_type(kind), computed=True)
            for name, kind in known.get("computed", {}).items()
            if name.replace("_", "") not in taken
        ]
        return found

    def nested(known: dict[str, Any], seen: tuple[str, ...]) -> list[Any]:
        found = []
        for name, spec in known["blocks"].items():
            if spec["block"] in seen:
                continue
            if name == "timeouts" and not seen:
                mode, limit = pb.Schema.NestedBlock.NestingMode.SINGLE, 0
            else:
                mode, limit = pb.Schema.NestedBlock.NestingMode.LIST, 0 if spec["many"] else 1
            found.append(pb.Schema.NestedBlock(
                type_name=name, nesting=mode, min_items=1 if spec["required"] and mode != 3 else 0, max_items=limit,
                block=block(schema["blocks"][spec["block"]], (*seen, spec["block"])),
            ))
        return found

    def block(known: dict[str, Any], seen: tuple[str, ...] = ()) -> Any:
        return pb.Schema.Block(attributes=attributes(known), block_types=nested(known, seen))

    def provider_schema() -> Any:
        names = ["credentials", "access_token", "project", "region", "zone", "billing_project", "impersonate_service_account"]
        optional = [pb.Schema.Attribute(name=n, type=b'"string"', optional=True) for n in names]
        optional.append(pb.Schema.Attribute(name="user_project_override", type=b'"bool"', optional=True))
        optional.append(pb.Schema.Attribute(name="default_labels", type=b'["map","string"]', optional=True))
        return pb.Schema(block=pb.Schema.Block(attributes=optional))

    class Servicer(rpc.ProviderServicer):
        def __init__(self, provider: Any) -> None:
            del provider

        def GetMetadata(self, request: Any, context: Any) -> Any:
            return pb.GetMetadata.Response(
                resources=[pb.GetMetadata.ResourceMetadata(type_name=n) for n in schema["resource"]],
                data_sources=[pb.GetMetadata.DataSourceMetadata(type_name=n) for n in schema["data"]],
            )

        def GetProviderSchema(self, request: Any, context: Any) -> Any:
            if not built:
                built["all"] = pb.GetProviderSchema.Response(
                    provider=provider_schema(),
                    resource_schemas={n: pb.Schema(block=block(b)) for n, b in schema["resource"].items() if wanted(n)},
                    data_source_schemas={n: pb.Schema(block=block(b)) for n, b in schema["data"].items() if wanted(n)},
                )
            return built["all"]

        def ValidateProviderConfig(self, request: Any, context: Any) -> Any:
            return pb.ValidateProviderConfig.Response()

        def ValidateResourceConfig(self, request: Any, context: Any) -> Any:
            return pb.ValidateResourceConfig.Response()

        def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:
            return pb.ValidateDataResourceConfig.Response()

        def ConfigureProvider(self, request: Any, context: Any) -> Any:
            return pb.ConfigureProvider.Response(diagnostics=[pb.Diagnostic(
                severity=pb.Diagnostic.ERROR,
                summary="This is a stand-in for the google provider",
                detail="It knows the schema only: validate and test with mock_provider work, plan and apply do not.",
            )])

        def UpgradeResourceState(self, request: Any, context: Any) -> Any:
            return pb.UpgradeResourceState.Response(upgraded_state=pb.DynamicValue(json=request.raw_state.json))

        def StopProvider(self, request: Any, context: Any) -> Any:
            return pb.StopProvider.Response()

    # Terraform converts every schema it is given, at each start of a provider: give it the
    # types that the folder it runs in names, and no others.
    folders = {Path.cwd()}
    manifest = Path(".terraform/modules/modules.json")
    if manifest.is_file():
        folders |= {Path(m["Dir"]).resolve() for m in json.loads(manifest.read_text(encoding="utf-8"))["Modules"]}
    named = {
        match
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".tf", ".hcl") and path.is_file()
        for match in re.findall(r'"(google_\w+)"', path.read_text(encoding="utf-8", errors="replace"))
    }

    def wanted(name: str) -> bool:
        return name in named

    class Named:
        def full_name(self) -> str:
            return ADDRESS

    tf.provider.ProviderServicer = Servicer
    run_provider(Named(), [sys.argv[0]])  # type: ignore[arg-type]
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps the extracted schema")
    parser.add_argument("--install", type=Path, metavar="MIRROR", help="write a filesystem mirror and print a CLI configuration")
    options = parser.parse_args(arguments)
    if options.install:
        return install(options.install, options.cache)
    return serve(options.cache)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
