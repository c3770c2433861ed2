import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { ClusterAutoscaler, type ClusterAutoscalerArgs } from "../../../components/addons/cluster-autoscaler.ts";
import { at, deploy } from "../../harness.ts";
import { chartsIn } from "./documented-values.ts";
import { home, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;

const make = (version: ClusterAutoscalerArgs["version"] = "1.35", serviceMonitor = false) =>
  deploy(() => {
    const { cluster, opts } = standing();
    return new ClusterAutoscaler("cluster-autoscaler", { account: home, cluster, version, serviceMonitor }, opts);
  });

describe("ClusterAutoscaler", () => {
  it("AUT-EKS-06 AIV-EKS-07 is a release in kube-system that discovers the cluster's Auto Scaling groups by tags", async () => {
    const deployed = await make();
    assert.deepEqual(chartsIn(deployed), ["cluster-autoscaler 9.59.0"]);
    const release = deployed.one(Release);
    assert.equal(at(release, "namespace"), "kube-system");
    assert.deepEqual(at(release, "values.autoDiscovery"), { clusterName: "aivo-prod-eks" });
    assert.equal(at(release, "values.awsRegion"), "us-east-1");
    assert.equal(at(release, "values.serviceMonitor.enabled"), false);
  });

  it("AUT-EKS-06 may scale Auto Scaling groups with the cluster's tags, and no others", async () => {
    const { one } = await make();
    assert.deepEqual(statements(one(aws.iam.RolePolicy))["ScaleOwnGroups"], {
      Sid: "ScaleOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
          "aws:ResourceTag/k8s.io/cluster-autoscaler/aivo-prod-eks": "owned",
        },
      },
    });
    const association = one(aws.eks.PodIdentityAssociation);
    assert.equal(association.inputs["serviceAccount"], "cluster-autoscaler");
    assert.ok(one(Release).dependencies.includes(association.urn));
  });

  it("runs the version of the cluster's minor, with a ServiceMonitor where it is set", async () => {
    assert.equal(at((await make("1.35")).one(Release), "values.image.tag"), "v1.35.0");
    assert.equal(at((await make("1.36", true)).one(Release), "values.image.tag"), "v1.36.1");
    // The chart's default namespace of the ServiceMonitor is monitoring, which may not exist.
    assert.deepEqual(at((await make("1.36", true)).one(Release), "values.serviceMonitor"), {
      enabled: true,
      namespace: "kube-system",
    });
  });
});
