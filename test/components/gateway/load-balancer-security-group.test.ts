import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import {
  LoadBalancerSecurityGroup,
  type LoadBalancerSecurityGroupArgs,
} from "../../../components/gateway/load-balancer-security-group.ts";
import type { RouteSettings } from "../../../components/gateway/route.ts";
import { deploy, type Registered } from "../../harness.ts";

const health = {
  path: "/health",
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  matcher: "200",
};
const route = (target: string, port: number): RouteSettings => ({
  target,
  port,
  protocol: "HTTP",
  targetType: "ip",
  priority: port,
  health,
});
const minimal: LoadBalancerSecurityGroupArgs = {
  vpcId: "vpc-1",
  listeners: { http: 80, https: 443 },
  callers: "everyone",
  routes: [route("api", 8000), route("api", 8001), route("relay", 3001), route("api", 8000)],
  targets: { api: "sg-api", relay: "sg-relay" },
};

/** A rule as security group, port and peer. */
function tell({ inputs }: Registered): string {
  const { securityGroupId, fromPort, toPort, ipProtocol, referencedSecurityGroupId, cidrIpv4 } = inputs;
  return `${securityGroupId} ${ipProtocol} ${fromPort}-${toPort} ${referencedSecurityGroupId ?? cidrIpv4}`;
}

const make = (args: LoadBalancerSecurityGroupArgs) =>
  deploy(() => ({ own: new LoadBalancerSecurityGroup("gateway", args).securityGroupId }));

describe("LoadBalancerSecurityGroup", () => {
  it("is open to the internet on the listeners' ports only where it is set", async () => {
    const { of, one, outputs } = await make({ ...minimal, targets: {} });
    const group = one(aws.ec2.SecurityGroup);
    assert.deepEqual(of(aws.vpc.SecurityGroupIngressRule).map(tell), [
      `${outputs["own"]} tcp 80-80 0.0.0.0/0`,
      `${outputs["own"]} tcp 443-443 0.0.0.0/0`,
    ]);
    assert.deepEqual([group.inputs["ingress"], group.inputs["egress"]], [undefined, undefined]);
  });

  it("allows callers by security group, not by address", async () => {
    const { of } = await make({
      ...minimal,
      targets: {},
      listeners: { http: 80 },
      callers: { nodes: "sg-nodes", bastion: "sg-bastion" },
    });
    const rules = of(aws.vpc.SecurityGroupIngressRule);
    assert.deepEqual(
      rules.map(({ name, inputs }) => [name, inputs["fromPort"], inputs["referencedSecurityGroupId"]]),
      [
        ["gateway-http-from-nodes", 80, "sg-nodes"],
        ["gateway-http-from-bastion", 80, "sg-bastion"],
      ],
    );
    assert.ok(rules.every(({ inputs }) => inputs["cidrIpv4"] === undefined));
  });

  it("has both rules of every connection to a target, once for each port", async () => {
    const { of, outputs } = await make({ ...minimal, listeners: {} });
    const { own } = outputs;
    assert.deepEqual(of(aws.vpc.SecurityGroupEgressRule).map(tell), [
      `${own} tcp 8000-8000 sg-api`,
      `${own} tcp 8001-8001 sg-api`,
      `${own} tcp 3001-3001 sg-relay`,
    ]);
    assert.deepEqual(of(aws.vpc.SecurityGroupIngressRule).map(tell), [
      `sg-api tcp 8000-8000 ${own}`,
      `sg-api tcp 8001-8001 ${own}`,
      `sg-relay tcp 3001-3001 ${own}`,
    ]);
  });

  it("allows the port of the health check as well", async () => {
    const kong = { ...route("kong", 8000), health: { ...health, port: 8100 } };
    const { of } = await make({ ...minimal, routes: [kong], targets: { kong: "sg-kong" } });
    assert.deepEqual(
      of(aws.vpc.SecurityGroupEgressRule).map((rule) => rule.name),
      ["gateway-to-kong-8000", "gateway-to-kong-8100"],
    );
  });
});
