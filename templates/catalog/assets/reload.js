// Only on pages that `mesh-cli catalog serve` shows: loads the page again when the site was built anew. A page that nobody sees
// waits for nothing, since a browser has few connections to one host.
let edition;
let news;
const listen = () => {
  news?.close();
  news = undefined;
  if (document.hidden) return;
  news = new EventSource("/-/changes");
  news.addEventListener("message", ({ data }) => {
    edition ??= data;
    if (edition !== data) location.reload();
  });
};
document.addEventListener("visibilitychange", listen);
listen();
