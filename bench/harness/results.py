"""Records of what was measured: kept in build/bench/GROUP.json row by row, so that a long benchmark can be run in parts."""
import datetime
import json
import re

from harness import machine, programs, tables

FOLDER = programs.ROOT / "build/bench"
NOTES = programs.ROOT / "docs"


class Results:
    def __init__(self, group, options):
        self.file = FOLDER / f"{group}.json"
        self.keep = not options.quick

    def of(self, key):
        """What was measured of it before."""
        return read(self.file).get(key, {})

    def add(self, key, record):
        if not self.keep:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        records = read(self.file)
        records[key] = dict(record, measured=datetime.date.today().isoformat(), machine=machine.text())
        self.file.write_text(json.dumps(records, indent=1))


def read(file):
    return json.loads(file.read_text()) if file.exists() else {}


def write_markdown(groups):
    """Brings what stands between `<!-- bench: GROUP -->` and `<!-- end -->` in a page of docs/ up to date with the group's
    records. Rows without a record stay as they are."""
    pages = {page: page.read_text() for page in sorted(NOTES.glob("*.md"))}
    for name, group in groups.items():
        records = read(FOLDER / f"{name}.json")
        if not records:
            print(f"{name}: nothing measured yet, left as it is")
            continue
        places = 0
        for page, text in pages.items():
            pages[page], count = re.subn(rf"(<!-- bench: {name} -->\n)(.*?)(<!-- end -->)",
                                         lambda found: found[1] + "\n" + updated(found[2], group, records) + "\n" + found[3],
                                         text, flags=re.S)
            places += count
        if not places:
            print(f"{name}: no page of {NOTES} has a place `<!-- bench: {name} -->` for it")
    for page, text in pages.items():
        page.write_text(text)


def updated(text, group, records):
    """The tables of each machine are made by themselves: what one can do at most says nothing about rows of another."""
    found = tables.read(text)
    machines = {}
    for key, record in records.items():
        machines.setdefault(record["machine"], set()).add(key)
    newest = lambda keys: max(records[key]["measured"] for key in keys)
    for machine_, keys in sorted(machines.items(), key=lambda item: newest(item[1])):
        first = min(records[key]["measured"] for key in keys)
        days = first if first == newest(keys) else f"{first} to {newest(keys)}"
        of_it = {key: record for key, record in records.items() if key in keys}
        for heading, columns, rows in group.tables(of_it):
            tables.update(found, heading, columns, rows, f"{days} on {', '.join(machine_.split(', ')[:2])}")
    return "\n".join(tables.text(table) for table in found.values())
