#!/usr/bin/env python3
"""Puts the report of a pull request's checks into one comment on it, which later runs update in place.

    comment.py REPORT

It runs in a workflow of its own, which may write comments; the checks themselves, which run what a stranger may have
written, may not. So nothing that they left behind is believed: which pull request it is comes from GitHub, and a report from a
fork is made harmless. Needs Python 3.11 and nothing else.

Reads GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN, and from the event of the run that was checked: HEAD_REPOSITORY,
HEAD_BRANCH, HEAD_SHA. COMMENT_AUTHOR is who the token writes as, unless it is github-actions[bot].
"""

import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

# The first line of every report; the comment is found again by it.
MARKER = re.compile(r"<!-- data-product-report: [A-Za-z0-9._-]{1,200} -->")
MOST = 65_000  # characters; GitHub takes 65,536
MOST_PAGES = 30
TIMEOUT = 30  # seconds
INPUTS = {
    "GITHUB_API_URL": r"https?://[A-Za-z0-9.:/_-]+",
    "GITHUB_REPOSITORY": r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+",
    "GITHUB_TOKEN": r"[!-~]+",
    "HEAD_REPOSITORY": r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+",
    "HEAD_BRANCH": r"[^\x00-\x1f\x7f]{1,255}",
    "HEAD_SHA": r"[0-9a-f]{40}",
}


def inputs():
    """What the workflow says, each in the form it must have."""
    given = {name: os.environ.get(name, "") for name in INPUTS}
    if wrong := [name for name, form in INPUTS.items() if not re.fullmatch(form, given[name])]:
        sys.exit(f"error: {', '.join(wrong)}: missing, or not of the form that GitHub gives it")
    return given


def report(path, stranger):
    """The report and its first line. What a stranger's run wrote is plain text with tables, and no more."""
    path = Path(path)
    if path.is_symlink() or not path.is_file():
        sys.exit(f"error: {path} is no file: the checks left no report")
    if path.stat().st_size > 4 * MOST:
        sys.exit(f"error: {path} is larger than any report")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        sys.exit(f"error: {path} is no UTF-8 text")
    marker, _, body = text.partition("\n")
    if not MARKER.fullmatch(marker):
        sys.exit(f"error: {path} does not begin as a report does")
    body = harmless(body) if stranger else body
    if len(body) > MOST:
        body = body[:MOST] + "\n\n… and more: see the artifacts of the run.\n"
    return marker, f"{marker}\n{body}"


def harmless(text):
    """The text without mentions, links, pictures and HTML, but for the tags that a report has."""
    text = "".join(letter for letter in text if letter in "\n\t\u200b" or letter.isprintable())
    text = re.sub(r"\[((?:[^\[\]\\\n]|\\.)*)\]\(<[^<>\s]*>\)", r"\1", text)  # our own links: the words remain
    text = re.sub(r"&(?!(?:#8203|amp|lt|gt);)", "&amp;", text)
    text = re.sub(r"\\?<(?!/?(?:code|details|summary|br)>|!-- mesh-cli:[a-z-]{1,40} -->)", "&lt;", text)
    text = re.sub(r"\\?\[", "&#91;", text)
    text = re.sub(r"@(?=\w)", "@&#8203;", text)
    text = re.sub(r"(?<!&)#(?=\d)", "#&#8203;", text)
    text = re.sub(r"(?i)\b(gh-)(?=\d)", r"\1&#8203;", text)
    text = text.replace("://", ":&#8203;//")
    return re.sub(r"(?i)\b(www)\.", r"\1&#8203;.", text)


class GitHub:
    def __init__(self, given):
        self.root = f"{given['GITHUB_API_URL'].rstrip('/')}/repos/{given['GITHUB_REPOSITORY']}"
        self.token = given["GITHUB_TOKEN"]

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.root}/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/vnd.github+json", "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json", "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "comment.py",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sys.exit(f"error: {method} {path.partition('?')[0]}: GitHub answers {error.code} {error.reason}")
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            sys.exit(f"error: {method} {path.partition('?')[0]}: {getattr(error, 'reason', error)}")

    def pages(self, path, **query):
        for page in range(1, MOST_PAGES + 1):
            found = self.ask("GET", f"{path}?{urllib.parse.urlencode({**query, 'per_page': 100, 'page': page})}")
            yield from found
            if len(found) < 100:
                return


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: comment.py REPORT")
    given = inputs()
    marker, body = report(sys.argv[1], stranger=given["HEAD_REPOSITORY"] != given["GITHUB_REPOSITORY"])
    author = os.environ.get("COMMENT_AUTHOR") or "github-actions[bot]"
    github = GitHub(given)
    owner = given["HEAD_REPOSITORY"].partition("/")[0]
    open_ones = github.pages("pulls", state="open", head=f"{owner}:{given['HEAD_BRANCH']}")
    numbers = [pull["number"] for pull in open_ones if pull["head"]["sha"] == given["HEAD_SHA"]]
    if not numbers:
        print("no open pull request is at this commit; a later push has a run of its own")
    for number in numbers:
        ours = (
            comment for comment in github.pages(f"issues/{number}/comments")
            if comment["user"]["login"] == author and comment["body"].startswith(marker)
        )
        if (comment := next(ours, None)) is None:
            github.ask("POST", f"issues/{number}/comments", {"body": body})
            print(f"#{number}: commented")
        elif comment["body"].replace("\r\n", "\n").strip() != body.strip():
            github.ask("PATCH", f"issues/comments/{comment['id']}", {"body": body})
            print(f"#{number}: updated")
        else:
            print(f"#{number}: nothing new")


if __name__ == "__main__":
    main()
