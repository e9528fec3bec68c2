"""A mesh of many products that read each other, for the parts that measure a mesh as a whole."""

import re

DOMAIN = 25  # products of one domain


def identity(number):
    """The id of a product, as others name it."""
    return f"domain_{number // DOMAIN:03}.product_{number:05}"


def reads(number):
    """The products that a product reads: each fourth is a source, the others read two before them."""
    return [] if number % 4 == 0 else sorted({number // 2, number - 1})


def product(text, number, count, sound):
    """The product of a manifest, as one of many.

    A sound one has the consumers that read it, and a place of its own. Otherwise it keeps those of the manifest, of
    which nothing is in this mesh: some ten findings for each product.
    """
    domain = number // DOMAIN
    text = re.sub(r"(?m)^  domain: .*$", f"  domain: domain_{domain:03}", text, count=1)
    text = re.sub(r"(?m)^  name: .*$", f"  name: product_{number:05}", text, count=1)
    text = re.sub(r"(?m)^  title: .*$", f"  title: Product {number} of domain {domain}", text, count=1)
    fields = "      fields: [{ name: order_id, type: string }, { name: customer_id, type: string }]\n" if sound else ""
    ports = "".join(
        f"    - name: upstream-{at}\n      kind: product\n"
        f"      location: {{ product: {identity(read)}, version: '2' }}\n{fields}"
        for at, read in enumerate(reads(number))
    )
    text = text.replace("  inputPorts:\n", f"  inputPorts:\n{ports}", 1)
    return alone(text, number, count) if sound else text


def alone(text, number, count):
    """The manifest without what it says of products that are not there."""
    readers = [reader for reader in sorted({2 * number, 2 * number + 1, number + 1}) if number in reads(reader)]
    consumers = "".join(
        f"      - domain: {identity(reader).split('.')[0]}\n        product: {identity(reader)}\n"
        "        purpose: Daily revenue and refunds, and the attribution of orders to campaigns\n"
        "        contact: data@example.com\n"
        for reader in readers
        if reader < count
    )
    text = re.sub(r"(?m)^    downstream:\n(      .*\n)+", "", text, count=1)
    text = re.sub(r"(?m)^    consumers:\n(      .*\n)+", f"    consumers:\n{consumers}" if consumers else "", text, count=1)
    text = re.sub(r"(?m)^    availability:\n(      .*\n)+", "", text, count=1)
    return text.replace("        table: order_events\n", f"        table: product_{number:05}\n", 1)


def make(folder, manifest, count, sound=True):
    """Makes the mesh. Returns the bytes of its manifests."""
    text, total = manifest.read_text(), 0
    (folder / "mesh.yaml").write_text(
        "apiVersion: datamesh.io/v1\nkind: Mesh\norganisation: { name: Bench }\ndomains:\n"
        + "".join(f"  domain_{number:03}: {{ title: Domain {number} }}\n" for number in range((count - 1) // DOMAIN + 1))
    )
    for number in range(count):
        place = folder / "domains" / f"domain_{number // DOMAIN:03}" / f"product_{number:05}"
        place.mkdir(parents=True)
        made = product(text, number, count, sound)
        (place / "data-product.yaml").write_text(made)
        (place / "CHANGELOG.md").write_text(f"# Changelog\n\n## 2.1.0\n\n### Added\n\n- Product {number}.\n")
        total += len(made)
    return total
