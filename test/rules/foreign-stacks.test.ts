import assert from "node:assert/strict";
import { runOf, settleEnvironment } from "../../policy-pack/checks/environment.ts";
import { example } from "../../policy-pack/checks/example.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateResource, evaluateStack } from "../../policy-pack/engine/evaluate.ts";
import { sentinel } from "./examples.ts";

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

/** The stack in another project: its URNs, and the references to them. */
const moved = (resources: readonly StackResource[], project: string): StackResource[] =>
  JSON.parse(JSON.stringify(resources).replaceAll("::platform::", `::${project}::`));

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

describe("a default route to the internet", () => {
  const vpc = example("aws:ec2/vpc:Vpc", "main", {});
  const subnet = (props = {}) => example("aws:ec2/subnet:Subnet", "a", props, { vpcId: vpc });
  const table = example("aws:ec2/routeTable:RouteTable", "a", {}, { vpcId: vpc });
  const link = (of: StackResource) =>
    example("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", {}, { subnetId: of, routeTableId: table });
  const gateway = example("aws:ec2/internetGateway:InternetGateway", "main", {});
  const route = example(
    "aws:ec2/route:Route",
    "default",
    { destinationCidrBlock: "0.0.0.0/0", gatewayId: sentinel },
    { routeTableId: table, gatewayId: gateway },
  );
  const network = (of = subnet()) => [vpc, of, table, link(of), gateway, route];
  const said = (project: string, ...resources: StackResource[]) =>
    evaluateStack(moved(resources, project), "prod")
      .filter(({ rule, verdict }) => /^route-(?:default|public)/.test(rule) && verdict === "fail")
      .map(({ rule, level }) => `${level} ${rule}`);
  const placed = (type: string, path: string, props: Props = {}) => example(type, "x", props, { [path]: subnet() });

  it("is judged by what is in the subnets of its table", () => {
    const task = placed("aws:ecs/service:Service", "networkConfiguration", {
      networkConfiguration: { subnets: [sentinel] },
    });
    assert.deepEqual(said("shop", ...network(), task), ["mandatory route-default-not-igw-in-private"]);
    const open = placed("aws:ecs/service:Service", "networkConfiguration", {
      networkConfiguration: { subnets: sentinel },
    });
    assert.deepEqual(said("shop", ...network(subnet({ mapPublicIpOnLaunch: true })), open), []);
    const nat = placed("aws:ec2/natGateway:NatGateway", "subnetId");
    assert.deepEqual(said("platform", ...network(), nat), []);
    const inner = placed("aws:lb/loadBalancer:LoadBalancer", "subnets", { internal: true });
    assert.deepEqual(said("shop", ...network(), nat, inner), ["mandatory route-default-not-igw-in-private"]);
  });

  it("is judged by name where nothing is known, and then advisory in other projects", () => {
    assert.deepEqual(said("shop", ...network()), ["advisory route-public-named"]);
    assert.deepEqual(said("platform", ...network()), ["mandatory route-public-named"]);
    assert.deepEqual(said("platform", ...network(subnet({ mapPublicIpOnLaunch: true }))), []);
    assert.deepEqual(said("platform", ...network().with(-1, { ...route, name: "public-a" })), []);
  });

  it("of a default table is that of the subnets without their own table", () => {
    const main = example(
      "aws:ec2/defaultRouteTable:DefaultRouteTable",
      "main",
      { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }] },
      { defaultRouteTableId: vpc },
    );
    const clean = placed("aws:lambda/function:Function", "vpcConfig", { vpcConfig: { subnetIds: [sentinel] } });
    assert.deepEqual(said("shop", vpc, subnet(), main, clean), ["mandatory route-default-not-igw-in-private"]);
    assert.deepEqual(said("shop", vpc, subnet(), table, link(subnet()), main, clean), ["advisory route-public-named"]);
  });
});
