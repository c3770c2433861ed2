import assert from "node:assert/strict";
import { runOf, settleEnvironment } from "../../policy-pack/checks/environment.ts";
import { example } from "../../policy-pack/checks/example.ts";
import type { StackResource } from "../../policy-pack/checks/rule.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateResource, evaluateStack } from "../../policy-pack/engine/evaluate.ts";

const trust = (service: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const labelled = { metadata: { name: "api", namespace: "shop", labels: { app: "api" } } };
const inShop = { metadata: { name: "api", namespace: "shop" } };

/** Stacks that rely on another stack, an operator or an account-wide set-up, by the rule that cannot see it. */
const split: Record<string, StackResource[]> = {
  "stack-k8s-selectors-resolve": [
    example("kubernetes:core/v1:Service", "api", { ...inShop, spec: { selector: { app: "api" } } }),
  ],
  "stack-role-trust-narrow": [example("aws:iam/role:Role", "nodes", { assumeRolePolicy: trust("ec2.amazonaws.com") })],
  "stack-secret-rotated-and-used": [example("aws:secretsmanager/secret:Secret", "token", {})],
  "stack-budget-exists": [example("aws:ecs/cluster:Cluster", "main", {})],
  "access-analyzer-present": [example("aws:cloudtrail/trail:Trail", "audit", {})],
  "k8s-recommended-labels": [example("kubernetes:apps/v1:Deployment", "api", labelled)],
  "stack-stateful-in-backup": [example("aws:dynamodb/table:Table", "orders", {})],
  "route53-no-dangling-alias": [
    example("aws:route53/record:Record", "www", { type: "CNAME", records: ["main-1.eu-west-1.elb.amazonaws.com"] }),
  ],
};

const moved = (resources: readonly StackResource[], project: string) =>
  resources.map((each) => ({ ...each, urn: each.urn.replace("::platform::", `::${project}::`) }));

const levelOf = (rule: string, resources: readonly StackResource[], ownProjects = defaults.ownProjects) => {
  const settings = { ...defaults, ownProjects };
  const found = [
    ...evaluateStack(resources, "prod", settings),
    ...resources.flatMap((each) => evaluateResource(each, "prod", settings)),
  ];
  return found.find((each) => each.rule === rule)?.level;
};

describe("rules that need the whole in one stack, or ask for a style", () => {
  for (const [rule, resources] of Object.entries(split))
    it(`${rule} is mandatory in own projects, and advisory in others`, () => {
      assert.equal(levelOf(rule, resources), "mandatory");
      assert.equal(levelOf(rule, moved(resources, "shop")), "advisory");
      assert.equal(levelOf(rule, moved(resources, "shop"), ["shop"]), "mandatory");
    });

  it("leave other rules as they are", () => {
    const open = [example("aws:sqs/queue:Queue", "jobs", { sqsManagedSseEnabled: false })];
    assert.equal(levelOf("sqs-encrypted", moved(open, "shop")), "mandatory");
  });

  it("report a function without a log group once", () => {
    const clean = example("aws:lambda/function:Function", "clean", { name: "clean" });
    const told = evaluateStack([clean], "prod").filter(({ rule }) => /log-group/.test(rule));
    assert.deepEqual(
      told.map(({ rule }) => rule),
      ["lambda-own-log-group"],
    );
  });
});

describe("the environment of a stack of another project", () => {
  const settled = (variables: Record<string, string>, urn: string, settings = {}) => {
    const run = runOf(variables);
    settleEnvironment(run, urn, { ...defaults, ...settings });
    return run.environment;
  };
  const shop = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs";
  const ours = shop.replace("::shop::", "::platform::");

  it("is not guessed from the stack's name", () => {
    assert.equal(settled({}, ours), "dev");
    assert.equal(settled({}, shop), "prod");
    assert.equal(settled({ PULUMI_STACK: "dev" }, shop), "prod");
    assert.equal(runOf({ PULUMI_STACK: "dev", PULUMI_PROJECT: "shop" }).environment, "prod");
  });

  it("is that of the settings, a variable or the definition", () => {
    assert.equal(settled({}, shop, { environment: "dev" }), "dev");
    assert.equal(settled({}, shop, { ownProjects: ["shop"] }), "dev");
    assert.equal(settled({ PLATFORM_ENVIRONMENT: "staging" }, shop, { environment: "dev" }), "staging");
    assert.equal(settled({ PULUMI_CONFIG: '{"platform:definition":"dev"}' }, shop, { environment: "prod" }), "dev");
  });
});
