"""Reads a workbook as others do and says what is wrong with it.

    check.py read FOLDER          the rules for published spreadsheets, and the figures of the CSV files
    check.py recalculate FOLDER   LibreOffice works the formulas out again: no error, the same figures
    check.py hostile FOLDER       hostile.xlsx: text is text, and all else is as in results.xlsx
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HALF_A_PENNY = 0.005
SIGNS = ("[x]", "[z]")
# Assumptions are numbers, lists of numbers or names.
MIXED = {("Assumptions", name) for name in ("Value", "Low", "High", "Baseline's value")}
CALCULATED = {"Options", "Costs", "Total costs", "Bridge", "Savings by year"}
TURNING = re.compile("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200e\u200f]")

wrong: list[str] = []


def expect(holds: bool, what: str) -> None:
    if not holds:
        wrong.append(what)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(sheet: Worksheet) -> tuple[list[str], list[list[object]]]:
    """The headings and the rows of a sheet's only table."""
    (found,) = sheet.tables.values()
    first, *others = ([cell.value for cell in row] for row in sheet[found.ref])
    return [str(heading) for heading in first], others


def records(sheet: Worksheet) -> list[dict[str, object]]:
    headings, lines = table(sheet)
    return [dict(zip(headings, line, strict=True)) for line in lines]


# The rules for published spreadsheets


def check_sheet(sheet: Worksheet) -> None:
    name = sheet.title
    expect(isinstance(sheet["A1"].value, str) and bool(sheet["A1"].value), f"{name}: no title in A1")
    expect(not sheet.merged_cells.ranges, f"{name}: merged cells")
    expect(sheet.sheet_state == "visible", f"{name}: hidden")
    expect(len(sheet.tables) == 1, f"{name}: {len(sheet.tables)} tables")
    if len(sheet.tables) != 1:
        return
    (found,) = sheet.tables.values()
    cells = sheet[found.ref]
    expect(cells[0][0].column == 1, f"{name}: the table does not begin in column A")
    expect(cells[-1][-1].row == sheet.max_row, f"{name}: something stands below the table")
    expect(cells[-1][-1].column == sheet.max_column, f"{name}: something stands beside the table")
    for row in range(1, cells[0][0].row):
        expect(sheet.cell(row, 1).value is not None, f"{name}: row {row} is blank")
        beside = [cell.value for cell in sheet[row][1:] if cell.value is not None]
        expect(not beside, f"{name}: row {row} has {beside}")
    headings = [str(cell.value) for cell in cells[0]]
    expect(len({heading.lower() for heading in headings}) == len(headings), f"{name}: headings that are the same")
    for column in sheet.column_dimensions.values():
        expect(not column.hidden, f"{name}: a hidden column")
    if name != "Cover":
        expect(sheet.freeze_panes is not None, f"{name}: nothing stays in sight")
    for place, heading in enumerate(headings):
        check_column(sheet, heading, [row[place] for row in cells[1:]])


def check_column(sheet: Worksheet, heading: str, cells: list) -> None:
    kinds = set()
    for cell in cells:
        at = f"{sheet.title}!{cell.coordinate}"
        expect(cell.value not in (None, ""), f"{at} is blank")
        expect(cell.data_type != "e", f"{at} is an error: {cell.value}")
        if cell.data_type == "f":
            expect(sheet.title in CALCULATED, f"{at} is a formula: {cell.value}")
            kinds.add("number")
        elif isinstance(cell.value, str):
            expect(not TURNING.search(cell.value), f"{at} turns what follows: {cell.value!r}")
            if cell.value not in SIGNS:
                kinds.add("text")
                expect(not re.fullmatch(r"-?\d+\.\d+", cell.value), f"{at} is a number as text: {cell.value}")
        else:
            kinds.add("number")
            if heading.lower().startswith(("total cost over", "saving a year")):
                expect("£" in cell.number_format, f"{at} is not shown in pounds")
    if (sheet.title, heading) not in MIXED:
        expect(len(kinds) <= 1, f"{sheet.title}, {heading}: numbers and text")


def check_links(book: Workbook) -> None:
    (contents,) = book["Cover"].tables.values()
    links = [row[0].hyperlink for row in book["Cover"][contents.ref][1:]]
    named = [re.sub(r"^'|'!A1$", "", link.location) for link in links if link]
    expect(named == book.sheetnames[1:], f"the contents name {named}")


def check_properties(book: Workbook) -> None:
    properties = book.properties
    expect(bool(properties.title), "no title")
    expect(properties.created == datetime(2000, 1, 1), f"dated {properties.created}")
    language = {each.name: each.value for each in book.custom_doc_props.props}
    expect(language.get("Language") == "en-GB", f"no language: {language}")


def check_charts(path: Path, options: bool) -> None:
    with zipfile.ZipFile(path) as archive:
        drawings = [name for name in archive.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        alternatives = []
        for name in drawings:
            found = ET.fromstring(archive.read(name)).iter()
            alternatives += [each.get("descr") for each in found if each.tag.endswith("}cNvPr")]
        charts = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        titles = []
        for name in charts:
            chart = ET.fromstring(archive.read(name))
            title = next((each for each in chart.iter() if each.tag.endswith("}title")), None)
            words = [each.text or "" for each in title.iter() if each.tag.endswith("}t")] if title is not None else []
            titles.append("".join(words))
    expect(len(charts) == (3 if options else 1), f"{len(charts)} charts")
    expect(len(alternatives) == len(charts) and all(alternatives), f"text alternatives: {alternatives}")
    expect(all(20 < len(title) <= 255 for title in titles), f"titles of charts: {titles}")
    expect(all(len((words or "").encode("utf-16-le")) <= 2 * 255 for words in alternatives), f"too long: {alternatives}")


def check_axis(path: Path, figures: Workbook) -> None:
    """The axis of costs holds every interval: left to itself LibreOffice makes it for the bars alone."""
    ends = [row[f"Total cost, 95% interval {end}"] for row in records(figures["Options"]) for end in ("from", "to")]
    with zipfile.ZipFile(path) as archive:
        chart = ET.fromstring(archive.read("xl/charts/chart1.xml"))
    (axis,) = (each for each in chart.iter() if each.tag.endswith("}valAx"))
    low, high = (
        next((float(each.get("val", "nan")) for each in axis.iter() if each.tag.endswith(end)), float("nan"))
        for end in ("}min", "}max")
    )
    numbers = [end for end in ends if isinstance(end, (int, float))]
    expect(all(low <= end <= high for end in numbers), f"costs {numbers} on an axis from {low} to {high}")


# The figures of the files


def near(found: object, expected: float) -> bool:
    return isinstance(found, (int, float)) and abs(found - expected) < HALF_A_PENNY


def check_figures(folder: Path, values: Workbook) -> None:
    """That what the workbook holds, its totals above all, is what the files hold."""
    order = {row["scenario"]: place for place, row in enumerate(rows(folder, "options.csv"))}
    costs: dict[tuple[int, str, str], float] = {}
    for row in rows(folder, "costs.csv"):
        costs[order[row["scenario"]], row["line"].lower(), row["period"]] = float(row["mean_gbp"])
    compared = 0
    for sheet, line_of in (("Costs", lambda row: str(row["Budget line"]).lower()), ("Total costs", lambda row: "total")):
        for row in records(values[sheet]):
            for heading, value in row.items():
                period = "horizon" if heading == "All years" else heading
                key = (int(row["Number"]), line_of(row), period)
                if key in costs:
                    compared += 1
                    expect(near(value, costs[key]), f"{sheet} {key}: {value}, not {costs[key]}")
    expect(compared > 20, f"only {compared} costs were compared")
    for row in records(values["Total costs"]):
        place = int(row["Number"])
        less = costs[place, "total", "horizon"] - costs[0, "total", "horizon"]
        expect(near(row["All years, less the baseline"], less), f"scenario {place}, less the baseline")
    if len(order) > 1:
        check_options(folder, values, order, costs)


def check_few(values: Workbook, futures: int) -> None:
    """Of fewer than 30 futures neither shares nor where one in ten lies is told; of more both are."""
    told = 0
    for sheet in ("Levels", "Time series", "Differences", "Cash flow"):
        for row in records(values[sheet]) if sheet in values.sheetnames else []:
            for heading, value in row.items():
                if re.search("in ten|1 in 10|Share of futures", heading):
                    told += value != "[x]"
                    expect(futures >= 30 or value == "[x]", f"{sheet}, {heading}: {value} of {futures} futures")
    expect(futures < 30 or told > 100, f"only {told} ends of ranges are told")


def check_agree(values: Workbook) -> None:
    """What an option saves a year, and its row of Differences, have the interval of its total cost."""
    differences = [row for row in records(values["Differences"]) if row["Name of the figure in the files"] == "cost_total_gbp"]
    for row in records(values["Options"]):
        whole = next(heading for heading in row if heading.startswith("Total cost over"))
        cost = [row[whole], row["Total cost, 95% interval from"], row["Total cost, 95% interval to"]]
        saved = row["Saving a year since it began"]
        ends = [row[f"Saving a year, 95% interval {end}"] for end in ("from", "to")]
        if "[x]" in cost + ends or not cost[0]:
            continue
        share = -saved / cost[0]
        expect(near(ends[0], -cost[2] * share) and near(ends[1], -cost[1] * share), f"{row['Option']}: saves {ends} of {cost}")
        number = str(row["Option"]).split(".")[0]
        of = next(each for each in differences if str(each["Scenario"]).split()[-1] == number)
        told = [of["Difference"], of["95% interval from"], of["95% interval to"]]
        expect(all(map(near, told, cost)), f"{row['Option']}: {told} in Differences, {cost} in Options")


def check_words(values: Workbook) -> None:
    """Figures have words, whatever their names are in the files."""
    words = {row["Name of the figure in the files"]: row["Figure"] for row in records(values["Levels"])}
    expected = {
        "ceased_dfe": "Ceased to be looked after, as published",
        "legal_permanence_child_days": "Days under guardianship or adopted, all children",
    }
    found = {name: words.get(name) for name in expected}
    expect(found == expected, f"words of figures: {found}")


def check_options(folder: Path, values: Workbook, order: dict[str, int], costs: dict) -> None:
    parts: dict[tuple[int, str], float] = defaultdict(float)
    for row in rows(folder, "bridge.csv"):
        parts[order[row["scenario"]], row["view"]] += float(row["mean_gbp"])
        parts[order[row["scenario"]], row["part"]] += float(row["mean_gbp"])
    bridge = {str(row["Part"]): row for row in records(values["Bridge"])}
    causes = [row for row in records(values["Causes"]) if row["Split by"] == "cause"]
    savings: dict[tuple[int, str], float] = defaultdict(float)
    for row in records(values["Savings by year"]):
        place, year = int(row["Number"]), str(row["Year"])
        saved = costs[0, "total", year] - costs[place, "total", year]
        expect(near(row["Total saving"], saved), f"scenario {place} saves {row['Total saving']} in {year}, not {saved}")
        for heading, value in row.items():
            if isinstance(value, (int, float)):
                savings[place, heading] += value
    labels = {
        "Cashable": "cashable (invoices and allowances)",
        "Own carers and staff": "the council's own carers and staff",
        "Option and recruitment": "cost of the option, recruitment included",
        "Of it growth avoided, no cut": "avoided, no cut",
    }
    for place in range(1, len(order)):
        column = next(heading for heading in bridge["Baseline: total cost"] if heading.split()[-1] == str(place))
        expect(near(bridge["Baseline: total cost"][column], costs[0, "total", "horizon"]), f"bridge {place}: baseline")
        total = costs[place, "total", "horizon"]
        for row in ("Option: total cost, added up", "Option: total cost, from its budget lines"):
            expect(near(bridge[row][column], total), f"bridge {place}: {row} is {bridge[row][column]}, not {total}")
        expect(bridge["Difference between the two"][column] == 0, f"bridge {place}: the ways differ")
        for line in bridge:
            of = [costs.get((scenario, line.lower(), "horizon")) for scenario in (place, 0)]
            if None not in of:
                expect(near(bridge[line][column], of[0] - of[1]), f"bridge {place}: {line} is {bridge[line][column]}")
        cause = {str(row["Part"]): row["Difference"] for row in causes if int(str(row["Scenario"]).split()[-1]) == place}
        expect(near(cause["Fewer or more days in care"], parts[place, "Fewer or more days in care"]), "days")
        for heading, part in labels.items():
            found, whole = savings[place, heading], -parts[place, part]
            # A run that does not begin in April has years that are not full, of which nothing is avoided.
            expect(near(found, whole), f"scenario {place}: {heading} adds up to {found}, not {whole}")


# Another program's results


def formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate


def without_results(path: Path, to: Path) -> None:
    """The same workbook whose formulas have no results: whoever opens it has to work them out."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(to, "w") as bare:
        for name in archive.namelist():
            text = archive.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            bare.writestr(name, text)


def recalculated(path: Path, folder: Path) -> Workbook:
    bare = folder / "bare.xlsx"
    without_results(path, bare)
    expect(load_workbook(bare, data_only=True)["Costs"].max_row > 5, "nothing to work out")
    return worked_out(bare, folder)


def worked_out(bare: Path, folder: Path) -> Workbook:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return load_workbook(folder / "out" / bare.name, data_only=True)


def check_recalculated(folder: Path) -> None:
    path = folder / "results.xlsx"
    written = load_workbook(path, data_only=True)
    with tempfile.TemporaryDirectory() as place:
        again = recalculated(path, Path(place))
    cells = list(formulas(load_workbook(path)))
    expect(len(cells) > 20, f"only {len(cells)} formulas")
    for sheet, at in cells:
        before, after = written[sheet][at].value, again[sheet][at].value
        same = isinstance(before, (int, float)) and near(after, before)
        expect(same, f"{sheet}!{at} was written as {before} and comes to {after}")
    for sheet in again:
        for row in sheet.iter_rows():
            for cell in row:
                error = cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
                expect(not error, f"{sheet.title}!{cell.coordinate} is {cell.value}")
    check_figures(folder, again)
    check_edited(folder)


MORE = 100_000
LINE = "Agency fostering"


def check_edited(folder: Path) -> None:
    """That totals, bridge and savings follow if somebody changes one cost of the first option in its first year."""
    book = load_workbook(folder / "results.xlsx")
    (found,) = book["Costs"].tables.values()
    headings, *lines = book["Costs"][found.ref]
    place = {str(cell.value): number for number, cell in enumerate(headings)}
    year = next(heading for heading in place if re.fullmatch(r"\d{4}/\d\d", heading))
    (line,) = (row for row in lines if (row[place["Number"]].value, row[place["Budget line"]].value) == (1, LINE))
    line[place[year]].value += MORE
    before = load_workbook(folder / "results.xlsx", data_only=True)
    with tempfile.TemporaryDirectory() as where:
        edited = Path(where) / "edited.xlsx"
        book.save(edited)
        after = worked_out(edited, Path(where))

    def moved(sheet: str, key: str, row: object, column: str) -> float:
        values = [next(r for r in records(b[sheet]) if r[key] == row)[column] for b in (before, after)]
        return values[1] - values[0]

    option = next(heading for heading in table(before["Bridge"])[0] if heading.split()[-1] == "1")
    for row, by in ((LINE, MORE), ("Baseline: total cost", 0), ("Difference between the two", 0)):
        expect(near(moved("Bridge", "Part", row, option), by), f"an edited cost: bridge, {row}")
    for row in ("Option: total cost, added up", "Option: total cost, from its budget lines"):
        expect(near(moved("Bridge", "Part", row, option), MORE), f"an edited cost: bridge, {row}")
    expect(near(moved("Total costs", "Number", 1, year), MORE), "an edited cost: total costs")
    # The first row of Savings is that of the first option in the first year.
    for column in ("Cashable", "Total saving"):
        expect(near(moved("Savings by year", "Number", 1, column), -MORE), f"an edited cost: savings, {column}")


def check_hostile(folder: Path) -> None:
    usual, hostile = (load_workbook(folder / name) for name in ("results.xlsx", "hostile.xlsx"))
    expect(hostile.sheetnames == usual.sheetnames, f"other sheets: {hostile.sheetnames}")
    for sheet in hostile:
        expect(list(sheet.tables) == list(usual[sheet.title].tables), f"{sheet.title}: other tables")
    both = [set(formulas(book)) for book in (usual, hostile)]
    expect(both[0] == both[1], f"other formulas: {both[0] ^ both[1]}")
    for sheet in hostile:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    same = usual[sheet.title][cell.coordinate].value == cell.value
                    expect(same, f"{sheet.title}!{cell.coordinate}: {cell.value}")
                elif isinstance(cell.value, str):
                    expect(not TURNING.search(cell.value), f"{sheet.title}!{cell.coordinate} turns: {cell.value!r}")
                    if cell.value.startswith(("=", "-", "+", "@")):
                        expect(cell.quotePrefix, f"{sheet.title}!{cell.coordinate} becomes a formula when edited")
    check_charts(folder / "hostile.xlsx", options=True)
    check_properties(hostile)
    with zipfile.ZipFile(folder / "hostile.xlsx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
            if name.endswith(".rels"):
                expect(b'TargetMode="External"' not in archive.read(name), f"{name} leads out of the workbook")


def check_read(folder: Path) -> None:
    path = folder / "results.xlsx"
    book = load_workbook(path)
    for sheet in book:
        check_sheet(sheet)
    check_links(book)
    check_properties(book)
    check_charts(path, options="Options" in book.sheetnames)
    figures = load_workbook(path, data_only=True)
    check_figures(folder, figures)
    check_few(figures, min(int(row["n"]) for row in rows(folder, "costs.csv")))
    check_words(figures)
    if "Options" in book.sheetnames:
        check_axis(path, figures)
        check_agree(figures)


def main() -> int:
    what, folder = sys.argv[1], Path(sys.argv[2])
    {"read": check_read, "recalculate": check_recalculated, "hostile": check_hostile}[what](folder)
    for line in wrong[:40]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
