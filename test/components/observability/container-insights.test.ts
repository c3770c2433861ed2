import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { ContainerInsights } from "../../../components/observability/container-insights.ts";
import { at, deploy } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1a2b";
const make = () =>
  deploy(() => {
    const insights = new ContainerInsights("insights", {
      account: account("111122223333", "us-east-1"),
      clusterName: "main",
      logs: { retentionInDays: 30, kmsKeyArn },
    });
    return insights.logGroupNames;
  });

describe("ContainerInsights", () => {
  it("RC-B7: installs the add-on at a pinned version, with a role of its own by EKS Pod Identity", async () => {
    const { one } = await make();
    const addon = one(aws.eks.Addon);
    assert.equal(addon.inputs["addonName"], "amazon-cloudwatch-observability");
    assert.match(String(addon.inputs["addonVersion"]), /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    const role = one(aws.iam.Role);
    assert.deepEqual(addon.inputs["podIdentityAssociations"], [
      { serviceAccount: "cloudwatch-agent", roleArn: role.outputs["arn"] },
    ]);
    assert.match(String(role.inputs["assumeRolePolicy"]), /"aws:RequestTag\/kubernetes-namespace":"amazon-cloudwatch"/);
    assert.equal(
      one(aws.iam.RolePolicyAttachment).inputs["policyArn"],
      "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
    );
  });

  it("makes the log groups before the agent does, encrypted and with retention", async () => {
    const { of, one, outputs } = await make();
    const groups = of(aws.cloudwatch.LogGroup);
    assert.deepEqual(
      groups.map(({ inputs }) => [inputs["name"], inputs["retentionInDays"], inputs["kmsKeyId"]]),
      ["application", "dataplane", "host", "performance"].map((holds) => [
        `/aws/containerinsights/main/${holds}`,
        30,
        kmsKeyArn,
      ]),
    );
    const { dependencies } = one(aws.eks.Addon);
    assert.ok(groups.every(({ urn }) => dependencies.includes(urn)));
    assert.equal(outputs["application"], "/aws/containerinsights/main/application");
  });

  it("injects nothing into pods, publishes the metrics that alarms read alone, and states requests that a small node has room for", async () => {
    const { one } = await make();
    const configuration = JSON.parse(String(one(aws.eks.Addon).inputs["configurationValues"]));
    const values = { inputs: configuration };
    assert.equal(configuration.applicationSignals.enabled, false);
    assert.deepEqual(configuration.containerInsights, { enabled: true });
    assert.deepEqual(configuration.otelContainerInsights, { enabled: false });
    assert.equal(configuration.manager.applicationSignals.autoMonitor.monitorAllServices, false);
    const addon = { ...one(aws.eks.Addon), ...values };
    assert.equal(at(addon, "agent.resources.requests.cpu"), "50m");
    assert.equal(at(addon, "containerLogs.fluentBit.resources.requests.cpu"), "25m");
  });
});
