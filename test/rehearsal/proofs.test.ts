import assert from "node:assert/strict";
import type { Made } from "../../rehearsal/proofs/graph.ts";
import { proofs } from "../../rehearsal/proofs/index.ts";
import { made, unproven } from "../../rehearsal/proofs/proof.ts";
import { securityGroups } from "../../rehearsal/proofs/security-groups.ts";

describe("the proofs of a stack that is up", () => {
  for (const proof of proofs) {
    it(`${proof.name} holds of one case, and finds the fault of the other`, () => {
      assert.deepEqual(unproven([proof], proof.holds), []);
      assert.equal(unproven([proof], proof.fails).length, 1);
    });
  }

  it("are known by one name each, and say where that is written", () => {
    const names = proofs.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { name, source } of proofs) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.match(source, /^\S.*https:\/\/\S+$|^not looked up$/, name);
    }
  });
});

describe("the proof that stores admit their callers", () => {
  const [pods, cache] = ["sg-0123456789abcdef0", "sg-0fedcba9876543210"];
  const network = made("aws:ec2/vpc:Vpc", "network", { cidrBlock: "10.0.0.0/16" });

  /** Pods of a cluster that are told to connect to a cache, with what the cache's security group lets in. */
  function calling(...rules: readonly Made[]): string[] {
    const env = [{ name: "CACHE_URL", value: "rediss://cache.example.com:6379" }];
    const template = { metadata: { labels: { app: "orders" } }, spec: { containers: [{ env }] } };
    const all = [
      network,
      made("aws:eks/cluster:Cluster", "main", {}, { vpcConfig: { clusterSecurityGroupId: pods } }),
      made("kubernetes:apps/v1:Deployment", "orders", { metadata: { namespace: "shop" }, spec: { template } }),
      made(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        { securityGroupIds: [cache] },
        { primaryEndpointAddress: "cache.example.com" },
      ),
      ...rules,
    ];
    return unproven(securityGroups, all);
  }
  const rule = (more: Made["inputs"]) =>
    made("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
      securityGroupId: cache,
      ipProtocol: "tcp",
      fromPort: 6379,
      toPort: 6379,
      ...more,
    });

  it("holds of pods by the group of the nodes, by a block of the network, and by each form of a rule", () => {
    const inline = { protocol: "tcp", fromPort: 6000, toPort: 7000, securityGroups: [pods] };
    const older = { type: "ingress", securityGroupId: cache, protocol: "-1", fromPort: 0, toPort: 0 };
    const forms = [
      rule({ referencedSecurityGroupId: pods }),
      rule({ cidrIpv4: "10.0.1.0/24" }),
      made("aws:ec2/securityGroup:SecurityGroup", "cache", { ingress: [inline] }, { id: cache }),
      made("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", { ...older, sourceSecurityGroupId: pods }),
    ];
    for (const each of forms) assert.deepEqual(calling(each), [], each.type);
  });

  it("finds another port, another network, another group, and no rule at all", () => {
    const wrong = [
      [rule({ referencedSecurityGroupId: pods, fromPort: 6380, toPort: 6380 })],
      [rule({ cidrIpv4: "192.168.0.0/16" })],
      [rule({ referencedSecurityGroupId: pods, securityGroupId: pods })],
      [],
    ];
    for (const rules of wrong) {
      assert.deepEqual(calling(...rules), [
        "stores-admit-their-callers: Deployment orders cannot reach cache.example.com:6379 of CACHE_URL: no security group of cache admits it",
      ]);
    }
  });
});
