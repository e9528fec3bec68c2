"""A local git repository, whose configuration is its own."""

import measure

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    **{
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in {"NAME": "bench", "EMAIL": "bench@example.com"}.items()
    },
}


class Repository:
    def __init__(self, folder):
        self.folder = folder
        if not (folder / ".git").exists():
            folder.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet")

    def git(self, *arguments):
        measure.run("git", *arguments, cwd=self.folder, environment=ENVIRONMENT)

    def commit(self, tag):
        """Commits everything that is there, and tags it."""
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--no-gpg-sign", "--message", tag)
        self.git("tag", tag)

    def refresh(self):
        """Lets git look at files that were copied, so that nobody is measured doing it."""
        self.git("status", "--short")

    def source(self, tag):
        """The repository at a tag, as mesh-cli names it."""
        return f"git::file://{self.folder}?ref={tag}"
