import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Search, type SearchArgs } from "../../../components/data/search.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const master = "arn:aws:iam::111122223333:role/search-master";
const collector = "arn:aws:iam::111122223333:role/collector";
const agents: SearchArgs = {
  account: account("111122223333", "us-east-1"),
  domainName: "agents-logs",
  version: "3.5",
  network: { vpcId: pulumi.output("vpc-1"), databaseSubnetIds: pulumi.output(["subnet-a", "subnet-b", "subnet-c"]) },
  zones: 3,
  dataNodes: { instanceType: "r7g.large.search", count: 3, volumeSize: 100 },
  masterNodes: { kind: "dedicated", instanceType: "m7g.large.search", count: 3 },
  admit: { cluster: "sg-cluster" },
  access: { masterRoleArn: master, callerRoleArns: [collector] },
  kmsKeyArn: key,
  logs: { retentionInDays: 365, kmsKeyArn: key },
  offPeakWindowStart: "22:30",
};
const small: SearchArgs = {
  ...agents,
  version: "2.19",
  zones: 1,
  dataNodes: { instanceType: "t3.small.search", count: 1, volumeSize: 10 },
  masterNodes: { kind: "dataNodes" },
  access: { masterRoleArn: master },
};

describe("Search", () => {
  it("AGT-OBS-01 spreads data nodes and dedicated master nodes over three zones", async () => {
    const { one } = await deploy(() => new Search("search", agents));
    const { inputs } = one(aws.opensearch.Domain);
    assert.deepEqual([inputs.domainName, inputs.engineVersion], ["agents-logs", "OpenSearch_3.5"]);
    assert.deepEqual(inputs.clusterConfig, {
      instanceType: "r7g.large.search",
      instanceCount: 3,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 3 },
      dedicatedMasterEnabled: true,
      dedicatedMasterType: "m7g.large.search",
      dedicatedMasterCount: 3,
    });
    assert.deepEqual(inputs.ebsOptions, { ebsEnabled: true, volumeType: "gp3", volumeSize: 100 });
  });

  it("runs on one node of the older version in one zone where it is set", async () => {
    const { one } = await deploy(() => new Search("search", small));
    const { inputs } = one(aws.opensearch.Domain);
    assert.equal(inputs.engineVersion, "OpenSearch_2.19");
    assert.deepEqual(inputs.clusterConfig, {
      instanceType: "t3.small.search",
      instanceCount: 1,
      zoneAwarenessEnabled: false,
      dedicatedMasterEnabled: false,
    });
    assert.deepEqual(at(one(aws.opensearch.Domain), "vpcOptions.subnetIds"), ["subnet-a"]);
  });

  it("AGT-OBS-01 is encrypted at rest, between nodes and in transit, with fine-grained access control and no password", async () => {
    const { one } = await deploy(() => new Search("search", small));
    const { inputs } = one(aws.opensearch.Domain);
    assert.deepEqual(inputs.encryptAtRest, { enabled: true, kmsKeyId: key });
    assert.deepEqual(inputs.nodeToNodeEncryption, { enabled: true });
    assert.deepEqual(inputs.domainEndpointOptions, {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    });
    assert.deepEqual(inputs.advancedSecurityOptions, {
      enabled: true,
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: master },
    });
  });

  it("AGT-OBS-01 is in the VPC, and allows only its callers' security groups over HTTPS", async () => {
    const { one, of } = await deploy(() => new Search("search", agents));
    const group = one(aws.ec2.SecurityGroup);
    const { inputs: rule } = one(aws.vpc.SecurityGroupIngressRule);
    const domain = one(aws.opensearch.Domain);
    assert.deepEqual(at(domain, "vpcOptions.subnetIds"), ["subnet-a", "subnet-b", "subnet-c"]);
    assert.deepEqual(domain.propertyDependencies.vpcOptions, [group.urn]);
    assert.deepEqual(
      [rule.referencedSecurityGroupId, rule.ipProtocol, rule.fromPort, rule.toPort],
      ["sg-cluster", "tcp", 443, 443],
    );
    assert.equal(of(aws.vpc.SecurityGroupEgressRule).length, 0);
  });

  it("allows only the given roles, and only HTTP requests", async () => {
    const policyOf = async (args: SearchArgs) => {
      const { one } = await deploy(() => new Search("search", args));
      return JSON.parse(String(one(aws.opensearch.Domain).inputs.accessPolicies)).Statement;
    };
    assert.deepEqual(await policyOf(agents), [
      {
        Effect: "Allow",
        Principal: { AWS: [master, collector] },
        Action: "es:ESHttp*",
        Resource: "arn:aws:es:us-east-1:111122223333:domain/agents-logs/*",
      },
    ]);
    assert.deepEqual((await policyOf(small))[0].Principal, { AWS: [master] });
  });

  it("AGT-OBS-02 writes four kinds of logs to its log groups, after their policy", async () => {
    const { one, of } = await deploy(() => new Search("search", agents));
    const domain = one(aws.opensearch.Domain);
    const path = "/aws/OpenSearchService/domains/agents-logs";
    assert.deepEqual(
      of(aws.cloudwatch.LogGroup).map(({ inputs }) => [inputs.name, inputs.retentionInDays, inputs.kmsKeyId]),
      [
        [`${path}/audit-logs`, 365, key],
        [`${path}/es-application-logs`, 365, key],
        [`${path}/search-slow-logs`, 365, key],
        [`${path}/index-slow-logs`, 365, key],
      ],
    );
    const group = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/OpenSearchService/domains/agents-logs";
    assert.deepEqual(domain.inputs.logPublishingOptions, [
      { logType: "AUDIT_LOGS", cloudwatchLogGroupArn: `${group}/audit-logs`, enabled: true },
      { logType: "ES_APPLICATION_LOGS", cloudwatchLogGroupArn: `${group}/es-application-logs`, enabled: true },
      { logType: "SEARCH_SLOW_LOGS", cloudwatchLogGroupArn: `${group}/search-slow-logs`, enabled: true },
      { logType: "INDEX_SLOW_LOGS", cloudwatchLogGroupArn: `${group}/index-slow-logs`, enabled: true },
    ]);
    const delivery = one(aws.cloudwatch.LogResourcePolicy);
    assert.ok(domain.dependencies.includes(delivery.urn));
    assert.equal(delivery.inputs.policyName, "opensearch-agents-logs");
    const [statement] = JSON.parse(String(delivery.inputs.policyDocument)).Statement;
    assert.deepEqual(statement.Principal, { Service: "es.amazonaws.com" });
    assert.deepEqual(statement.Condition, {
      ArnLike: { "aws:SourceArn": "arn:aws:es:us-east-1:111122223333:domain/agents-logs" },
      StringEquals: { "aws:SourceAccount": "111122223333" },
    });
    assert.deepEqual(statement.Resource, [
      `${group}/audit-logs:*`,
      `${group}/es-application-logs:*`,
      `${group}/search-slow-logs:*`,
      `${group}/index-slow-logs:*`,
    ]);
  });

  it("updates its software automatically in the off-peak window", async () => {
    const { one } = await deploy(() => new Search("search", agents));
    const { inputs } = one(aws.opensearch.Domain);
    assert.deepEqual(inputs.softwareUpdateOptions, { autoSoftwareUpdateEnabled: true });
    assert.deepEqual(inputs.offPeakWindowOptions, {
      enabled: true,
      offPeakWindow: { windowStartTime: { hours: 22, minutes: 30 } },
    });
  });

  it("takes its name from the component, and outputs its endpoints", async () => {
    const { outputs } = await deploy(() => {
      const { domainName: _, ...rest } = agents;
      const { domainName, arn, endpoint, dashboardEndpoint, port } = new Search("search", rest);
      return { domainName, arn, endpoint, dashboardEndpoint, port };
    });
    assert.deepEqual([outputs.domainName, outputs.port], ["search", 443]);
    assert.equal(outputs.arn, "arn:aws:es:us-east-1:111122223333:domain/search");
    assert.match(String(outputs.endpoint), /^vpc-search-[0-9a-f]{26}\.us-east-1\.es\.amazonaws\.com$/);
    assert.equal(outputs.dashboardEndpoint, `${outputs.endpoint}/_dashboards`);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Search("search", {
          ...agents,
          ...JSON.parse('{ "version": "1.3" }'),
          domainName: "Agents",
          dataNodes: { instanceType: "r7g.large", count: 4, volumeSize: 5 },
          masterNodes: { kind: "dedicated", instanceType: "m7g", count: 3 },
          offPeakWindowStart: "24:00",
        }),
    );
    assert.equal(
      message,
      [
        'Search "search":',
        '  - domainName must be 3 to 28 lower-case letters, digits and hyphens, starting with a letter, got "Agents"',
        '  - version must be one of 2.19, 3.5, got "1.3"',
        '  - dataNodes.instanceType must look like r7g.large.search, got "r7g.large"',
        "  - dataNodes.count must be a multiple of zones (3), got 4",
        "  - dataNodes.volumeSize must be a whole number of GiB from 10 to 24576, got 5",
        '  - masterNodes.instanceType must look like r7g.large.search, got "m7g"',
        '  - offPeakWindowStart must look like 22:00, got "24:00"',
      ].join("\n"),
    );
  });
});
