import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Route, type RouteSettings } from "../../../components/gateway/route.ts";
import { at, deploy } from "../../harness.ts";

const settings: RouteSettings = {
  target: "nodes",
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  priority: 100,
  paths: ["/api/*"],
  health: {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: "200",
  },
};
const listenerArn =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/gateway/0123456789abcdef/fedcba9876543210";
const where = { namePrefix: "autom-", vpcId: "vpc-1", listenerArn };

describe("Route", () => {
  it("forwards matching requests to targets with health checks", async () => {
    const { one } = await deploy(() => new Route("gateway-automatrix", { ...where, settings }));
    const rule = one(aws.lb.ListenerRule);
    const group = one(aws.lb.TargetGroup);
    assert.equal(rule.inputs["priority"], 100);
    assert.equal(rule.inputs["listenerArn"], listenerArn);
    assert.deepEqual(rule.inputs["conditions"], [{ pathPattern: { values: ["/api/*"] } }]);
    assert.deepEqual(rule.inputs["actions"], [{ type: "forward", targetGroupArn: group.outputs["arn"] }]);
    assert.deepEqual(group.inputs["healthCheck"], {
      enabled: true,
      protocol: "HTTP",
      path: "/health",
      port: "traffic-port",
      interval: 30,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: "200",
    });
  });

  it("deregisters in 30 seconds and uses least outstanding requests", async () => {
    const { one } = await deploy(() => new Route("gateway-automatrix", { ...where, settings }));
    const { inputs } = one(aws.lb.TargetGroup);
    assert.equal(inputs["deregistrationDelay"], 30);
    assert.equal(inputs["loadBalancingAlgorithmType"], "least_outstanding_requests");
    assert.deepEqual([inputs["slowStart"], inputs["stickiness"]], [undefined, undefined]);
  });

  it("has a name prefix, so that a replacement is created before the old target group is deleted", async () => {
    const { one } = await deploy(() => new Route("gateway-automatrix", { ...where, settings }));
    const { inputs, outputs } = one(aws.lb.TargetGroup);
    assert.deepEqual([inputs["name"], inputs["namePrefix"]], [undefined, "autom-"]);
    assert.equal(String(outputs["name"]).length, 32);
  });

  it("outputs its target group after the listener rule", async () => {
    const { one } = await deploy(() => {
      const route = new Route("gateway-automatrix", { ...where, settings });
      new aws.lb.TargetGroupAttachment("target", { targetGroupArn: route.targetGroupArn, targetId: "10.0.0.1" });
    });
    assert.ok(one(aws.lb.TargetGroupAttachment).dependencies.includes(one(aws.lb.ListenerRule).urn));
  });

  it("matches hosts, and sets slow start, stickiness and the health check port", async () => {
    const { one } = await deploy(
      () =>
        new Route("gateway-kong", {
          ...where,
          settings: {
            ...settings,
            hosts: ["api.example.com"],
            health: { ...settings.health, port: 8100 },
            algorithm: "round_robin",
            slowStartSeconds: 60,
            stickinessSeconds: 3600,
            deregistrationDelaySeconds: 120,
          },
        }),
    );
    const group = one(aws.lb.TargetGroup);
    assert.deepEqual(one(aws.lb.ListenerRule).inputs["conditions"], [
      { hostHeader: { values: ["api.example.com"] } },
      { pathPattern: { values: ["/api/*"] } },
    ]);
    assert.equal(at(group, "healthCheck.port"), "8100");
    assert.deepEqual(group.inputs["stickiness"], { type: "lb_cookie", enabled: true, cookieDuration: 3600 });
    assert.deepEqual(
      [group.inputs["slowStart"], group.inputs["deregistrationDelay"], group.inputs["loadBalancingAlgorithmType"]],
      [60, 120, "round_robin"],
    );
  });
});
