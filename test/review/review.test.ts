import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Misuse } from "../../policy-pack/commands/command.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { commandLine, usage } from "../../review/command-line.ts";

const directory = temporaryDirectory("review");
const file = (name: string, text = "") => {
  const target = path.join(directory, name);
  if (text !== "") fs.writeFileSync(target, text);
  return target;
};
const plan = (stack: string) => JSON.stringify({ stack, resources: [], violations: [], errors: [] });

describe("npm run review", function () {
  this.timeout(300_000);
  this.slow(60_000);
  after(() => fs.rmSync(directory, { recursive: true, force: true }));

  it("refuses wrong usage in one line that says what is allowed and what was given", () => {
    const cases: [string[], RegExp][] = [
      [[], /^STACK is missing\.$/],
      [["dev", "prod"], /^Only one stack can be given, got dev, prod\.$/],
      [["prdo"], /^The stack must be one of .*prod.*, got prdo\.$/],
      [["dev", "--against", file("none.json")], /none\.json cannot be read: ENOENT/],
      [["dev", "--against", file("text.json", "plan")], /text\.json is no JSON: /],
      [
        ["dev", "--against", file("other.json", "[]")],
        /^--against must be a file of `npm run preview -- dev --json FILE`, .* is none\.$/,
      ],
      [["dev", "--against", file("prod.json", plan("prod"))], /^--against must be a plan of dev, got one of prod\.$/],
      [
        ["dev", "--html", path.join(directory, "none", "a.html")],
        /a\.html cannot be written: its folder does not exist$/,
      ],
    ];
    for (const [args, message] of cases)
      assert.throws(
        () => commandLine(args),
        (error) => error instanceof Misuse && message.test(error.message),
        message.source,
      );
  });

  it("takes names of files from the stack, and shows the usage", () => {
    assert.deepEqual(commandLine(["dev"]), {
      stack: "dev",
      files: { html: "review-dev.html", markdown: "review-dev.md" },
    });
    assert.equal(commandLine(["--help"]), undefined);
    assert.match(usage, /^Usage: npm run review -- STACK /);
  });

  it("writes the page and the Markdown of a stack, compared with a plan", () => {
    const [html, markdown] = [file("local.html"), file("local.md")];
    const against = file("local.json", plan("local"));
    const args = ["review/review.ts", "local", "--against", against, "--html", html, "--markdown", markdown];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Resources: \d+ \(/m);
    assert.ok(stdout.endsWith(`${html}\n${markdown}\n`), stdout);
    assert.match(fs.readFileSync(html, "utf8"), /^<!doctype html>\n<html lang="en">/);
    const text = fs.readFileSync(markdown, "utf8");
    assert.match(text, /^# Review of local\n/);
    assert.match(text, /### Changed resources\n/);
  });
});
