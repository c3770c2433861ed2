import assert from "node:assert/strict";
import { evidenceOf, files, problems, type Ran } from "./requirements/checks.ts";
import { columns, coverage } from "./requirements/coverage.ts";
import { named, parse } from "./requirements/tables.ts";

const page = `# Made up

| State | It means |
| --- | --- |
| \`met\` | shown |

## shop (SHP): 5

| ID | What is asked | Where | State |
| --- | --- | --- | --- |
| SHP-NET-01 | a network | \`Vpc\` in shop | met |
| SHP-NET-02 | an old version, a new one instead (OOD-01) | \`Vpc\` in shop | met |
| SHP-NET-03 | a pod | chart in shop | superseded: a task (CON-02) |
| SHP-S3-01 | a place for files | \`Bucket\` in shop | superseded: tables (CON-02) |
| SHP-S3-02 | a person | runbook | operations: docs/people.md |

## bank (BNK): 1

| ID | What is asked | Where | State |
| --- | --- | --- | --- |
| BNK-DB-01 | a database | \`Database\` in bank | open: aws.rds.Instance.port == 5432 |

## Out of date

| OOD | Asked for | Instead |
| --- | --- | --- |
| OOD-01 | old | new |
| CON-02 | files | tables |
`;

const shop = "test/stacks/shop.test.ts";
const vpc = "test/components/vpc.test.ts";
const pass = (title: string, file = vpc): Ran => ({ title, file, passed: true });
const fail = (title: string, file = vpc): Ran => ({ title, file, passed: false });
const both = [pass("Vpc SHP-NET-01, SHP-NET-02: is there"), pass("shop SHP-NET-01 is there", shop)];

/** The problems of a page, given the tests that ran; every document but docs/gone.md exists. */
function found(text: string, ran: Ran[] = both): string[] {
  const read = parse(text);
  return problems(read, evidenceOf(ran, read.systems), (document) => document !== "docs/gone.md");
}

const closed = page.replace("open: aws.rds.Instance.port == 5432", "superseded: nothing (CON-02)");
const change = (from: string, to: string) => found(closed.replace(from, to));

describe("requirements", () => {
  it("reads systems, rows, states and notes, and no other table", () => {
    const { systems, reasons, faults } = parse(page);
    assert.deepEqual(faults, []);
    assert.deepEqual(
      systems.map(({ name, code, count, rows }) => [name, code, count, rows.map(({ id, state }) => `${id} ${state}`)]),
      [
        [
          "shop",
          "SHP",
          5,
          ["SHP-NET-01 met", "SHP-NET-02 met", "SHP-NET-03 superseded", "SHP-S3-01 superseded", "SHP-S3-02 operations"],
        ],
        ["bank", "BNK", 1, ["BNK-DB-01 open"]],
      ],
    );
    assert.deepEqual(systems[1]?.rows, [
      {
        id: "BNK-DB-01",
        what: "a database",
        where: "`Database` in bank",
        state: "open",
        note: "aws.rds.Instance.port == 5432",
        line: 21,
      },
    ]);
    assert.deepEqual([...reasons], ["OOD-01", "CON-02"]);
  });

  it("reports lines that are not a valid row, with the reason", () => {
    assert.deepEqual(change("| a network | `Vpc` in shop | met |", "| a network | met |"), [
      "line 11 must have four cells, got 3",
      "SHP-NET-01 has no row",
      "shop must have 5 IDs according to its heading, got 4",
      "SHP-NET-01 has no row, but is in the title of a test in test/components/vpc.test.ts, test/stacks/shop.test.ts",
    ]);
    assert.equal(change("| SHP-NET-03 |", "| SHP-NET-3 |")[0], 'line 13 must start with an ID, got "SHP-NET-3"');
    assert.equal(
      change("chart in shop | superseded: a task (CON-02)", "chart in shop | later")[0],
      'SHP-NET-03 must be met, superseded, operations, open, got "later"',
    );
    assert.equal(change("| a pod |", "| |")[0], "SHP-NET-03 must have a requirement and a place");
    assert.equal(
      change("operations: docs/people.md", "operations")[0],
      'SHP-S3-02 must have a note after "operations:"',
    );
  });

  it("finds the IDs in a title, each once, and no similar text", () => {
    const { systems } = parse(page);
    assert.deepEqual(named("SHP-NET-01, BNK-DB-01 SHP-NET-01: XSHP-NET-02, OOD-01, SHP-NET-1", systems), [
      "SHP-NET-01",
      "BNK-DB-01",
    ]);
  });

  it("reports no problem if tests show every row that is met", () => {
    assert.deepEqual(found(closed), []);
  });

  it("requires a passing test and no failing test for a row that is met", () => {
    assert.deepEqual(found(closed, [pass("SHP-NET-02")]), ["SHP-NET-01 is met, but no test title contains it"]);
    assert.deepEqual(found(closed, [...both, fail("SHP-NET-02 is new")]), [
      "SHP-NET-02 fails in test/components/vpc.test.ts: SHP-NET-02 is new",
    ]);
    assert.deepEqual(found(closed, [...both, fail("SHP-NET-03 runs")]), [
      "SHP-NET-03 fails in test/components/vpc.test.ts: SHP-NET-03 runs",
    ]);
  });

  it("lists open rows with their fact, and with a test that already shows it", () => {
    assert.deepEqual(found(page), ["BNK-DB-01 is open: aws.rds.Instance.port == 5432"]);
    assert.deepEqual(found(page, [...both, pass("BNK-DB-01", "test/stacks/bank.test.ts")]), [
      "BNK-DB-01 is open: aws.rds.Instance.port == 5432; write met, shown by test/stacks/bank.test.ts",
    ]);
    assert.deepEqual(found(page, [...both, pass("BNK-DB-01")]), [
      "BNK-DB-01 is open: aws.rds.Instance.port == 5432; shown for a component only, by test/components/vpc.test.ts",
    ]);
  });

  it("requires a row for every ID in a test title", () => {
    assert.deepEqual(found(closed, [...both, pass("SHP-NET-09: is there too")]), [
      "SHP-NET-09 has no row, but is in the title of a test in test/components/vpc.test.ts",
    ]);
  });

  it("numbers rows of a letter without a hyphen", () => {
    const rows = ["A1", "A10", "B1"].map((id) => `| RC-${id} | a key | policy | met |`).join("\n");
    const read = parse(`## real account (RC): 3\n${rows}\n`);
    const ran = [pass("RC-A1, RC-A10: has one"), pass("RC-B1: too"), pass("RC-B12 is new")];
    assert.deepEqual(
      problems(read, evidenceOf(ran, read.systems), () => true),
      [
        ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `RC-A${number} has no row`),
        `RC-B12 has no row, but is in the title of a test in ${vpc}`,
      ],
    );
  });

  it("reports removed, repeated and misplaced rows", () => {
    const row = "| SHP-S3-01 | a place for files | `Bucket` in shop | superseded: tables (CON-02) |\n";
    assert.deepEqual(change(row, ""), ["SHP-S3-01 has no row", "shop must have 5 IDs according to its heading, got 4"]);
    assert.deepEqual(change("| SHP-S3-02 | a person | runbook | operations: docs/people.md |\n", ""), [
      "shop must have 5 IDs according to its heading, got 4",
    ]);
    assert.deepEqual(change(row, `${row}${row}`), ["SHP-S3-01 is repeated in line 15"]);
    assert.deepEqual(change("| BNK-DB-01 |", "| SHP-NET-04 |"), ["SHP-NET-04 must not be in the table of bank"]);
  });

  it("requires a reason for superseded rows, an explanation of every reason, and existing documents", () => {
    assert.deepEqual(change("superseded: tables (CON-02)", "superseded: tables"), [
      "SHP-S3-01 is superseded, but names no OOD or CON",
    ]);
    assert.deepEqual(change("instead (OOD-01)", "instead (OOD-07)"), [
      "SHP-NET-02 names OOD-07, which is not explained",
    ]);
    assert.deepEqual(change("docs/people.md", "docs/gone.md"), ["SHP-S3-02 names docs/gone.md, which does not exist"]);
  });

  it("counts rows that are met, separates stacks from components, and counts rows that are not shown as open", () => {
    const { systems } = parse(page);
    assert.deepEqual(
      [columns, ...coverage(systems, evidenceOf(both, systems))],
      [
        ["", "rows", "met", "in stacks", "superseded", "operations", "open", "of those to build"],
        ["shop", 5, 2, 1, 2, 1, 0, "100 %"],
        ["bank", 1, 0, 0, 0, 0, 1, "  0 %"],
        ["all", 6, 2, 1, 2, 1, 1, " 66 %"],
      ],
    );
    const unshown = [pass("SHP-NET-01"), fail("SHP-NET-01"), pass("SHP-NET-02")];
    assert.deepEqual(coverage(systems, evidenceOf(unshown, systems))[0], ["shop", 5, 1, 0, 2, 1, 1, " 50 %"]);
    assert.equal(coverage(systems, evidenceOf([pass("SHP-NET-02")], systems))[0]?.[2], 1);
  });

  it("names the files of an ID once, in order", () => {
    const evidence = evidenceOf([...both, pass("again SHP-NET-01", shop)], parse(page).systems);
    assert.deepEqual(files(evidence.get("SHP-NET-01")?.passed ?? []), [vpc, shop]);
  });
});
