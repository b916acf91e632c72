"""Records of what was measured: kept in build/bench/GROUP.json row by row, so that a long benchmark can be run in parts."""
import datetime
import json
import re

from harness import machine, programs

FOLDER = programs.ROOT / "build/bench"
NOTE = programs.ROOT / "docs/performance.md"


class Results:
    def __init__(self, group, options):
        self.file = FOLDER / f"{group}.json"
        self.keep = not options.quick

    def add(self, key, record):
        if not self.keep:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        records = read(self.file)
        records[key] = dict(record, measured=datetime.date.today().isoformat(), machine=machine.text())
        self.file.write_text(json.dumps(records, indent=1))


def read(file):
    return json.loads(file.read_text()) if file.exists() else {}


def markdown_table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "|".join("---" if i == 0 else "---:" for i in range(len(columns))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def write_markdown(groups):
    """Replaces what stands between `<!-- bench: GROUP -->` and `<!-- end -->` by the group's tables."""
    note = NOTE.read_text()
    for name, group in groups.items():
        records = read(FOLDER / f"{name}.json")
        if not records:
            print(f"{name}: nothing measured yet, left as it is")
            continue
        parts = []
        for heading, columns, rows in group.tables(records):
            parts.append((f"**{heading}**\n\n" if heading else "") + markdown_table(columns, rows))
        new, count = re.subn(rf"(<!-- bench: {name} -->\n).*?(<!-- end -->)",
                             lambda found: found[1] + "\n" + "\n\n".join(parts) + "\n\n" + found[2], note, flags=re.S)
        if not count:
            print(f"{name}: {NOTE} has no place `<!-- bench: {name} -->` for it")
        note = new
    NOTE.write_text(note)
