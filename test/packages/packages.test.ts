import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { pack } from "../../packages/build.ts";
import { optionalPackages } from "../../packages/entries.ts";
import { breakingChanges } from "../../packages/schema/breaking.ts";
import { frozen } from "../../packages/schema/frozen.ts";
import { engineCli } from "../../rehearsal/engine-cli.ts";
import { serve } from "./serving.ts";

const peers = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes", "@types/node"];

describe("the packages", function () {
  // The compiler reads the types of all of Pulumi's packages.
  this.timeout(300_000);
  const project = fs.mkdtempSync(path.join(os.tmpdir(), "packages-"));
  const installed = (...file: string[]) => path.join(project, "node_modules", ...file);
  let plugin: string;
  const manifest = () => JSON.parse(fs.readFileSync(installed("platform-components", "package.json"), "utf8"));

  before(async () => {
    fs.writeFileSync(path.join(project, "package.json"), '{ "private": true, "type": "module" }\n');
    const packed = await pack(path.join(project, "packed"));
    plugin = packed.plugin;
    for (const file of packed.files) {
      const target = installed(path.basename(file).replace(/-\d.*$/, ""));
      fs.mkdirSync(target, { recursive: true });
      execFileSync("tar", ["-xzf", file, "-C", target, "--strip-components=1"]);
    }
    link(peers);
  });
  after(() => fs.rmSync(project, { recursive: true, force: true }));

  function link(packages: readonly string[]): void {
    for (const each of packages) {
      fs.mkdirSync(path.dirname(installed(each)), { recursive: true });
      fs.symlinkSync(fs.realpathSync(path.join("node_modules", each)), installed(each));
    }
  }

  function ran(name: string, code: string): string {
    const file = path.join(project, name);
    fs.writeFileSync(file, code);
    return execFileSync(process.execPath, [file], {
      cwd: project,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** What the compiler says of programs that use the package, by file; one run reads the types of Pulumi's packages. */
  function faults(programs: Readonly<Record<string, string>>): Record<string, string[]> {
    const files = Object.keys(programs).map((name) => path.join(project, name));
    for (const file of files) fs.writeFileSync(file, programs[path.basename(file)] ?? "");
    const module = ts.ModuleKind.NodeNext;
    const options = { module, target: ts.ScriptTarget.ES2022, strict: true, noEmit: true, skipLibCheck: true };
    const program = ts.createProgram(files, options);
    const told = (file: string) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
    return Object.fromEntries(files.map((file) => [path.basename(file), told(file)]));
  }

  it("make the component in a program of plain JavaScript, whose only other packages are Pulumi's", () => {
    const code = `
import * as pulumi from "@pulumi/pulumi";
import { account } from "platform-components/iam";
import { Vpc } from "platform-components/network";
const types = [];
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => { types.push(type); return { id: name, state: inputs }; },
  call: ({ inputs }) => inputs,
}, "project", "stack", true);
new Vpc("network", {
  account: account("111122223333", "us-east-1"),
  cidrBlock: "10.0.0.0/16",
  zones: ["a", "b"],
  nat: "single",
  flowLogs: { destination: "s3", deletionProtection: true },
  interfaceEndpoints: [],
});
await new Promise((done) => process.once("beforeExit", done));
console.log(types.filter((type) => type === "aws:ec2/subnet:Subnet").length);
`;
    assert.equal(ran("program.mjs", code).trim(), "6");
  });

  it("have an entry for each folder, which a program with Pulumi's packages alone can import", () => {
    const { exports, peerDependencies, peerDependenciesMeta } = manifest();
    const optional = Object.keys(peerDependenciesMeta);
    const special = ["./network/awsx-network", "./cluster/eks-package-cluster"];
    const common = Object.keys(exports).filter((name) => !special.includes(name));
    assert.deepEqual(
      Object.keys(exports).filter((name) => special.includes(name)),
      special.toSorted((left, right) => Object.keys(exports).indexOf(left) - Object.keys(exports).indexOf(right)),
    );
    const lines = common.map((name) => `await import("platform-components/${name.slice(2)}");`);
    assert.equal(ran("entries.mjs", `${lines.join("\n")}\nconsole.log("all");\n`).trim(), "all");
    assert.deepEqual(
      Object.keys(peerDependencies).filter((name) => !optional.includes(name)),
      peers.filter((name) => name.startsWith("@pulumi/")).toSorted(),
    );
    assert.deepEqual(optional.toSorted(), ["@pulumi/awsx", "@pulumi/eks"]);
  });

  it("are read by a CommonJS program", () => {
    const code = 'console.log(typeof require("platform-components/data").Database);\n';
    assert.equal(ran("program.cjs", code).trim(), "function");
  });

  it("have types: an argument that does not exist is an error of the compiler, and the examples have none", () => {
    const program = (more: string) => `
import { Bucket, type BucketArgs } from "platform-components/data";
const args: BucketArgs = { encryption: { kind: "sse-s3" }, deletionProtection: true };
export const arn = new Bucket("logs", { ...args, ${more} }).arn;
`;
    const files = fs.globSync("examples/*/index.ts");
    const examples = files.map((file) => [`${file.replaceAll("/", "-")}`, fs.readFileSync(file, "utf8")]);
    const wrong = program('encryption: { kind: "none" }');
    link(optionalPackages);
    const said = faults({ ...Object.fromEntries(examples), "right.ts": program(""), "wrong.ts": wrong });
    assert.match(String(said["wrong.ts"]), /"none"/);
    const others = Object.entries(said).filter(([name, told]) => name !== "wrong.ts" && told.length > 0);
    assert.deepEqual(others, []);
  });

  it("carry the policy pack as an executable", () => {
    fs.accessSync(installed("platform-policies", "platform-policies"), fs.constants.X_OK);
    assert.ok(fs.existsSync(installed("platform-policies", "config.schema.json")));
  });

  it("have the frozen schema of the Pulumi package; if not, run npx node packages/freeze.ts", () => {
    const read = (name: string) => JSON.parse(fs.readFileSync(path.join(plugin, name), "utf8"));
    const { schema, origins } = frozen();
    assert.deepEqual(breakingChanges(schema, read("schema.json")), []);
    assert.deepEqual(read("schema.json"), schema);
    assert.deepEqual(read("components.json"), origins);
  });

  it("have a Pulumi package that the Pulumi CLI reads", async () => {
    // Its dependencies are those of the project above it.
    const [{ file }, kubernetes] = await Promise.all([
      engineCli(),
      serve(path.join(import.meta.dirname, "kubernetes.ts")),
    ]);
    const offline = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_PROVIDERS: `kubernetes:${kubernetes.port}` };
    const env = { ...process.env, ...offline, PULUMI_HOME: path.join(project, "home") };
    const args = ["package", "get-schema", path.join(plugin, "pulumi-resource-platform")];
    const said = execFileSync(file, args, { cwd: project, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    kubernetes.stop();
    assert.deepEqual(Object.keys(JSON.parse(said).resources), Object.keys(frozen().schema.resources));
  });

  it("have a Pulumi package that runs with Pulumi's packages alone", async () => {
    const serving = await serve(path.join(plugin, "main.js"));
    assert.match(serving.port, /^\d+$/);
    serving.stop();
  });
});
