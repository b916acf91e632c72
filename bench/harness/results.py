"""Records of what was measured: kept in build/bench/GROUP.json row by row, so that a long benchmark can be run in parts."""
import datetime
import json
import re

from harness import machine, programs

FOLDER = programs.ROOT / "build/bench"
NOTES = programs.ROOT / "docs"


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
    """Replaces what stands between `<!-- bench: GROUP -->` and `<!-- end -->` in a page of docs/ by the group's tables."""
    pages = {page: page.read_text() for page in sorted(NOTES.glob("*.md"))}
    for name, group in groups.items():
        records = read(FOLDER / f"{name}.json")
        if not records:
            print(f"{name}: nothing measured yet, left as it is")
            continue
        parts = []
        for heading, columns, rows in group.tables(records):
            parts.append((f"**{heading}**\n\n" if heading else "") + markdown_table(columns, rows))
        places = 0
        for page, text in pages.items():
            pages[page], count = re.subn(rf"(<!-- bench: {name} -->\n).*?(<!-- end -->)",
                                         lambda found: found[1] + "\n" + "\n\n".join(parts) + "\n\n" + found[2], text, flags=re.S)
            places += count
        if not places:
            print(f"{name}: no page of {NOTES} has a place `<!-- bench: {name} -->` for it")
    for page, text in pages.items():
        page.write_text(text)
