import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as aws from "@pulumi/aws";
import { engineCli } from "../../rehearsal/engine-cli.ts";
import { deploy } from "../harness.ts";
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

  it("is a program with a VPC in the account and the Region of its configuration", async () => {
    fs.symlinkSync(path.resolve("node_modules"), path.join(project, "node_modules"));
    const program = () => import(pathToFileURL(path.join(project, "index.ts")).href);
    // The project of the mocks is named platform.
    const config = { "platform:accountId": "111122223333", "platform:region": "eu-west-1" };
    const { one } = await deploy(program, { config });
    assert.equal(one("pulumi:providers:aws").inputs["region"], "eu-west-1");
    assert.equal(one(aws.ec2.Vpc).inputs["cidrBlock"], "10.0.0.0/16");
  });
});
