"""Runs a command to its end: how long it took, and the most memory that it held."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

BETWEEN_LOOKS = 0.02  # seconds between two looks at the memory of a process


@dataclass
class Run:
    seconds: float
    code: int
    output: str
    peak: int  # kB of the process itself, the last time it was looked at; 0 where the system does not tell


def run(*command, cwd=None, codes=(0,), environment=None, memory=False):
    """Runs a command. Another exit code than those expected ends the whole run: a peer that fails is not measured."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )
        watched = Watch(process.pid) if memory else None
        code = process.wait()
        seconds = time.perf_counter() - begun
        peak = watched.stop() if watched else 0
        output.seek(0)
        text = output.read().decode(errors="replace")
    if code not in codes:
        sys.exit(f"bench: `{' '.join(map(str, command))}` ended with {code}:\n{text[-2000:]}")
    return Run(seconds, code, text, peak)


class Watch(threading.Thread):
    """Looks at the highest memory of a process (`VmHWM`) until it ends. What `wait4` tells would hold our own in it."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status = Path(f"/proc/{pid}/status")
        self.peak = 0
        self.ended = threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(BETWEEN_LOOKS):
            try:
                found = re.search(r"VmHWM:\s*(\d+) kB", self.status.read_text())
            except OSError:
                return
            self.peak = max(self.peak, int(found[1]) if found else 0)

    def stop(self):
        self.ended.set()
        self.join()
        return self.peak
