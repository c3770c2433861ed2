import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Gateway, type GatewayArgs } from "../../../components/gateway/gateway.ts";
import type { RouteSettings } from "../../../components/gateway/route.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const automatrix: RouteSettings = {
  target: "nodes",
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  priority: 100,
  paths: ["/automatrix/*"],
  health: {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: "200",
  },
};
const relaycore: RouteSettings = { ...automatrix, port: 3001, priority: 200, paths: ["/relay/*"] };

const open: GatewayArgs = {
  account: account("111122223333", "us-east-1"),
  network: {
    vpcId: pulumi.output("vpc-1"),
    publicSubnetIds: pulumi.output(["subnet-public-a", "subnet-public-b"]),
    privateSubnetIds: pulumi.output(["subnet-private-a", "subnet-private-b"]),
  },
  exposure: "public",
  domain: { name: "api.example.com", hostedZoneId: "Z0123456789ABC" },
  routes: { automatrix, relaycore },
  targets: { nodes: "sg-nodes" },
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
  accessLogRetentionDays: 90,
  deletionProtection: true,
};
const internal: GatewayArgs = { ...open, exposure: "internal", callers: { nodes: "sg-nodes" } };
const nameless: GatewayArgs = { ...internal, domain: undefined };

describe("Gateway", () => {
  it("is in the public subnets, open to the internet on the ports of its listeners", async () => {
    const { of, one } = await deploy(() => new Gateway("gateway", open));
    const balancer = one(aws.lb.LoadBalancer);
    assert.equal(balancer.inputs["internal"], false);
    assert.deepEqual(balancer.inputs["subnets"], ["subnet-public-a", "subnet-public-b"]);
    assert.equal(balancer.inputs["idleTimeout"], 60);
    const rules = of(aws.vpc.SecurityGroupIngressRule).filter(({ inputs }) => inputs["cidrIpv4"] !== undefined);
    assert.deepEqual(
      rules.map(({ inputs }) => [inputs["cidrIpv4"], inputs["fromPort"]]),
      [
        ["0.0.0.0/0", 80],
        ["0.0.0.0/0", 443],
      ],
    );
  });

  it("redirects HTTP to HTTPS, and has its routes on the HTTPS listener", async () => {
    const { of, one } = await deploy(() => new Gateway("gateway", open));
    const http = one(aws.lb.Listener, "gateway-http");
    assert.deepEqual([http.inputs["port"], http.inputs["protocol"]], [80, "HTTP"]);
    assert.deepEqual(http.inputs["defaultActions"], [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ]);
    assert.deepEqual(http.inputs["tags"], { Name: "gateway" });
    const https = one(aws.lb.Listener, "gateway");
    assert.equal(https.inputs["protocol"], "HTTPS");
    assert.deepEqual(
      of(aws.lb.ListenerRule).map(({ name, inputs }) => [name, inputs["priority"], inputs["listenerArn"]]),
      [
        ["gateway-automatrix", 100, https.outputs["arn"]],
        ["gateway-relaycore", 200, https.outputs["arn"]],
      ],
    );
  });

  it("creates listeners after the web ACL association", async () => {
    const { of, one } = await deploy(() => new Gateway("gateway", open));
    const attached = one(aws.wafv2.WebAclAssociation).urn;
    assert.equal(of(aws.lb.Listener).length, 2);
    for (const listener of of(aws.lb.Listener)) assert.ok(listener.dependencies.includes(attached), listener.name);
  });

  it("has records for all of its names", async () => {
    const domain = { ...open.domain, name: "api.example.com", alternativeNames: ["www.example.com"] };
    const { of, one } = await deploy(() => new Gateway("gateway", { ...open, domain }));
    const balancer = one(aws.lb.LoadBalancer).outputs;
    const aliases = of(aws.route53.Record).filter(({ inputs }) => inputs["type"] === "A");
    assert.deepEqual(
      aliases.map(({ inputs }) => [inputs["name"], inputs["zoneId"]]),
      [
        ["api.example.com", "Z0123456789ABC"],
        ["www.example.com", "Z0123456789ABC"],
      ],
    );
    for (const alias of aliases) {
      assert.deepEqual(alias.inputs["aliases"], [
        { name: balancer["dnsName"], zoneId: balancer["zoneId"], evaluateTargetHealth: true },
      ]);
    }
    assert.deepEqual(one(aws.acm.Certificate).inputs["subjectAlternativeNames"], ["www.example.com"]);
  });

  it("GEN-DR-01: has its failover name in the certificate, and no record for it", async () => {
    const moving = async (role: "primary" | "secondary") => {
      const domain = { name: "east.example.com", hostedZoneId: "Z0123456789ABC" };
      const failover = { name: "api.example.com", role };
      const { of, one } = await deploy(() => new Gateway("gateway", { ...open, domain: { ...domain, failover } }));
      const records = of(aws.route53.Record).map(({ inputs }) => `${inputs["type"]} ${inputs["name"]}`);
      const names = one(aws.acm.Certificate).inputs["subjectAlternativeNames"];
      return { names, records: records.map((each) => each.replace(/_[0-9a-f]+/, "_")).sort() };
    };
    const own = ["A east.example.com", "CNAME _.east.example.com."];
    assert.deepEqual(await moving("primary"), {
      names: ["api.example.com"],
      records: [own[0], "CNAME _.api.example.com.", own[1]],
    });
    assert.deepEqual(await moving("secondary"), { names: ["api.example.com"], records: own });
  });

  it("is in the private subnets when internal, for its callers only", async () => {
    const { of, one, outputs } = await deploy(() => {
      const gateway = new Gateway("gateway", { ...internal, callers: { bastion: "sg-bastion" } });
      return { group: gateway.securityGroupId };
    });
    const balancer = one(aws.lb.LoadBalancer);
    assert.equal(balancer.inputs["internal"], true);
    assert.deepEqual(balancer.inputs["subnets"], ["subnet-private-a", "subnet-private-b"]);
    assert.deepEqual(
      of(aws.vpc.SecurityGroupIngressRule)
        .filter(({ inputs }) => inputs["securityGroupId"] === outputs["group"])
        .map(({ inputs }) => [inputs["fromPort"], inputs["referencedSecurityGroupId"], inputs["cidrIpv4"]]),
      [
        [80, "sg-bastion", undefined],
        [443, "sg-bastion", undefined],
      ],
    );
  });

  it("serves only HTTPS to its callers when it has a domain name", async () => {
    const { of, one } = await deploy(() => new Gateway("gateway", internal));
    assert.equal(at(one(aws.lb.Listener, "gateway-http"), "defaultActions.0.type"), "redirect");
    const { arn } = one(aws.lb.Listener, "gateway").outputs;
    assert.deepEqual(
      of(aws.lb.ListenerRule).map(({ inputs }) => inputs["listenerArn"]),
      [arn, arn],
    );
  });

  it("serves HTTP without a domain name, inside the VPC and with a tag", async () => {
    const { of, one, outputs } = await deploy(() => ({ url: new Gateway("gateway", nameless).url }));
    const http = one(aws.lb.Listener);
    assert.deepEqual([http.inputs["port"], http.inputs["protocol"]], [80, "HTTP"]);
    assert.deepEqual(http.inputs["tags"], { Name: "gateway", exposure: "internal" });
    assert.equal(at(http, "defaultActions.0.fixedResponse.statusCode"), "404");
    assert.equal(one(aws.lb.LoadBalancer).inputs["internal"], true);
    assert.deepEqual([of(aws.acm.Certificate).length, of(aws.route53.Record).length], [0, 0]);
    assert.ok(of(aws.lb.ListenerRule).every(({ inputs }) => inputs["listenerArn"] === http.outputs["arn"]));
    assert.ok(of(aws.vpc.SecurityGroupIngressRule).every(({ inputs }) => inputs["cidrIpv4"] === undefined));
    assert.equal(outputs["url"], `http://${one(aws.lb.LoadBalancer).outputs["dnsName"]}`);
  });

  it("keeps the listener on port 80 when it gets a domain name", async () => {
    const before = await deploy(() => new Gateway("gateway", nameless));
    const after = await deploy(() => new Gateway("gateway", internal));
    assert.equal(after.one(aws.lb.Listener, "gateway-http").urn, before.one(aws.lb.Listener).urn);
  });

  it("outputs its names, routes and metric dimensions", async () => {
    const { one, outputs } = await deploy(() => {
      const gateway = new Gateway("gateway", open);
      const { url, targetGroupArns, targetGroupArnSuffixes, loadBalancerArnSuffix } = gateway;
      return { url, targetGroupArns, targetGroupArnSuffixes, loadBalancerArnSuffix };
    });
    const group = (route: string) => one(aws.lb.TargetGroup, `gateway-${route}`).outputs;
    assert.deepEqual(outputs, {
      url: "https://api.example.com",
      targetGroupArns: { automatrix: group("automatrix")["arn"], relaycore: group("relaycore")["arn"] },
      targetGroupArnSuffixes: {
        automatrix: group("automatrix")["arnSuffix"],
        relaycore: group("relaycore")["arnSuffix"],
      },
      loadBalancerArnSuffix: one(aws.lb.LoadBalancer).outputs["arnSuffix"],
    });
  });
});

describe("Gateway refuses", () => {
  const faults = async (args: GatewayArgs, name = "gateway") => {
    const [first = "", ...rest] = (await refusal(() => new Gateway(name, args))).split("\n");
    return rest.length === 0 ? [first.replace(/^Gateway "[^"]*": /, "")] : rest.map((line) => line.replace("  - ", ""));
  };
  const route = (change: Partial<RouteSettings>) =>
    faults({ ...open, routes: { automatrix: { ...automatrix, ...change } } });
  const health = (change: Partial<RouteSettings["health"]>) => route({ health: { ...automatrix.health, ...change } });

  it("a public gateway without a domain, and one with callers", async () => {
    assert.deepEqual(await faults({ ...open, domain: undefined, callers: { bastion: "sg-1" } }), [
      "domain must be set for a public gateway, which needs a certificate, got nothing",
      "callers must be empty for a public gateway, got bastion",
    ]);
  });

  it("an internal gateway without callers", async () => {
    assert.deepEqual(await faults({ ...internal, callers: {} }), [
      "callers must have at least one security group for an internal gateway, got none",
    ]);
  });

  it("a domain without its hosted zone, and invalid names", async () => {
    assert.deepEqual(await faults({ ...open, domain: { name: "api.example.com" } }), [
      "domain needs the hosted zone that its records go to, set hostedZoneId",
    ]);
    assert.deepEqual(await faults({ ...open, domain: { name: "api_example", hostedZoneId: "example.com" } }), [
      'domain.domainName must be a DNS name in lower case, without wildcard, got "api_example"',
      'domain.hostedZoneId must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "example.com"',
    ]);
  });

  it("a failover name that is invalid or the gateway's own", async () => {
    const domain = (name: string) => ({
      ...open.domain,
      name: "api.example.com",
      failover: { name, role: "primary" as const },
    });
    assert.deepEqual(await faults({ ...open, domain: domain("api.example.com") }), [
      'domain.failover.name must not be one of the gateway\'s own names, got "api.example.com"',
    ]);
    assert.deepEqual(await faults({ ...open, domain: domain("*.example.com") }), [
      'domain.failover.name must be a DNS name in lower case, without wildcard, got "*.example.com"',
    ]);
  });

  it("repeated priorities, and unknown targets", async () => {
    const routes = { automatrix, relaycore: { ...relaycore, priority: 100, target: "tasks" } };
    assert.deepEqual(await faults({ ...open, routes }), [
      "routes.relaycore: priority must be unique, got 100 as automatrix has",
      'routes.relaycore: target must be one of nodes, got "tasks"',
    ]);
    assert.deepEqual(await faults({ ...open, routes: { Auto_Matrix: automatrix } }), [
      "routes.Auto_Matrix: name must have lower-case letters, digits and hyphens only",
    ]);
  });

  it("conditions that Elastic Load Balancing does not support", async () => {
    assert.deepEqual(await route({ paths: [] }), [
      "routes.automatrix: hosts and paths must have 1 to 5 values together, got 0",
    ]);
    assert.deepEqual(await route({ hosts: ["a.example.com", "b.example.com"], paths: ["/1", "/2", "/3", "/4"] }), [
      "routes.automatrix: hosts and paths must have 1 to 5 values together, got 6",
    ]);
  });

  it("numbers out of range", async () => {
    const cases: [() => Promise<string[]>, string][] = [
      [() => route({ priority: 50001 }), "priority must be a whole number from 1 to 50000, got 50001"],
      [() => route({ port: 0 }), "port must be a whole number from 1 to 65535, got 0"],
      [() => health({ port: 65536 }), "health.port must be a whole number from 1 to 65535, got 65536"],
      [() => health({ intervalSeconds: 301 }), "health.intervalSeconds must be a whole number from 5 to 300, got 301"],
      [() => health({ timeoutSeconds: 1 }), "health.timeoutSeconds must be a whole number from 2 to 120, got 1"],
      [() => health({ timeoutSeconds: 30 }), "health.timeoutSeconds must be less than the interval of 30, got 30"],
      [() => health({ healthyThreshold: 1 }), "health.healthyThreshold must be a whole number from 2 to 10, got 1"],
      [
        () => health({ unhealthyThreshold: 11 }),
        "health.unhealthyThreshold must be a whole number from 2 to 10, got 11",
      ],
      [() => health({ path: "health" }), 'health.path must start with a slash, got "health"'],
      [
        () => route({ deregistrationDelaySeconds: 3601 }),
        "deregistrationDelaySeconds must be a whole number from 0 to 3600, got 3601",
      ],
      [() => route({ stickinessSeconds: 0 }), "stickinessSeconds must be a whole number from 1 to 604800, got 0"],
      [
        () => route({ algorithm: "round_robin", slowStartSeconds: 29 }),
        "slowStartSeconds must be a whole number from 30 to 900, got 29",
      ],
      [
        () => route({ slowStartSeconds: 30 }),
        "algorithm must be round_robin when slowStartSeconds is set, got the default",
      ],
    ];
    for (const [told, expected] of cases) assert.deepEqual(await told(), [`routes.automatrix: ${expected}`]);
  });

  it("a name that is too long, and an invalid rate limit, all at once", async () => {
    const firewall = { rateLimit: { limit: 1, windowSeconds: 60 } } as const;
    assert.deepEqual(await faults({ ...open, firewall, routes: {} }, "gateway-of-the-production"), [
      "the name's length must be a whole number from 1 to 24, got 25",
      "firewall.rateLimit.limit must be a whole number from 10 to 2000000000, got 1",
    ]);
  });
});
