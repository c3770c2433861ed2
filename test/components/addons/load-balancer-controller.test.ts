import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import {
  LoadBalancerController,
  type LoadBalancerControllerArgs,
} from "../../../components/addons/load-balancer-controller.ts";
import { at, deploy } from "../../harness.ts";
import { chartsIn } from "./documented-values.ts";
import { home, network, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const tags = { project: "agents", environment: "prod" };

const make = (manages: LoadBalancerControllerArgs["manages"]) =>
  deploy(() => {
    const { cluster, opts } = standing();
    const args = { account: home, cluster, network, manages, tags, serviceMonitor: false };
    return new LoadBalancerController("load-balancer-controller", args, opts);
  });

describe("LoadBalancerController", () => {
  it("AGT-EKS-03 AIV-EKS-07 is a release in kube-system with VPC and Region, which its pods cannot read from IMDS", async () => {
    const deployed = await make("targetGroups");
    assert.deepEqual(chartsIn(deployed), ["aws-load-balancer-controller 3.6.0"]);
    const release = deployed.one(Release);
    assert.equal(at(release, "namespace"), "kube-system");
    assert.equal(at(release, "values.clusterName"), "aivo-prod-eks");
    assert.equal(at(release, "values.region"), "us-east-1");
    assert.equal(at(release, "values.vpcId"), "vpc-0e1157e0000000001");
    assert.equal(at(release, "values.createIngressClassResource"), false);
    assert.equal(at(release, "values.enableServiceMutatorWebhook"), false);
    assert.ok(release.dependencies.includes(deployed.one(aws.eks.PodIdentityAssociation).urn));
  });

  it("registers pods in the stack's target groups and may change nothing else", async () => {
    const { one } = await make("targetGroups");
    const policy = statements(one(aws.iam.RolePolicy));
    assert.deepEqual(Object.keys(policy), ["Look", "RegisterPods"]);
    assert.deepEqual(policy["RegisterPods"], {
      Sid: "RegisterPods",
      Effect: "Allow",
      Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      Resource: "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/*",
      Condition: { StringEquals: { "aws:ResourceTag/project": "agents", "aws:ResourceTag/environment": "prod" } },
    });
    assert.doesNotMatch(
      JSON.stringify(policy["Look"]),
      /(ec2|elasticloadbalancing):(?!Describe|GetSecurityGroupsForVpc)/,
    );
  });

  it("may create load balancers where it is set, and change only those with the cluster's tag", async () => {
    const deployed = await make("loadBalancers");
    const policy = statements(deployed.one(aws.iam.RolePolicy));
    const owned = { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "aivo-prod-eks" } };
    assert.deepEqual(policy["Make"]?.["Condition"], {
      StringEquals: { "aws:RequestTag/elbv2.k8s.aws/cluster": "aivo-prod-eks" },
    });
    assert.deepEqual(policy["Change"]?.["Condition"], owned);
    assert.deepEqual(policy["ChangeGroup"]?.["Condition"], owned);
    assert.equal(at(deployed.one(Release), "values.createIngressClassResource"), true);
    // Every write statement is limited to a tag or a service.
    const unbound = Object.values(policy).filter(({ Condition }) => Condition === undefined);
    assert.deepEqual(
      unbound.map(({ Sid }) => Sid),
      ["Look", "LookFurther", "MakeGroup"],
    );
  });
});
