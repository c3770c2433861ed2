import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Step, steps } from "../../policy-pack/gate/plan.ts";
import { evaluatePlan, planRules } from "../../policy-pack/gate/plan-rules.ts";
import { classOf } from "../../policy-pack/gate/replacement-risk.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

const today = new Date("2026-11-21T09:00:00Z");
const urn = (type: string, name: string) => `urn:pulumi:prod::platform::${type}::${name}`;
const step = (op: string, type: string, name = "main"): Step => ({
  op,
  urn: urn(type, name),
  type,
  retained: false,
  reasons: [],
});
const approval = (rule: string, of: string, expires = "2026-12-31") => ({
  rule,
  urn: of,
  reason: "moves to another engine",
  owner: "platform-team",
  ticket: "OPS-7",
  expires,
});
const database = "aws:rds/instance:Instance";
const role = "aws:iam/role:Role";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const rules = (
  plan: Step[],
  environment: "dev" | "staging" | "prod" = "prod",
  approvals = [] as ReturnType<typeof approval>[],
) =>
  evaluatePlan(plan, environment, approvals, today).findings.map(
    ({ rule, level, urn: of }) => `${level} ${rule} ${of.split("::").pop()}`,
  );

describe("the gate", () => {
  it("passes creations, updates, and deletions of disposable resources", () => {
    const plan = [
      step("create", database),
      step("update", database),
      step("same", role),
      step("delete", alarm),
      step("replace", alarm),
    ];
    assert.deepEqual(rules(plan), []);
  });

  it("reports the deletion and replacement of resources with data or a name, once per resource", () => {
    assert.deepEqual(rules([step("delete", database)]), ["mandatory plan-no-stateful-delete main"]);
    assert.deepEqual(rules([step("delete", role)]), ["mandatory plan-no-stateful-delete main"]);
    assert.deepEqual(rules([step("create-replacement", role), step("replace", role), step("delete-replaced", role)]), [
      "mandatory plan-no-stateful-delete main",
    ]);
    assert.deepEqual(rules([step("delete", database)], "dev"), [], "dev comes and goes");
  });

  it("passes retained resources, unless they are replaced", () => {
    assert.deepEqual(rules([{ ...step("delete", database), retained: true }]), []);
    assert.deepEqual(rules([{ ...step("replace", role), retained: true }]), ["mandatory plan-no-stateful-delete main"]);
  });

  it("reports an unclassified type as advisory", () => {
    assert.deepEqual(rules([step("delete", "datadog:index/monitor:Monitor")]), [
      "advisory plan-no-stateful-delete main",
    ]);
  });

  it("reports the replacement of a resource that serves requests", () => {
    const listener = "aws:lb/listener:Listener";
    assert.deepEqual(rules([step("replace", listener)]), ["mandatory plan-no-downtime-replace main"]);
    assert.deepEqual(rules([step("replace", listener)], "staging"), ["advisory plan-no-downtime-replace main"]);
    assert.deepEqual(rules([step("replace", balancer)]).length, 2, "its name is held, too");
  });

  it("reports a plan that deletes many resources, on the stack", () => {
    const few = Array.from({ length: 10 }, (_, index) => step("delete", alarm, `alarm-${index}`));
    assert.deepEqual(rules(few), []);
    assert.deepEqual(rules([...few, step("delete", alarm, "another")]), [
      "mandatory plan-no-bulk-delete platform-prod",
    ]);
    assert.deepEqual(rules([...few, step("delete", alarm, "another")], "dev"), []);
  });

  it("accepts a valid approval of the rule and the resource only", () => {
    const plan = [step("delete", database)];
    const of = (rule: string, resource: string, expires?: string) =>
      rules(plan, "prod", [approval(rule, resource, expires)]);
    assert.deepEqual(of("plan-no-stateful-delete", urn(database, "main")), []);
    assert.equal(of("plan-no-downtime-replace", urn(database, "main")).length, 1);
    assert.equal(of("plan-no-stateful-delete", urn(database, "other")).length, 1);
    assert.equal(of("plan-no-stateful-delete", urn(database, "main"), "2026-11-20").length, 1, "expired");
    assert.equal(of("plan-no-stateful-delete", urn(database, "main"), "2027-11-20").length, 1, "too long");
    const { unused, approved } = evaluatePlan(
      plan,
      "prod",
      [approval("plan-no-stateful-delete", urn(role, "x"))],
      today,
    );
    assert.deepEqual([unused.length, approved.length], [1, 0]);
  });
});

describe("replacement classes", () => {
  for (const stack of stacks) {
    it(`cover every type of ${stack}`, async () => {
      const { resources } = await deployStack(stack);
      const found = resources.filter(({ custom }) => custom).map(({ type }) => type);
      assert.ok(found.length > 20);
      assert.deepEqual(
        [...new Set(found)].filter((type) => classOf(type) === undefined),
        [],
      );
    });
  }

  it("distinguish data, identity and disposable resources", () => {
    const classes = {
      [database]: "stateful",
      "aws:kms/key:Key": "stateful",
      "aws:eks/cluster:Cluster": "stateful",
      "kubernetes:core/v1:PersistentVolumeClaim": "stateful",
      [role]: "identity",
      "aws:ec2/eip:Eip": "identity",
      [alarm]: "disposable",
      "kubernetes:apps/v1:Deployment": "disposable",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy": "disposable",
      "kubernetes:postgresql.cnpg.io/v1:Cluster": undefined,
      "datadog:index/monitor:Monitor": undefined,
    };
    assert.deepEqual(Object.fromEntries(Object.keys(classes).map((type) => [type, classOf(type)])), classes);
  });
});

describe("reading a plan", () => {
  const state = { custom: true, retainOnDelete: true };
  it("reads the JSON of pulumi preview, without components", () => {
    const digest = {
      config: {},
      steps: [
        { op: "delete", urn: urn(database, "main"), provider: "p", oldState: state, detailedDiff: null },
        {
          op: "replace",
          urn: urn(role, "api"),
          oldState: { custom: true },
          newState: { custom: true },
          replaceReasons: ["name"],
        },
        { op: "delete", urn: urn("platform:data:Database", "main"), oldState: { custom: false } },
      ],
      changeSummary: { delete: 2 },
    };
    assert.deepEqual(steps(JSON.stringify(digest)), [
      { op: "delete", urn: urn(database, "main"), type: database, retained: true, reasons: [] },
      { op: "replace", urn: urn(role, "api"), type: role, retained: false, reasons: ["name"] },
    ]);
    assert.deepEqual(steps('{"duration":1,"changeSummary":{}}'), []);
  });

  it("reads a log of engine events", () => {
    const log = [
      { sequence: 1, preludeEvent: { config: {} } },
      {
        sequence: 2,
        resourcePreEvent: {
          metadata: { op: "delete", urn: urn(role, "api"), type: role, old: { custom: true }, new: null, keys: null },
        },
      },
    ];
    const text = log.map((event) => JSON.stringify(event)).join("\n");
    assert.deepEqual(steps(`${text}\n`), [
      { op: "delete", urn: urn(role, "api"), type: role, retained: false, reasons: [] },
    ]);
  });

  it("reads the type of a nested resource", () => {
    const nested = `urn:pulumi:prod::platform::platform:data:Database$${database}::main`;
    assert.equal(steps(JSON.stringify({ steps: [{ op: "delete", urn: nested }] }))?.[0]?.type, database);
  });

  it("rejects other input", () => {
    for (const text of ["", "{}", "[]", "null", '{"steps":{}}', '{"resources":[{"urn":"x"}]}', "{\n", '"x"'])
      assert.equal(steps(text), undefined, text);
  });
});

describe("npm run gate", () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "gate-"));
  after(() => fs.rmSync(directory, { recursive: true, force: true }));
  const file = (name: string, content: unknown) => {
    const written = path.join(directory, name);
    fs.writeFileSync(written, JSON.stringify(content));
    return written;
  };
  const gate = (...args: string[]) => {
    const env = { ...process.env, PLATFORM_ENVIRONMENT: "" };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["policy-pack/commands/gate.ts", ...args], {
      encoding: "utf8",
      env,
    });
    return { status, stdout, stderr };
  };
  const soon = new Date(Date.now() + 864e5).toISOString().slice(0, 10);
  const plan = file("plan.json", { steps: [{ op: "delete", urn: urn(database, "main"), oldState: { custom: true } }] });

  it("exits with 1 on a finding, and 0 when it is approved or disabled in the environment", () => {
    const stopped = gate(plan);
    assert.equal(stopped.status, 1, stopped.stderr);
    assert.match(
      stopped.stdout,
      /^level {6}severity {2}op {6}rule {21}resource\nmandatory {2}critical {2}delete {2}plan-no-stateful-delete {2}urn:/,
    );
    assert.match(stopped.stdout, /1 delete in prod: 1 not approved, 0 approved\n$/);
    assert.equal(gate(plan, "--environment", "dev").status, 0);
    const approvals = file("approvals.json", [approval("plan-no-stateful-delete", urn(database, "main"), soon)]);
    const passed = gate(plan, "--approvals", approvals, "--json");
    assert.equal(passed.status, 0, passed.stderr);
    assert.equal(JSON.parse(passed.stdout).approved.length, 1);
  });

  it("exits with 2 on wrong usage, with every fault", () => {
    assert.equal(gate().status, 2);
    assert.equal(gate(path.join(directory, "none.json")).status, 2);
    assert.equal(gate(file("other.json", {})).status, 2);
    assert.equal(gate(plan, "--environment", "test").status, 2);
    assert.equal(gate(plan, "--enviroment", "dev").status, 2);
    const wrong = file("wrong.json", [
      { ...approval("sqs-encrypted", "urn:pulumi:prod::*"), owner: undefined },
      approval("sqs-encrypted", "urn:pulumi:*"),
    ]);
    const { status, stderr } = gate(plan, "--approvals", wrong);
    assert.equal(status, 2);
    for (const fault of [
      "approvals[0].owner is missing",
      "sqs-encrypted is not a rule of the gate",
      "urn:pulumi:* must be the URN of one resource",
    ])
      assert.ok(stderr.includes(fault), stderr);
  });

  it("prints its usage", () => {
    const { status, stdout } = gate("--help");
    assert.equal(status, 0);
    for (const { name } of planRules) assert.ok(stdout.includes(name));
  });
});
