import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { VpcOrigin } from "../../components/cdn/vpc-origin.ts";
import { Gateway, type GatewayArgs } from "../../components/gateway/gateway.ts";
import type { RouteSettings } from "../../components/gateway/route.ts";
import { account } from "../../components/iam/account.ts";
import { evaluatePlan } from "../../policy-pack/gate/plan-rules.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import type { Outcome } from "../../rehearsal/outcome.ts";

type Program = (opts: pulumi.ComponentResourceOptions) => void;

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0123";

function balancerArn(name: string): string {
  return `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/${name}/0123456789abcdef`;
}

/** Creates the first program, then changes it into each next one; returns the outcomes of the changes. */
async function changes(first: Program, ...others: Program[]): Promise<Outcome[]> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "edge-"));
  fs.writeFileSync(path.join(directory, "Pulumi.yaml"), "name: platform\nruntime: nodejs\n");
  // What a stack's configuration names exists without the stack.
  const config = Object.fromEntries(
    [kmsKeyArn, ...["one", "other"].map(balancerArn)].map((arn, at) => [`platform:${at}`, arn]),
  );
  fs.writeFileSync(path.join(directory, "Pulumi.one.yaml"), JSON.stringify({ config }));
  let current = first;
  const program = async () => current({ provider: new aws.Provider("aws", { region: "us-east-1" }) });
  const rehearsal = await Rehearsal.open({ stack: "one", directory, policyPack: "none", program });
  try {
    const outcomes = [await rehearsal.up()];
    for (const other of others) {
      current = other;
      outcomes.push(await rehearsal.up());
    }
    for (const outcome of outcomes) assert.deepEqual([outcome.failed, outcome.errors], [false, []]);
    return outcomes.slice(1);
  } finally {
    rehearsal.close();
    fs.rmSync(directory, { recursive: true });
  }
}

/** Steps that change something, in their order: replace Type. */
function steps(outcome: Outcome | undefined, ...types: string[]): string[] {
  return (outcome?.steps ?? [])
    .map(({ op, type }) => `${op} ${type.split(":").at(-1)}`)
    .filter((step) => !/^(same|read)/.test(step) && types.includes(step.split(" ")[1] ?? ""));
}

function route(priority: number, prefix: string): RouteSettings {
  const targets = { target: "nodes", port: 8000, protocol: "HTTP", targetType: "ip" } as const;
  const health = {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
  };
  return { ...targets, bodies: "small", priority, paths: [`/${prefix}/*`], health: { ...health, matcher: "200" } };
}

const subnets = pulumi.output(["subnet-1", "subnet-2"]);

const internal: GatewayArgs = {
  account: account("111122223333", "us-east-1"),
  network: { vpcId: pulumi.output("vpc-1"), publicSubnetIds: subnets, privateSubnetIds: subnets },
  exposure: "internal",
  domain: undefined,
  routes: { orders: route(100, "orders"), bills: route(200, "bills") },
  targets: { nodes: "sg-1" },
  callers: { nodes: "sg-1" },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  logs: { retentionInDays: 90, kmsKeyArn },
  accessLogRetentionDays: 90,
  deletionProtection: false,
};
const { callers: _, ...withoutCallers } = internal;
const open: GatewayArgs = {
  ...withoutCallers,
  exposure: "public",
  domain: { name: "example.com", hostedZoneId: "Z0123456789ABC" },
};

const gateway =
  (args: GatewayArgs): Program =>
  (opts) => {
    new Gateway("gateway", args, opts);
  };

describe("the edge of a real account", function () {
  this.timeout(300_000);
  this.slow(60_000);

  it("RC-H8: a route gets another name with the same priority", async () => {
    const { orders, ...others } = internal.routes;
    assert.ok(orders);
    const [renamed] = await changes(
      gateway(internal),
      gateway({ ...internal, routes: { ...others, purchases: orders } }),
    );
    assert.deepEqual(steps(renamed, "ListenerRule"), ["update ListenerRule"]);
  });

  it("RC-I7: two routes swap their priorities in place", async () => {
    const routes = { orders: route(200, "orders"), bills: route(100, "bills") };
    const [swapped] = await changes(gateway(internal), gateway({ ...internal, routes }));
    assert.deepEqual(steps(swapped, "ListenerRule", "TargetGroup"), ["update ListenerRule", "update ListenerRule"]);
  });

  it("RC-H3: a gateway gets a domain and loses it again, with target groups of each load balancer", async () => {
    for (const change of await changes(gateway(internal), gateway(open), gateway(internal))) {
      assert.deepEqual(
        steps(change, "TargetGroup").filter((step) => step.startsWith("replace ")),
        ["replace TargetGroup", "replace TargetGroup"],
      );
    }
  });

  it("RC-H5: another web ACL is associated after the old association is deleted, and no listener is replaced", async () => {
    const named = (aclName: string) => gateway({ ...internal, firewall: { ...internal.firewall, aclName } });
    const [renamed] = await changes(named("one"), named("other"));
    assert.deepEqual(
      steps(renamed, "WebAclAssociation", "Listener", "ListenerRule", "TargetGroup").filter(
        (step) => !/^replace/.test(step),
      ),
      ["delete-replaced WebAclAssociation", "create-replacement WebAclAssociation"],
    );
  });

  it("RC-H11: the gate tells of the association that is replaced, and of no listener", async () => {
    const named = (aclName: string) => gateway({ ...internal, firewall: { ...internal.firewall, aclName } });
    const [renamed] = await changes(named("one"), named("other"));
    const plan = (renamed?.steps ?? []).map(({ op, type, urn }) => ({ op, type, urn, retained: false, reasons: [] }));
    const { findings } = evaluatePlan(plan, "prod", [], new Date());
    assert.deepEqual(
      findings.map(({ rule, urn }) => `${rule} ${urn.split("::")[2]?.split("$").at(-1)}`),
      ["plan-no-downtime-replace aws:wafv2/webAclAssociation:WebAclAssociation"],
    );
  });

  it("RC-I8: a distribution moves to a new VPC origin before the old one is deleted", async () => {
    const toward =
      (name: string): Program =>
      (opts) => {
        const origin = new VpcOrigin(
          "api",
          { loadBalancerArn: balancerArn(name), vpcId: "vpc-1", securityGroupId: "sg-1" },
          opts,
        );
        const behavior = { targetOriginId: "api", viewerProtocolPolicy: "https-only" };
        new aws.cloudfront.Distribution(
          "cdn",
          {
            enabled: true,
            origins: [
              { originId: "api", domainName: "a.example.com", vpcOriginConfig: { vpcOriginId: origin.vpcOriginId } },
            ],
            defaultCacheBehavior: { ...behavior, allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
            restrictions: { geoRestriction: { restrictionType: "none" } },
            viewerCertificate: { cloudfrontDefaultCertificate: true },
          },
          opts,
        );
      };
    const [moved] = await changes(toward("one"), toward("other"));
    assert.deepEqual(
      steps(moved, "VpcOrigin", "Distribution").filter((step) => !/^replace/.test(step)),
      ["create-replacement VpcOrigin", "update Distribution", "delete-replaced VpcOrigin"],
    );
  });
});
