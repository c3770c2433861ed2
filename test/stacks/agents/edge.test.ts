import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

describe("agents: site, bastion, telemetry and security", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("agents");
  });

  it("AGT-EDG-01: serves the site from a bucket that only the distribution reads", () => {
    const distribution = deployed.one(aws.cloudfront.Distribution);
    assert.deepEqual(origins(distribution, "origins", "aws:cloudfront/originAccessControl:OriginAccessControl"), [
      "site-web",
    ]);
    const block = deployed.one(aws.s3.BucketPublicAccessBlock, "site-web");
    for (const input of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
      assert.equal(at(block, input), true, input);
    }
  });

  it("AGT-EDG-02: redirects to HTTPS, with headers that let pages call only the gateway and the sign-in page", () => {
    const behavior = "defaultCacheBehavior.viewerProtocolPolicy";
    assert.equal(at(deployed.one(aws.cloudfront.Distribution), behavior), "redirect-to-https");
    const headers = deployed.one(aws.cloudfront.ResponseHeadersPolicy);
    const maxAge = "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec";
    assert.equal(at(headers, maxAge), 31536000);
    const policy = String(at(headers, "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy"));
    assert.match(policy, /connect-src 'self' https:\/\/agents.example.com https:\/\/production.agents.example.com;/);
  });

  it("AGT-EDG-03: answers the paths of the application with its page", () => {
    assert.deepEqual(
      [0, 1].map((index) => {
        const response = `customErrorResponses.${index}`;
        const distribution = deployed.one(aws.cloudfront.Distribution);
        return ["errorCode", "responseCode", "responsePagePath"].map((key) => at(distribution, `${response}.${key}`));
      }),
      [
        [403, 200, "/index.html"],
        [404, 200, "/index.html"],
      ],
    );
  });

  it("AGT-EDG-04: has a web ACL in us-east-1, a DNS name and a certificate", () => {
    const distribution = deployed.one(aws.cloudfront.Distribution);
    assert.deepEqual(at(distribution, "aliases"), ["app.agents.example.com"]);
    assert.deepEqual(origins(distribution, "webAclId", "aws:wafv2/webAcl:WebAcl"), ["site-web"]);
    const acl = deployed.one(aws.wafv2.WebAcl, "site-web");
    assert.equal(at(acl, "scope"), "CLOUDFRONT");
    assert.match(acl.provider, /::aws-us-east-1::/);
    assert.deepEqual(
      origins(distribution, "viewerCertificate", "aws:acm/certificateValidation:CertificateValidation"),
      ["site-web"],
    );
  });

  it("AGT-BAS-01, AGT-BAS-02: has a t3.large in the first private subnet, with IMDSv2 and a hop limit of one", () => {
    const bastion = deployed.one(aws.ec2.Instance);
    assert.equal(at(bastion, "instanceType"), "t3.large");
    assert.equal(at(bastion, "subnetId"), at(deployed.one(aws.eks.NodeGroup, "cluster-general"), "subnetIds.0"));
    assert.equal(at(bastion, "ebsOptimized"), true);
    assert.equal(at(bastion, "monitoring"), true);
    assert.deepEqual(at(bastion, "metadataOptions"), {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(origins(bastion, "vpcSecurityGroupIds", "aws:ec2/securityGroup:SecurityGroup"), ["bastion"]);
  });

  it("AGT-BAS-03: has developer tools and access to cluster and database, and no inbound rule", () => {
    const userData = String(at(deployed.one(aws.ec2.Instance), "userData"));
    for (const tool of ["code-server", "kubectl", "aws-cli", "docker", "astral-uv", "node"]) {
      assert.ok(userData.includes(tool), tool);
    }
    const rules = deployed.of(aws.vpc.SecurityGroupIngressRule);
    const group = "aws:ec2/securityGroup:SecurityGroup";
    const reached = rules.filter((each) => origins(each, "referencedSecurityGroupId", group).includes("bastion"));
    assert.deepEqual(reached.map((each) => `${each.name} ${at(each, "fromPort")}`).sort(), [
      "bastion-to-cluster 443",
      "bastion-to-main 5432",
    ]);
    assert.deepEqual(
      rules.filter((each) => origins(each, "securityGroupId", group).includes("bastion")),
      [],
    );
    const entry = deployed.one(aws.eks.AccessEntry, "bastion");
    assert.deepEqual(origins(entry, "principalArn", "aws:iam/role:Role"), ["bastion"]);
  });

  it("AGT-OBS-01: searches on several nodes over both zones, encrypted, with access by role", () => {
    const domain = deployed.one(aws.opensearch.Domain);
    for (const [input, value] of [
      ["clusterConfig.zoneAwarenessEnabled", true],
      ["clusterConfig.instanceCount", 2],
      ["encryptAtRest.enabled", true],
      ["nodeToNodeEncryption.enabled", true],
      ["domainEndpointOptions.enforceHttps", true],
      ["advancedSecurityOptions.enabled", true],
      ["engineVersion", "OpenSearch_3.5"],
    ] as const) {
      assert.equal(at(domain, input), value, input);
    }
    assert.equal(origins(domain, "vpcOptions", "aws:ec2/subnet:Subnet").length, 2);
  });

  it("AGT-OBS-02: retains the logs of cluster, network, database and search for a year", () => {
    for (const name of [
      "cluster",
      "network-flow-logs",
      "database-main-postgresql",
      "search-telemetry-audit-logs",
      "search-telemetry-es-application-logs",
    ]) {
      assert.equal(at(deployed.one(aws.cloudwatch.LogGroup, name), "retentionInDays"), 365, name);
    }
    assert.equal(deployed.of(aws.cloudwatch.LogResourcePolicy).filter(({ name }) => name === "log-delivery").length, 1);
  });

  it("AGT-OBS-04: has a dashboard, alarms with subscribers, and events on the same topics", () => {
    assert.equal(at(deployed.one(aws.cloudwatch.Dashboard), "dashboardName"), "agents");
    const alarms = deployed.of(aws.cloudwatch.MetricAlarm);
    assert.ok(alarms.length > 50);
    const deaf = alarms.filter((each) => origins(each, "alarmActions", "aws:sns/topic:Topic").length === 0);
    assert.deepEqual(
      deaf.map(({ name }) => name),
      [],
    );
    const routed = deployed.of(aws.cloudwatch.EventTarget).filter(({ name }) => name.startsWith("events-"));
    assert.deepEqual(routed.map(({ name }) => name).sort(), [
      "events-account-health",
      "events-database-failover",
      "events-database-failure",
      "events-planned-change",
      "events-spot-interruption",
    ]);
  });

  it("AGT-SEC-03: encrypts every store with the stack's key", () => {
    for (const [type, input] of [
      [aws.rds.Cluster, "kmsKeyId"],
      [aws.elasticache.ReplicationGroup, "kmsKeyId"],
      [aws.dynamodb.Table, "serverSideEncryption"],
      [aws.opensearch.Domain, "encryptAtRest"],
      [aws.ec2.Instance, "rootBlockDevice"],
      [aws.ec2.LaunchTemplate, "blockDeviceMappings"],
      [aws.ecr.Repository, "encryptionConfigurations"],
      [aws.secretsmanager.Secret, "kmsKeyId"],
      ["eks:index:Cluster", "encryptionConfigKeyArn"],
    ] as const) {
      const stores = deployed.of(type);
      assert.ok(stores.length > 0);
      for (const each of stores) assert.deepEqual(origins(each, input, "aws:kms/key:Key"), ["data"], each.name);
    }
    assert.equal(at(deployed.one(aws.rds.Cluster), "storageEncrypted"), true);
  });

  it("AGT-SEC-04: has GuardDuty, Inspector, and Security Hub with its benchmarks", () => {
    for (const type of [
      aws.guardduty.Detector,
      aws.inspector2.Enabler,
      aws.securityhub.Account,
      aws.cfg.Recorder,
      aws.cloudtrail.Trail,
    ]) {
      assert.equal(deployed.of(type).length, 1);
    }
    assert.equal(at(deployed.one(aws.guardduty.Detector), "enable"), true);
    assert.equal(deployed.of(aws.securityhub.StandardsSubscription).length, 2);
  });
});
