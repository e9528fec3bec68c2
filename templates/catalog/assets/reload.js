// Only on pages that `mesh-cli catalog serve` shows: loads the page again when the site was built anew.
new EventSource("/-/changes").addEventListener("message", () => location.reload());
