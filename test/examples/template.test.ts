import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { engineCli } from "../../rehearsal/engine-cli.ts";
import { resolveEntries } from "./entries.ts";

const template = path.resolve("packages", "template");
const language = path.resolve("rehearsal", "language-plugin");

describe("the template", function () {
  this.timeout(300_000);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "template-"));
  const project = path.join(home, "shop");
  const read = (...file: string[]) => JSON.parse(fs.readFileSync(path.join(...file), "utf8"));

  before(async () => {
    resolveEntries();
    fs.mkdirSync(project);
    const { file } = await engineCli();
    const search = [path.dirname(process.execPath), language, process.env["PATH"]].join(path.delimiter);
    const offline = { PULUMI_SKIP_UPDATE_CHECK: "true", REHEARSAL_LANGUAGE: path.join(language, "language.ts") };
    const env = { ...process.env, ...offline, PATH: search, PULUMI_HOME: path.join(home, "home") };
    const named = ["--name", "shop", "--description", "The shop"];
    const args = ["new", template, "--generate-only", "--yes", ...named];
    execFileSync(file, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  });
  after(() => fs.rmSync(home, { recursive: true, force: true }));

  it("starts a program in an empty folder, with the versions of Pulumi's packages that the components are tested with", () => {
    assert.match(fs.readFileSync(path.join(project, "Pulumi.yaml"), "utf8"), /^name: shop\ndescription: The shop\n/);
    const { name, dependencies } = read(project, "package.json");
    const tested: Record<string, string> = read("package.json").dependencies;
    assert.equal(name, "shop");
    for (const [each, range] of Object.entries(dependencies)) assert.equal(range, `^${tested[each]}`, each);
  });

  it("is a program that the policy pack accepts and the account creates", async () => {
    fs.symlinkSync(path.resolve("node_modules"), path.join(project, "node_modules"));
    const program = async () => ({ ...(await import(pathToFileURL(path.join(project, "index.ts")).href)) });
    const config = { "shop:accountId": { value: "111122223333" }, "shop:region": { value: "us-east-1" } };
    const rehearsal = await Rehearsal.open({ stack: "dev", program, directory: project, config });
    try {
      const { errors, violations } = await rehearsal.update();
      assert.deepEqual([errors, violations.filter(({ level }) => level === "mandatory")], [[], []]);
      assert.ok(rehearsal.resources().some(({ type }) => type === "platform:network:Vpc"));
    } finally {
      rehearsal.close();
    }
  });
});
