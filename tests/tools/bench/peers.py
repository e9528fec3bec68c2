"""The peers: a product as a template of theirs. Its text is untouched; each occurrence of its name is a variable."""

import filecmp
import json
import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or ROOT / "target" / "tools").absolute()
NAME = "order_events"  # what becomes a variable
COOKIECUTTER_FOLDER = "{{cookiecutter.folder}}"


def program(name):
    """A peer that is written in Python."""
    return TOOLS / "venv-bench" / "bin" / name


def kickstart():
    """The peer that is written in Rust, if it is installed."""
    return shutil.which("kickstart", path=f"{TOOLS / 'kickstart' / 'bin'}:{os.environ['PATH']}")


def files(folder):
    """Every file below a folder that a generator wrote, without its own records and git's."""
    records = {".git", ".mesh", ".copier-answers.yml", ".cruft.json"}
    return sorted(
        path for path in (found.relative_to(folder) for found in folder.rglob("*") if found.is_file())
        if path.parts[0] not in records
    )


def differences(one, other):
    """The files that are not the same in both folders, byte for byte."""
    names, others = set(files(one)), set(files(other))
    _, differ, failed = filecmp.cmpfiles(one, other, names & others, shallow=False)
    return sorted([*map(str, names ^ others), *map(str, differ), *map(str, failed)])


def literal(text):
    """Text that a Jinja render gives back: as it stands between marks, or brace by brace where it holds the marks itself."""
    if "endraw" in text:
        return re.sub(r"\{[{%#]", lambda opening: "{{ '" + opening[0] + "' }}", text)
    return f"{{% raw %}}{text}{{% endraw %}}"


def template(product, folder, variable, names=None):
    """The product as a template."""
    for name in names or files(product):
        text = (product / name).read_text(encoding="utf-8")
        pieces = [literal(piece) for piece in text.split(NAME)]
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{{{{ {variable} }}}}".join(pieces), encoding="utf-8")


def copier(product, folder, names=None):
    """A template of copier."""
    template(product, folder / "template", "name", names)
    (folder / "copier.yml").write_text(
        "_subdirectory: template\n_templates_suffix: ''\n_envops: {keep_trailing_newline: true}\n"
        f"name: {{type: str, default: {NAME}}}\n"
    )


def cookiecutter(product, folder, names=None):
    """A template of cookiecutter, and so of cruft."""
    template(product, folder / COOKIECUTTER_FOLDER, "cookiecutter.name", names)
    (folder / "cookiecutter.json").write_text(json.dumps({"folder": "out", "name": NAME}))
