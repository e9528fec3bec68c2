"""Tables of results: Markdown, that reads as well in a terminal."""


def show(title, columns, rows):
    """Prints a table: the first column is text, the others are numbers."""
    lines = [columns, *rows]
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(columns))]
    align = [str.ljust, *[str.rjust] * (len(columns) - 1)]
    line = lambda cells: "| " + " | ".join(a(str(c), w) for a, c, w in zip(align, cells, widths)) + " |"  # noqa: E731
    marks = ["-" * widths[0], *["-" * (width - 1) + ":" for width in widths[1:]]]
    print(f"\n{title}\n")
    for cells in [columns, marks, *rows]:
        print(line(cells))
    print(flush=True)


def seconds(value):
    """A time, in the unit that reads best."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def megabytes(kilobytes):
    """Memory; a dash where it was not measured."""
    return f"{kilobytes / 1024:.0f} MB" if kilobytes else "–"


def middle(values):
    """The median."""
    return sorted(values)[len(values) // 2]
