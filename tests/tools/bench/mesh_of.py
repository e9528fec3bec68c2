"""A mesh of many products that read each other, for the parts that measure a mesh as a whole."""

import re

DOMAIN = 25  # products of one domain


def product(text, number):
    """The product of a manifest, as one of many: each fourth is a source, the others read two before them."""
    domain = number // DOMAIN
    text = re.sub(r"(?m)^  domain: .*$", f"  domain: domain_{domain:03}", text, count=1)
    text = re.sub(r"(?m)^  name: .*$", f"  name: product_{number:05}", text, count=1)
    text = re.sub(r"(?m)^  title: .*$", f"  title: Product {number} of domain {domain}", text, count=1)
    if number % 4 == 0:
        return text
    reads = "".join(
        f"    - name: upstream-{at}\n      kind: product\n"
        f"      location: {{ product: domain_{read // DOMAIN:03}.product_{read:05}, version: 2 }}\n"
        for at, read in enumerate(sorted({number // 2, number - 1}))
    )
    return text.replace("  inputPorts:\n", f"  inputPorts:\n{reads}", 1)


def make(folder, manifest, count):
    """Makes the mesh. Returns the bytes of its manifests."""
    text, total = manifest.read_text(), 0
    (folder / "mesh.yaml").write_text(
        "apiVersion: datamesh.io/v1\nkind: Mesh\norganisation: { name: Bench }\ndomains:\n"
        + "".join(f"  domain_{number:03}: {{ title: Domain {number} }}\n" for number in range((count - 1) // DOMAIN + 1))
    )
    for number in range(count):
        place = folder / "domains" / f"domain_{number // DOMAIN:03}" / f"product_{number:05}"
        place.mkdir(parents=True)
        made = product(text, number)
        (place / "data-product.yaml").write_text(made)
        (place / "CHANGELOG.md").write_text(f"# Changelog\n\n## 2.1.0\n\n### Added\n\n- Product {number}.\n")
        total += len(made)
    return total
