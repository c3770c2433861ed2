import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { type Deployment, deploy } from "../../commands/deploy/deployment.ts";
import { deployments } from "../../commands/deploy/engines/deployments.ts";
import { github } from "../../commands/deploy/engines/github.ts";
import { operator } from "../../commands/deploy/engines/operator.ts";
import { type PartEngine, partEngine } from "../../commands/deploy/part-engine.ts";
import { digest, expectPlans, tellWorkflow } from "../../commands/deploy/saved-plan.ts";
import { split } from "../../commands/deploy/split.ts";
import { gate, judge, link } from "../../commands/deploy/stacks.ts";
import platform from "../../index.ts";
import { needs, partNames } from "../../layers/parts/order.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { withoutDebugLog } from "../../rehearsal/debug-log.ts";
import { Outcome } from "../../rehearsal/outcome.ts";
import { declared, project, stackFile } from "../../rehearsal/stacks.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";
import { Workspace } from "../../rehearsal/workspace.ts";

/** Runs the command as npm does; the exit code and the output. */
function command(...args: string[]): Promise<{ code: number; text: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
  execFile(process.execPath, ["commands/deploy.ts", ...args], (error, stdout, stderr) =>
    resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
  );
  return promise;
}

describe("npm run deploy", () => {
  it("prints its options, and refuses what it does not have with exit code 2", async () => {
    const { code, text } = await command("--help");
    assert.equal(code, 0);
    assert.match(text, /--part PART {7}one part, repeatable: foundation, stores, edge, workloads, objects, operations/);
    const wrong: [args: string[], message: RegExp][] = [
      [[], /^STACK is missing\.$/m],
      [["nothing"], /^The stack nothing does not exist\.$/m],
      [["dev.stores"], /^dev\.stores is a part: name the whole stack, and the part by --part\.$/m],
      [["dev", "--part", "all"], /^--part must be one of foundation, .*, whole, got all\.$/m],
      [
        ["dev", "--follow", "--preview", "--part", "whole", "--part", "edge", "--backend", "s3://state"],
        /^--backend and --repository are for --print\.\n--part whole stands alone\.\n--follow needs .*: --plans DIR\.\n--follow previews nothing/m,
      ],
      [["dev", "--plans", "docs", "--follow"], /^--plans names a directory without docs\/dev\.foundation\.json, /m],
      [["dev", "--print", "jenkins"], /^--print must be one of github, operator, deployments, got jenkins\.$/m],
      [["dev", "--split", "--preview"], /^--split takes no other option\.$/m],
    ];
    for (const [args, message] of wrong) {
      const answer = await command(...args);
      assert.equal(answer.code, 2, args.join(" "));
      assert.match(answer.text, message);
    }
  });

  it("gives a part the file of the whole by a link", () => {
    const directory = temporaryDirectory("links");
    fs.writeFileSync(path.join(directory, "Pulumi.prod.yaml"), "config: {}\n");
    link("prod", directory);
    link("prod.stores", directory);
    link("prod.stores", directory);
    assert.deepEqual(fs.readdirSync(directory).sort(), ["Pulumi.prod.stores.yaml", "Pulumi.prod.yaml"]);
    assert.equal(fs.readFileSync(path.join(directory, "Pulumi.prod.stores.yaml"), "utf8"), "config: {}\n");
    fs.rmSync(directory, { recursive: true });
  });
});

describe("a deployment in parts", () => {
  /** Engines that note what is asked of them; the parts that are named fail in their update. */
  function noting(failing: readonly string[] = []) {
    const notes: string[] = [];
    const running = new Set<string>();
    const beside = new Set<string>();
    const engineOf = (part: string): PartEngine => ({
      preview: async () => {
        notes.push(`preview ${part}`);
        return new Outcome();
      },
      update: async () => {
        running.add(part);
        // Whatever can begin beside this update has begun after this turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
        if (running.size > 1) beside.add([...running].sort().join(" "));
        running.delete(part);
        notes.push(`update ${part}`);
        const outcome = new Outcome();
        outcome.failed = failing.includes(part);
        return outcome;
      },
      state: async () => ({ version: 3, deployment: {} }),
      restore: async () => {},
      cli: async () => {},
    });
    const open = async (stack: string) => engineOf(stack.replace("dev.", ""));
    const deployment: Deployment = {
      whole: "dev",
      units: partNames,
      mode: "update",
      plans: ".",
      judge: async () => [],
      open,
      gate: async () => [],
      tell: () => {},
    };
    return { notes, beside, deployment };
  }

  it("updates parts after those that they read, and stores beside edge", async () => {
    const { notes, beside, deployment } = noting();
    await deploy(deployment);
    const updates = notes.filter((note) => note.startsWith("update")).map((note) => note.split(" ")[1]);
    assert.equal(updates[0], "foundation");
    assert.deepEqual(updates.slice(1, 3).sort(), ["edge", "stores"]);
    assert.deepEqual(updates.slice(3), ["workloads", "objects", "operations"]);
    assert.deepEqual([...beside], ["edge stores"]);
  });

  it("begins no part after one that failed, and goes on beside it", async () => {
    const { notes, deployment } = noting(["stores"]);
    assert.deepEqual(Object.fromEntries(await deploy(deployment)), {
      foundation: "done",
      stores: "failed",
      edge: "done",
      workloads: "waits",
      objects: "waits",
      operations: "waits",
    });
    assert.ok(!notes.includes("preview workloads"));
  });

  it("updates nothing that the gate refuses, and nothing in a preview", async () => {
    const refused = noting();
    const results = await deploy({ ...refused.deployment, gate: async () => ["deletes a database"] });
    assert.equal(results.get("foundation"), "failed");
    const preview = noting();
    await deploy({ ...preview.deployment, mode: "preview" });
    const updates = [...refused.notes, ...preview.notes].filter((note) => note.startsWith("update"));
    assert.deepEqual(updates, []);
  });
});

describe("a saved plan", () => {
  let directory: string;
  beforeEach(() => {
    directory = temporaryDirectory("plans");
    fs.writeFileSync(path.join(directory, "dev.stores.json"), "{}");
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it("is followed without another preview, and without the policy pack over the whole", async () => {
    const asked: string[] = [];
    const update = async (plan?: string) => {
      asked.push(`update by ${path.basename(plan ?? "")}`);
      return new Outcome();
    };
    const preview = async () => {
      asked.push("preview");
      return new Outcome();
    };
    const rest = { state: async () => ({ version: 3, deployment: {} }), restore: async () => {}, cli: async () => {} };
    const results = await deploy({
      whole: "dev",
      units: ["whole"],
      mode: "follow",
      plans: directory,
      judge: async () => ["the pack was asked"],
      open: async () => ({ preview, update, ...rest }),
      gate: async () => ["the gate was asked"],
      tell: () => {},
    });
    assert.deepEqual([...results], [["whole", "done"]]);
    assert.deepEqual(asked, ["update by dev.json"]);
  });

  it("tells the workflow whether it changes anything: resources, or outputs that other parts read", async () => {
    const output = path.join(directory, "output");
    const plan = path.join(directory, "dev.stores.json");
    const stack = {
      urn: "",
      type: "pulumi:pulumi:Stack",
      outputs: { contract: { a: 1 }, secret: { ciphertext: "x" } },
    };
    const told = async (change: Partial<Outcome>) => {
      const outcome = Object.assign(new Outcome(), { outputs: { contract: { a: 1 }, secret: "[secret]" } }, change);
      let changes = -1;
      await deploy({
        whole: "dev",
        units: ["stores"],
        mode: "preview",
        plans: directory,
        judge: async () => [],
        open: async () => ({
          preview: async () => outcome,
          update: async () => outcome,
          state: async () => ({ version: 3, deployment: { resources: [stack] } }),
          restore: async () => {},
          cli: async () => {},
        }),
        gate: async () => [],
        tell: () => {},
        planned: (_, count) => {
          changes = count;
        },
      });
      return changes;
    };
    assert.equal(await told({ summary: { same: 12, read: 1 } }), 0);
    assert.equal(await told({ summary: { same: 12, update: 2, create: 1 } }), 3);
    assert.equal(await told({ summary: { same: 12 }, outputs: { contract: { a: 2 }, secret: "[secret]" } }), 1);
    tellWorkflow(plan, 3, output);
    assert.equal(fs.readFileSync(output, "utf8"), `changes=true\nsha256=${digest(plan)}\n`);
  });

  it("is refused where it is not the one that was reviewed", () => {
    const plan = path.join(directory, "dev.stores.json");
    expectPlans(directory, "dev", ["stores"], digest(plan));
    const reviewed = digest(plan);
    fs.writeFileSync(plan, "{} ");
    assert.throws(() => expectPlans(directory, "dev", ["stores"], reviewed), /has the SHA-256 [0-9a-f]{64}, expected/);
    assert.throws(() => expectPlans(directory, "dev", ["edge"], undefined), /a directory without .*dev\.edge\.json/);
  });
});

describe("the printed order", () => {
  const given = { whole: "prod", backend: "s3://state", repository: "https://github.com/example/platform" };

  it("is the order of the parts in the workflow, whose file is what is printed", () => {
    assert.equal(fs.readFileSync(".github/workflows/update.yml", "utf8"), github());
    const jobs: Record<string, { needs?: string[]; with: { unit: string } }> = parse(github()).jobs;
    assert.deepEqual(Object.keys(jobs), ["whole", ...partNames]);
    for (const part of partNames) {
      assert.deepEqual(jobs[part]?.needs ?? [], needs[part], part);
      assert.equal(jobs[part]?.with.unit, part);
    }
  });

  it("is the order of the parts in the prerequisites of the operator", () => {
    const objects = parseAllDocuments(operator(given)).map((each) => each.toJSON());
    const allowed = ["stack", "backend", "projectRepo", "commit", "refresh", "prerequisites"];
    assert.deepEqual(
      objects.map(({ spec }) => spec.stack),
      partNames.map((part) => `organization/platform/prod.${part}`),
    );
    for (const [index, part] of partNames.entries()) {
      const { apiVersion, kind, spec } = objects[index];
      assert.deepEqual([apiVersion, kind, Object.keys(spec)], ["pulumi.com/v1", "Stack", allowed]);
      assert.deepEqual(
        spec.prerequisites.map(({ name }: { name: string }) => name),
        needs[part].map((need) => `prod-${need}`),
      );
    }
  });

  it("is the order of the parts in what the settings of Pulumi Deployments ask first", () => {
    const files = deployments(given).split("---\n");
    assert.equal(files.length, partNames.length);
    for (const [index, part] of partNames.entries()) {
      const file = files[index] ?? "";
      assert.ok(file.startsWith(`# Pulumi.prod.${part}.deploy.yaml\n`));
      const { preRunCommands } = parse(file).settings.operationContext;
      const asked = preRunCommands.flatMap((line: string) => /--stack prod\.(\w+)/.exec(line)?.[1] ?? []);
      assert.deepEqual(asked, needs[part]);
    }
  });
});

describe("the policy pack over a whole stack", function () {
  this.timeout(300_000);

  it("stops every part before its preview, where it refuses the whole", async () => {
    const told: string[] = [];
    const asked: string[] = [];
    const results = await deploy({
      whole: "dev",
      units: ["foundation", "stores"],
      mode: "update",
      plans: ".",
      judge: async () => ["stack-budget-exists: the stack has no budget"],
      open: async (part) => {
        asked.push(part);
        throw new Error("not asked");
      },
      gate: async () => [],
      tell: (line) => told.push(line),
    });
    assert.deepEqual(Object.fromEntries(results), { foundation: "waits", stores: "waits" });
    assert.deepEqual(asked, []);
    assert.deepEqual(told, ["dev: stack-budget-exists: the stack has no budget"]);
  });

  it("refuses nothing of dev, and says why a program does not run", async () => {
    assert.deepEqual(await judge("dev"), []);
    assert.match((await judge("none")).join("\n"), /none/);
  });
});

describe("a deployment in the engine", function () {
  this.timeout(300_000);
  let cloud: Cloud;
  let state: string;
  let plans: string;
  const workspaces: Workspace[] = [];
  const told: string[] = [];
  const tell = (line: string) => told.push(line);
  before(async () => {
    cloud = await startCloud();
    await cloud.account.declare(declared(stackFile("dev"), {}));
    state = temporaryDirectory("parts");
    plans = temporaryDirectory("plans");
  });
  after(() => {
    for (const workspace of workspaces) workspace.remove();
    cloud.stop();
    for (const directory of [state, plans]) fs.rmSync(directory, { recursive: true, force: true });
  });

  const open = async (name: string): Promise<PartEngine> => {
    const projectFile = path.join(project, "Pulumi.yaml");
    const args = { stack: name, file: stackFile(name), projectFile, config: {}, cloud, state, tuning: true };
    const workspace = await Workspace.create(args);
    workspaces.push(workspace);
    const stack = await workspace.stack(args, withoutDebugLog(platform));
    return partEngine({
      stack,
      policyPacks: [],
      cli: (...given) => workspace.cli(...given),
      around: (operation) => workspace.run(operation),
    });
  };

  it("splits a whole stack into its parts without a change, and the parts change nothing afterwards", async () => {
    const whole = await open("dev");
    const made = await whole.update();
    assert.deepEqual(made.errors, []);
    const before = (await cloud.account.snapshot()).things.map(({ type, id }) => `${type} ${id}`).sort();
    assert.deepEqual(await split({ whole: "dev", plans, open, tell }), []);
    const after = (await cloud.account.snapshot()).things.map(({ type, id }) => `${type} ${id}`).sort();
    assert.deepEqual(after, before);
    for (const part of partNames) {
      const { steps } = await (await open(`dev.${part}`)).preview(path.join(plans, "again.json"));
      const changes = steps.filter(({ op }) => op !== "same" && op !== "read");
      assert.deepEqual(
        changes.map(({ op, urn }) => `${op} ${urn}`),
        [],
        part,
      );
    }
  });

  it("deploys by plans that pass the gate, where nothing changed", async () => {
    for (const part of partNames.slice(0, 2)) {
      const results = await deploy({
        whole: "dev",
        units: [part],
        mode: "update",
        plans,
        judge: async () => [],
        open,
        gate: (plan) => gate(plan, undefined),
        tell,
      });
      assert.equal(results.get(part), "done", told.join("\n"));
    }
  });
});
