#!/usr/bin/env python3
"""Lets a product's scripts/comment.py talk to a GitHub of our own on loopback, and shows what it may and may not do.

    comment_cases.py SCRIPT

Prints each case that fails, and exits 1 if any does.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SHA = "a" * 40
MARKER = "<!-- data-product-report: orders.events -->"
OURS = {"login": "github-actions[bot]"}
HOSTILE = (
    "@octocat <img src=x> <script>x</script> ![p](https://evil.example/p.png) [a](//evil.example) [r][1]\n\n[1]: //evil.example\n"
    "\\\\[b](//evil.example) &#64;octocat &commat;octocat #12 GH-7 www.evil.example https://evil.example \\<b\\> \x1b[31m\n"
    "<details>\n<summary>s</summary>\n\n| <code>c</code><br>d |\n\n</details>\n[SLO-001](<https://example.com/SLO-001>) data-office@&#8203;example.com\n"
)


class GitHub(BaseHTTPRequestHandler):
    """Pull requests and comments, as far as the script asks for them."""

    def answer(self, body, code=200):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        server = self.server
        page = int(re.search(r"[?&]page=(\d+)", self.path)[1])
        if self.headers["Authorization"] != "Bearer secret":
            return self.answer({}, 401)
        if self.path.startswith("/repos/acme/orders/pulls?"):
            server.asked_for = self.path
            return self.answer(server.pulls)
        number = int(re.fullmatch(r"/repos/acme/orders/issues/(\d+)/comments", self.path.partition("?")[0])[1])
        found = server.comments.get(number, [])
        return self.answer(found[(page - 1) * 100:page * 100])

    def do_POST(self):
        self.write("POST")

    def do_PATCH(self):
        self.write("PATCH")

    def write(self, method):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        self.server.written.append((method, self.path, body))
        self.answer({}, self.server.code)

    def log_message(self, *_):
        pass


def run(script, folder, report, pulls=None, comments=None, code=200, **environment):
    """One run of the script: its exit code, what it said, and what it wrote."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    server.pulls = [{"number": 5, "head": {"sha": SHA}}] if pulls is None else pulls
    server.comments, server.written, server.code = comments or {}, [], code
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    path = Path(folder) / "report.md"
    if report is not None:
        path.write_bytes(report.encode() if isinstance(report, str) else report)
    given = {
        "PATH": os.environ["PATH"], "GITHUB_API_URL": f"http://127.0.0.1:{server.server_address[1]}",
        "GITHUB_REPOSITORY": "acme/orders", "GITHUB_TOKEN": "secret", "HEAD_REPOSITORY": "acme/orders",
        "HEAD_BRANCH": "feature/ü & more", "HEAD_SHA": SHA, **environment,
    }
    done = subprocess.run([sys.executable, "-I", "-S", script, path], env=given, capture_output=True, text=True)
    server.shutdown()
    path.unlink(missing_ok=True)
    return done.returncode, done.stdout + done.stderr, server.written


def main():
    script, failed = sys.argv[1], []

    def case(name, report, right, **how):
        with tempfile.TemporaryDirectory() as folder:
            code, said, written = run(script, folder, report, **how)
        if not right(code, said, written) or "secret" in said:
            failed.append(f"{name}: exit {code}: {said.strip()} {written}")

    text = f"{MARKER}\n## hello @team [x](https://example.com)\n"
    comment = lambda body, user=OURS, number=9: {"id": number, "user": user, "body": body}  # noqa: E731
    refused = lambda word: lambda code, said, written: code == 1 and word in said and not written  # noqa: E731
    new = lambda code, said, written: code == 0 and written == [("POST", "/repos/acme/orders/issues/5/comments", text)]  # noqa: E731
    others = [comment(f"{MARKER}\nmine", {"login": "mallory"}), *(comment("hi", number=n) for n in range(150))]

    case("the first report is a new comment", text, new)
    case("another's comment is not touched, though it begins alike", text, new, comments={5: others})
    case(
        "a later report takes the place of the one before, on whatever page it is", text,
        lambda code, said, written: code == 0 and written == [("PATCH", "/repos/acme/orders/issues/comments/9", text)],
        comments={5: [*others, comment(f"{MARKER}\nold")]},
    )
    case("the same report again writes nothing", text, lambda c, s, w: c == 0 and not w, comments={5: [comment(text.strip())]})
    case("a newer push has a run of its own", text, lambda c, s, w: c == 0 and not w, pulls=[{"number": 5, "head": {"sha": "b" * 40}}])
    case("a closed pull request is left alone", text, lambda c, s, w: c == 0 and not w, pulls=[])
    case("no report", None, refused("no report"))
    case("no UTF-8", b"\xff\xfe", refused("UTF-8"))
    case("not a report", "hello\n", refused("does not begin"))
    case("a marker that is more than one", "<!-- data-product-report: x --> @all\n", refused("does not begin"))
    case("a report beyond all measure", MARKER + "\n" + "x" * 300_000, refused("larger"))
    case("GitHub says no", text, lambda c, s, w: c == 1 and "403" in s, code=403)
    case("a commit that is none", text, refused("HEAD_SHA"), HEAD_SHA="HEAD; rm -rf /")
    case("a repository that is none", text, refused("HEAD_REPOSITORY"), HEAD_REPOSITORY="a/b/../c")
    case("no such host", text, refused("error"), GITHUB_API_URL="http://127.0.0.1:9")
    case(
        "a long report is cut", MARKER + "\n" + "é" * 66_000,
        lambda code, said, written: code == 0 and 65_000 < len(written[0][2]) < 65_300,
    )

    def harmless(code, said, written):
        if code or len(written) != 1:
            return False
        body = written[0][2]
        alive = [r"@octocat", r"&#64;", r"&commat;", r"<(?!!--|/?(code|details|summary|br)>)", r"\[", "://", r"www\.", r"#12", "GH-7", "\x1b"]
        kept = ["<details>", "<summary>s</summary>", "<code>c</code><br>d", "SLO-001 data-office@&#8203;example.com"]
        return not [sign for sign in alive if re.search(sign, body)] and all(word in body for word in kept)

    case("what a fork's run wrote is text", f"{MARKER}\n{HOSTILE}", harmless, HEAD_REPOSITORY="mallory/orders")
    print("\n".join(failed) or "every case is as it should be")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
