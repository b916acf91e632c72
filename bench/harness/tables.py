"""Tables of a page of docs/: read back and brought up to date row by row, so that measuring a part again erases nothing.

Under a table stands when and on which machine most of it was measured, and beside each row where that is otherwise. A row of
what nobody measures any more is deleted by hand.
"""
import collections
import dataclasses
import re

WHEN = "measured"
EARLIER = "earlier"  # rows of a page that did not say it yet


@dataclasses.dataclass
class Table:
    heading: str
    columns: list  # as `numbered` names them
    rows: dict     # by their first cell: cells by column, and WHEN


def name(heading):
    """What tells a table from others: its heading up to the figures."""
    return re.split("[;:]", heading)[0].strip()


def numbered(columns):
    """Each with how many of its name stand before it: plan has several called ratio."""
    return [(column, columns[:i].count(column)) for i, column in enumerate(columns)]


def put(table, columns, row, when):
    table.rows[row[0]] = {column: str(cell) for column, cell in zip(columns, row) if cell != "–"} | {WHEN: when}


def both(old, new):
    """The new columns, and old ones behind those that they stood behind: rows that were not measured again have them."""
    all_of = list(new)
    for i, column in enumerate(old):
        if column not in all_of:
            all_of.insert(all_of.index(old[i - 1]) + 1 if i else 0, column)
    return all_of


def update(tables, heading, columns, rows, when):
    """Puts rows that were measured into their table, at the places where they stand; new ones come last."""
    columns = numbered(columns)
    table = tables.setdefault(name(heading), Table(heading, columns, {}))
    table.heading, table.columns = heading, both(table.columns, columns)
    for row in rows:
        put(table, columns, row, when)


def read(text):
    """The tables of a text by their names."""
    tables = {}
    pattern = r"(?:^\*\*(.*)\*\*\n\n)?((?:^\|.*\|\n)+)(?:\nMeasured (.*)\.\n)?"
    for heading, lines, when in re.findall(pattern, text, flags=re.M):
        columns, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines.splitlines()]
        beside = columns[-1] == WHEN
        columns = numbered(columns[:-1] if beside else columns)
        tables[name(heading)] = table = Table(heading, columns, {})
        for row in rows:
            put(table, columns, row, beside and row[-1] or when or EARLIER)
    return tables


def text(table):
    """As markdown, without columns that no row has."""
    whens = collections.Counter(row[WHEN] for row in table.rows.values())
    most = whens.most_common(1)[0][0]
    beside = [WHEN] if len(whens) > 1 else []
    columns = [column for column in table.columns if any(column in row for row in table.rows.values())]
    names = [column for column, _ in columns] + beside
    lines = [f"**{table.heading}**\n"] if table.heading else []
    lines += ["| " + " | ".join(names) + " |", "|---" + "|---:" * (len(names) - 1) + "|"]
    for row in table.rows.values():
        cells = [row.get(column, "–") for column in columns] + [row[WHEN] if row[WHEN] != most else "" for _ in beside]
        lines.append("| " + " | ".join(cells) + " |")
    if most != EARLIER:
        lines.append(f"\nMeasured {most}.")
    return "\n".join(lines) + "\n"
