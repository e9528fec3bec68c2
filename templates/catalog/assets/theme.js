// Before anything is painted: that scripts run, and the theme that the reader chose.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("mesh-catalog-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the theme is the system's.
}
