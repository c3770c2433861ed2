import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { nodeReleases } from "../../components/versions.ts";
import platform from "../../index.ts";
import { definitions } from "../../stacks/definitions.ts";
import { dev } from "../../stacks/platform/dev.ts";
import { at, type Deployed, deploy, type Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf, stacks } from "../stacks/stack-settings.ts";

/** Types that start programs in subnets, and the input that names the subnets; an EKS control plane only has interfaces there. */
const starting = [
  ["aws:eks/nodeGroup:NodeGroup", "subnetIds"],
  ["aws:ecs/service:Service", "networkConfiguration"],
  ["aws:ec2/instance:Instance", "subnetId"],
] as const;

/** The endpoints of the VPC that a resource does not wait for. */
function missed({ of }: Deployed, resource: Registered, input: string): string[] {
  const waits = new Set([...resource.dependencies, ...(resource.propertyDependencies[input] ?? [])]);
  return of(aws.ec2.VpcEndpoint)
    .filter(({ urn }) => !waits.has(urn))
    .map(({ name }) => name);
}

describe("networks and nodes in a real account", () => {
  for (const stack of stacks) {
    describe(stack, () => {
      let deployed: Deployed;
      before(async () => {
        deployed = await deployStack(stack);
      });

      it("RC-I6: what starts in a private subnet waits for the endpoints, and is deleted before them", () => {
        for (const [type, input] of starting)
          for (const each of deployed.of(type)) assert.deepEqual(missed(deployed, each, input), [], each.name);
      });

      it("RC-B10: nodes run an AMI release that is pinned with their Kubernetes version", () => {
        const releases = Object.values(nodeReleases).flatMap((families): string[] => Object.values(families));
        for (const { name, inputs } of deployed.of(aws.eks.NodeGroup)) {
          const release = String(inputs["releaseVersion"]);
          assert.ok(releases.includes(release), name);
          assert.ok(
            release.startsWith(`${String(inputs["version"])}.`) || /BOTTLEROCKET/.test(String(inputs["amiType"])),
          );
        }
      });

      it("RC-C2: the size of a node group is never taken from the state", () => {
        for (const { name, ignoreChanges } of deployed.of(aws.eks.NodeGroup)) assert.deepEqual(ignoreChanges, [], name);
      });

      it("RC-C5: a Kubernetes upgrade leaves the bastion alone", () => {
        for (const { name, ignoreChanges } of deployed.of(aws.ec2.Instance))
          assert.ok(ignoreChanges.includes("userData"), name);
      });

      it("RC-H14: a role of flow logs may list log groups", () => {
        const policies = deployed.of(aws.iam.RolePolicy).map((each) => String(at(each, "policy")));
        for (const text of policies.filter((each) => each.includes("logs:DescribeLogGroups"))) {
          const listing = JSON.parse(text).Statement.filter(({ Action }: { Action: unknown }) =>
            [Action].flat().includes("logs:DescribeLogGroups"),
          );
          for (const { Resource } of listing) assert.match([Resource].flat().join(), /:log-group:\*$|^\*$/);
        }
      });
    });
  }
});

describe("a definition without an address plan", () => {
  it("RC-F4: has computed subnets in slots that do not move when a zone is added", async () => {
    const { subnets: _, ...network } = dev.network;
    const blocks = async (zones: number) => {
      Object.assign(definitions, { planned: { ...dev, network: { ...network, zones } } });
      const config = { ...configOf("dev"), "platform:zones": JSON.stringify(["a", "b", "d"].slice(-zones)) };
      try {
        const { of } = await deploy(platform, { stack: "planned", config });
        return of(aws.ec2.Subnet).map(({ name, inputs }) => `${name} ${String(inputs["cidrBlock"])}`);
      } finally {
        Reflect.deleteProperty(definitions, "planned");
      }
    };
    const [two, three] = [await blocks(2), await blocks(3)];
    assert.equal(three.length, 12);
    assert.deepEqual(
      two.filter((each) => !three.includes(each)),
      [],
    );
  });
});
