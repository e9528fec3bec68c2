"""Live through a page of the book: do what it says, and hold what it prints against what really comes.

    python chapter.py PAGE PROGRAM

A page tells a story in the folder that it begins in. A path alone on a line, with a block below it, is a file with
that content. A block of `diff` is an edit. A block of `console` holds commands, each behind `$ `, with what they print;
a line `…` stands for any lines, and the command after one that fails is `echo $?`. PROGRAM is the mesh-cli to use.
With BLESS=1 the page is rewritten where something else is printed; `git diff` is the review.

Exit code 0 when the page tells the truth, 1 when it does not, 2 wrong use, 77 dbt is not installed.
"""

import os
import re
import subprocess
import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

MISSING_TOOL = 77
ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(os.environ.get("MESH_TOOLS_DIR") or ROOT / "target" / "tools").absolute()
BLOCK = re.compile(r"(?:^`(?P<path>[^`\n]+)`\n\n)?^```(?P<language>[a-z]+)\n(?P<body>.*?)^```$", re.S | re.M)
ANY = "…"


class Story:
    """The folder that a page is lived through in, and where in it the reader stands."""

    def __init__(self, program, folder):
        self.root, self.place, self.code = folder / "work", folder / "work", 0
        self.root.mkdir()
        moment = "2025-01-01T12:00:00Z"
        self.environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(folder), "MESH_CLI_CACHE": str(folder / "cache"),
            "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "DO_NOT_TRACK": "1", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Robin", "GIT_AUTHOR_EMAIL": "robin@acme.example", "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": "Robin", "GIT_COMMITTER_EMAIL": "robin@acme.example", "GIT_COMMITTER_DATE": moment,
        }

    def write(self, path, text):
        """A file of the page."""
        file = self.place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, diff):
        """An edit of the page: the lines of each hunk stand in the file once."""
        for path, hunks in edits(diff):
            file = self.place / path
            text = file.read_text(encoding="utf-8")
            for old, new in hunks:
                if text.count(old) != 1:
                    sys.exit(f"{path} has this {text.count(old)} times:\n{old}")
                text = text.replace(old, new)
            file.write_text(text, encoding="utf-8")

    def run(self, command):
        """What a command prints, as a reader sees it."""
        self.install_dbt()
        script = 'cd "$1"; (exit "$2"); eval "$3"; echo "$? $PWD" >"$4"'
        after = self.root.parent / "after"
        done = subprocess.run(
            ["bash", "-c", script, "bash", str(self.place), str(self.code), command, str(after)],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        code, place = after.read_text(encoding="utf-8").strip().split(" ", 1)
        self.code, self.place = int(code), Path(place)
        text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).replace(str(self.root), "~")
        # A commit has another id with every change of what is rendered.
        text = re.sub(r"\b[0-9a-f]{9}\b(?=, the merge base)", "4f1c2d7a9", text)
        # dbt says when it says something.
        return [re.sub(r"^\d\d:\d\d:\d\d\s*", "", line).rstrip() for line in text.rstrip().splitlines()]

    def install_dbt(self):
        """The dbt of the tests is the one that `make` would install."""
        if (self.place / "requirements.txt").exists():
            environment = self.place / ".venv"
            environment.mkdir(exist_ok=True)
            if not (environment / "bin").exists():
                (environment / "bin").symlink_to(TOOLS / "venv" / "bin")
            (environment / "installed").touch()


def edits(diff):
    """The files of a diff, each with its hunks: the text before and after."""
    found = []
    for part in re.split(r"^--- a/.*\n", diff, flags=re.M)[1:]:
        header, *hunks = re.split(r"^@@.*\n", part, flags=re.M)
        pairs = []
        for hunk in hunks:
            lines = hunk.splitlines()
            pairs.append(tuple("".join(f"{line[1:]}\n" for line in lines if not line.startswith(other)) for other in "+-"))
        found.append((header.strip().removeprefix("+++ b/"), pairs))
    return found


def fits(expected, real):
    """Whether the lines are those, where `…` stands for any."""
    pattern = "".join(r"(?:.*\n)*?" if line == ANY else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def commands(body):
    """The commands of a block, each with the lines that it is said to print."""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            sys.exit(f"a block of `console` begins with a command, and not with {line!r}")
        else:
            found[-1][1].append(line)
    return found


def console(story, body, wrong):
    """Runs a block; returns it with what it really printed."""
    lines = []
    for command, expected in commands(body):
        if story.code and command != "echo $?":
            sys.exit(f"the command before `{command}` failed with {story.code}, and the page does not say so")
        real = story.run(command)
        if not fits(expected, real):
            wrong.append("\n".join(unified_diff(expected, real, "in the page", f"printed by {command}", lineterm="")))
            expected = [ANY, *real[len(real) - len(expected) + 1 :]] if expected[:1] == [ANY] else real
        lines += [f"$ {command}", *expected]
    return "".join(f"{line}\n" for line in lines)


def main():
    """The command line."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    page, program, wrong = Path(sys.argv[1]), Path(sys.argv[2]).absolute(), []
    text = page.read_text(encoding="utf-8")
    if "$ make " in text and not (TOOLS / "venv" / "bin" / "dbt").exists():
        print("skipped: dbt is not installed", file=sys.stderr)
        sys.exit(MISSING_TOOL)
    with tempfile.TemporaryDirectory() as scratch:
        story = Story(program, Path(scratch).resolve())

        def live(block):
            path, language, body = block["path"], block["language"], block["body"]
            if path:
                story.write(path, body)
            elif language == "diff":
                story.edit(body)
            elif language == "console":
                return block[0].replace(f"```console\n{body}", f"```console\n{console(story, body, wrong)}")
            return block[0]

        lived = BLOCK.sub(live, text)
    if story.code:
        sys.exit(f"the last command failed with {story.code}")
    if wrong and os.environ.get("BLESS"):
        page.write_text(lived, encoding="utf-8")
    elif wrong:
        sys.exit("\n\n".join(wrong) + "\n\n`make bless` rewrites the page")
    print(f"ok {page.name}")


if __name__ == "__main__":
    main()
