import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { validate } from "./validators.ts";

const files = globSync(".github/workflows/*.yml");

/** Jobs of a workflow with the text of their steps. */
function jobs(file: string): { name: string; runsOn: string; text: string }[] {
  const { jobs: all } = parse(readFileSync(file, "utf8"));
  return Object.entries<Record<string, unknown>>(all).map(([name, job]) => {
    return { name: `${file} ${name}`, runsOn: JSON.stringify(job["runs-on"]), text: JSON.stringify(job["steps"]) };
  });
}

describe("the workflows", function () {
  this.timeout(300_000);

  it("RC-B26: are accepted by actionlint", async () => {
    assert.ok(files.length > 0);
    await validate("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", ...files);
  });

  it("RC-B26: run pulumi against an account on a runner in its VPC, and follow a plan that the gate has read", () => {
    const inAccount = files.flatMap(jobs).filter(({ text }) => text.includes("pulumi login"));
    assert.ok(inAccount.length >= 2);
    for (const { name, runsOn, text } of inAccount) {
      assert.match(runsOn, /self-hosted/, name);
      assert.match(text, /--save-plan plan\.json.*npm run gate -- plan\.json/, name);
      assert.doesNotMatch(text.replaceAll(/pulumi up --yes --plan plan\.json/g, ""), /pulumi up/, name);
    }
  });

  it("RC-B26: are documented, with the keys that let the runner in", () => {
    const document = readFileSync("docs/runner.md", "utf8");
    for (const word of [
      "platform:deployerNetwork",
      "platform:previewers",
      "PREVIEW_RUNNER",
      "preview.yml",
      "update.yml",
    ])
      assert.ok(document.includes(word), word);
  });
});
