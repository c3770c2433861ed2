import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { validate } from "./validators.ts";

const files = globSync(".github/workflows/*.yml");

interface Job {
  name: string;
  runsOn: string;
  /** The steps as one text. */
  text: string;
  environment: string;
  permissions: Record<string, string>;
}

/** Jobs of a workflow that have steps. */
function jobs(file: string): Job[] {
  const { jobs: all } = parse(readFileSync(file, "utf8"));
  return Object.entries<Record<string, unknown>>(all)
    .filter(([, job]) => job["steps"] !== undefined)
    .map(([name, job]) => {
      const { environment = "", permissions = {} } = job;
      return {
        name: `${file} ${name}`,
        runsOn: JSON.stringify(job["runs-on"]),
        text: JSON.stringify(job["steps"]),
        environment: String(environment),
        permissions: Object(permissions),
      };
    });
}

/** The lines of shell of all steps. */
const lines = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/^( *)(?:- )?run: (?:\|\n((?:\1 {2,}.*\n|\n)+)|(.*)\n)/gm)].flatMap(
    ([, , block = "", line = ""]) =>
      [...block.split("\n"), line].map((each) => each.trim()).filter((each) => each !== ""),
  ),
);

describe("the workflows", function () {
  this.timeout(300_000);
  const inAccount = files.flatMap(jobs).filter(({ text }) => text.includes("pulumi login"));

  it("RC-B26: are accepted by actionlint", async () => {
    assert.ok(files.length > 0);
    await validate("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", ...files);
  });

  it("RC-B26: run pulumi against an account on a runner in its VPC", () => {
    assert.ok(inAccount.length >= 4);
    for (const { name, runsOn } of inAccount) {
      assert.match(runsOn, /self-hosted/, name);
      assert.match(runsOn, /codebuild-/, name);
    }
  });

  it("update by the plan of the same commit that the gate has read, after the reviewers of the environment", () => {
    const updates = inAccount.filter(({ text }) => text.includes("AWS_DEPLOY_ROLE"));
    assert.deepEqual(
      updates.map(({ name, environment }) => [name, environment]),
      [[".github/workflows/unit.yml update", `\${{ inputs.stack }}`]],
    );
    for (const { name, text } of updates) {
      assert.match(text, /\$PLANS_URL\/\$GITHUB_SHA\/.*--follow --sha256.*npm run verify/, name);
      assert.doesNotMatch(text, /pulumi up|--preview/, name);
    }
    const { jobs: unit } = parse(readFileSync(".github/workflows/unit.yml", "utf8"));
    assert.deepEqual(unit.update.needs, "plan");
    assert.match(JSON.stringify(unit.plan.steps), /--preview --plans plans\\naws s3 cp --recursive plans/);
  });

  it("preview by the role that reads, in an environment of its own", () => {
    for (const { name, text, environment } of inAccount.filter((job) => !job.text.includes("AWS_DEPLOY_ROLE"))) {
      assert.match(text, /AWS_PREVIEW_ROLE/, name);
      assert.match(environment, /^preview-/, name);
    }
  });

  it("pin every action by its digest, and read by default", () => {
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
      assert.deepEqual(
        used.filter((action) => !/^(?:[\w-]+\/[\w-]+@[0-9a-f]{40}|\.\/\.github\/workflows\/unit\.yml)$/.test(action)),
        [],
        file,
      );
      assert.deepEqual(parse(text).permissions, { contents: "read" }, file);
    }
  });

  it("run commands of the project with options that they have", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const usages = new Map<string, string>();
    const usageOf = (script: string): string => {
      const [, file = ""] = /(\S+\.ts)/.exec(String(scripts[script])) ?? [];
      const known = usages.get(script) ?? execFileSync(process.execPath, [file, "--help"], { encoding: "utf8" });
      usages.set(script, known);
      return known;
    };
    const commands = lines.flatMap((line) => [...line.matchAll(/npm run ([\w-]+) -- ([^|&;>]*)/g)]);
    assert.ok(commands.length >= 8, `${commands.length} commands`);
    const unknown = commands.flatMap(([, script = "", rest = ""]) =>
      [...rest.matchAll(/--[a-z][\w-]*/g)]
        .map(String)
        .flatMap((option) => (usageOf(script).includes(option) ? [] : [`${script} ${option}`])),
    );
    assert.deepEqual(unknown, []);
    const others = lines.filter(
      (line) => !/^(?:npm (?:run|ci|test)|npx mocha|bash test\/|pulumi login|aws s3 cp|cat review\.md)/.test(line),
    );
    assert.deepEqual(others, []);
  });

  it("RC-B26: are documented, with the keys that let the runner in and the variables that they read", () => {
    const runner = readFileSync("docs/runner.md", "utf8");
    for (const word of ["platform:deployerNetwork", "platform:previewers", "PREVIEW_RUNNER", "preview.yml", "unit.yml"])
      assert.ok(runner.includes(word), word);
    const document = readFileSync("docs/delivery.md", "utf8");
    const variables = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/vars\.([A-Z_]+)/g)]);
    for (const variable of new Set(variables.map(([, name = ""]) => name)))
      assert.ok(document.includes(`| \`${variable}\``), variable);
  });
});
