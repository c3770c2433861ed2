import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const subnet = "aws:ec2/subnet:Subnet";
const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const eksCluster = "aws:eks/cluster:Cluster";
const zones = ["us-west-2a", "us-west-2b", "us-west-2c"];
const privateSubnets = ["network-private-a", "network-private-b", "network-private-c"];
const databaseSubnets = ["network-database-a", "network-database-b", "network-database-c"];

describe("the stack auterity", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity");
  });
  const of = (type: Parameters<Deployed["of"]>[0]) => deployed.of(type);
  const one = (type: Parameters<Deployed["one"]>[0], name?: string) => deployed.one(type, name);
  const inputs = (resource: Registered, ...keys: string[]) =>
    Object.fromEntries(keys.map((key) => [key, resource.inputs[key]]));

  describe("network", () => {
    const tier = (name: string) => of(aws.ec2.Subnet).filter((each) => each.name.startsWith(`network-${name}-`));
    const blocks = (name: string) => tier(name).map((each) => each.inputs.cidrBlock);

    it("AUT-NET-01: is 10.0.0.0/16", () => {
      assert.equal(one(aws.ec2.Vpc).inputs.cidrBlock, "10.0.0.0/16");
    });

    it("AUT-NET-02: has every tier in us-west-2a, b and c", () => {
      for (const name of ["public", "private", "database"])
        assert.deepEqual(
          tier(name).map((each) => each.inputs.availabilityZone),
          zones,
        );
    });

    it("AUT-NET-03: has public subnets, routed to the internet gateway", () => {
      assert.deepEqual(blocks("public"), ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
      for (const zone of ["a", "b", "c"]) {
        const route = one(aws.ec2.Route, `network-public-${zone}`);
        assert.equal(route.inputs.destinationCidrBlock, "0.0.0.0/0");
        assert.deepEqual(origins(route, "gatewayId", "aws:ec2/internetGateway:InternetGateway"), ["network"]);
      }
    });

    it("AUT-NET-04: has private subnets", () => {
      assert.deepEqual(blocks("private"), ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"]);
    });

    it("AUT-NET-05: has database subnets, and the DB subnet group over them", () => {
      assert.deepEqual(blocks("database"), ["10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24"]);
      assert.deepEqual(origins(one(aws.rds.SubnetGroup), "subnetIds", subnet), databaseSubnets);
    });

    it("AUT-NET-06: routes each private subnet through the NAT gateway of its zone", () => {
      assert.equal(of(aws.ec2.NatGateway).length, 3);
      assert.equal(of(aws.ec2.Eip).length, 3);
      for (const zone of ["a", "b", "c"]) {
        const gateway = one(aws.ec2.NatGateway, `network-${zone}`);
        assert.deepEqual(origins(gateway, "subnetId", subnet), [`network-public-${zone}`]);
        const route = one(aws.ec2.Route, `network-private-${zone}`);
        assert.equal(route.inputs.destinationCidrBlock, "0.0.0.0/0");
        assert.deepEqual(origins(route, "natGatewayId", "aws:ec2/natGateway:NatGateway"), [gateway.name]);
      }
    });

    it("AUT-NET-07, AUT-S3-06: delivers flow logs to a separate bucket, whose policy allows it", () => {
      const log = one(aws.ec2.FlowLog);
      assert.equal(log.inputs.logDestinationType, "s3");
      assert.deepEqual(origins(log, "vpcId", "aws:ec2/vpc:Vpc"), ["network"]);
      assert.deepEqual(origins(log, "logDestination", "aws:s3/bucket:Bucket"), ["network-flow-logs"]);
      const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy, "network-flow-logs").inputs.policy));
      const delivery = Statement.filter(
        (each: { Principal: { Service?: string } }) => each.Principal.Service === "delivery.logs.amazonaws.com",
      );
      assert.deepEqual(
        delivery.map((each: { Effect: string; Action: unknown }) => [each.Effect, each.Action]),
        [
          ["Allow", "s3:PutObject"],
          ["Allow", ["s3:GetBucketAcl", "s3:ListBucket"]],
        ],
      );
    });
  });

  describe("security groups", () => {
    const ingress = () => of(aws.vpc.SecurityGroupIngressRule);
    const rule = (name: string) => one(aws.vpc.SecurityGroupIngressRule, name);

    it("AUT-NET-08, CON-12: admit the internet to port 443 of the load balancer, and to 80, which redirects", () => {
      const open = ingress().filter(({ inputs: { cidrIpv4, cidrIpv6 } }) => cidrIpv4 === "0.0.0.0/0" || cidrIpv6);
      assert.deepEqual(
        open.map((each) => [origins(each, "securityGroupId", securityGroup), each.inputs.fromPort, each.inputs.toPort]),
        [
          [["gateway"], 80, 80],
          [["gateway"], 443, 443],
        ],
      );
      assert.equal(at(one(aws.lb.Listener, "gateway-http"), "defaultActions.0.redirect.port"), "443");
      assert.deepEqual(origins(one(aws.lb.LoadBalancer), "securityGroups", securityGroup), ["gateway"]);
    });

    it("AUT-NET-09, AUT-NET-12: admit only the load balancer to the ports of the three backends and of the frontend", () => {
      const toCluster = ingress().filter((each) => origins(each, "securityGroupId", eksCluster).length > 0);
      // The API server is where the deployer comes from outside; pods are behind the load balancer alone.
      const toNodes = toCluster.filter((each) => each.name !== "cluster-deployer-10-250-0-0-24");
      assert.deepEqual(toNodes.map((each) => [each.inputs.fromPort, each.inputs.toPort, each.inputs.cidrIpv4]).sort(), [
        // NeuroWeaver's frontend, which renders on a server.
        [3000, 3000, undefined],
        [3001, 3001, undefined],
        [8000, 8000, undefined],
        [8001, 8001, undefined],
      ]);
      for (const each of toNodes)
        assert.deepEqual(origins(each, "referencedSecurityGroupId", securityGroup), ["gateway"]);
      assert.deepEqual(
        of(aws.lb.TargetGroup)
          .map((each) => each.inputs.port)
          .sort(),
        [3000, 3001, 8000, 8001],
      );
    });

    it("AUT-NET-10: let the backends connect to the internet, through the NAT gateways", () => {
      const narrowed = of(aws.vpc.SecurityGroupEgressRule).filter(
        (each) => origins(each, "securityGroupId", eksCluster).length > 0,
      );
      assert.deepEqual(narrowed, []);
      for (const name of privateSubnets)
        assert.equal(one(aws.ec2.Route, name).inputs.destinationCidrBlock, "0.0.0.0/0");
    });

    it("AUT-NET-11: admit workloads to the database and the cache, by security group and not by address", () => {
      const stores = [
        [one(aws.rds.Instance), "vpcSecurityGroupIds", "database-main", 5432],
        [one(aws.elasticache.ReplicationGroup), "securityGroupIds", "cache-main", 6379],
      ] as const;
      for (const [store, input, group, port] of stores) {
        assert.deepEqual(origins(store, input, securityGroup), [group]);
        const rules = ingress().filter((each) => origins(each, "securityGroupId", securityGroup).includes(group));
        assert.deepEqual(
          rules.map((each) => [each.name, each.inputs.fromPort, each.inputs.toPort, each.inputs.cidrIpv4]),
          [[`${group}-cluster`, port, port, undefined]],
        );
        assert.deepEqual(origins(rule(`${group}-cluster`), "referencedSecurityGroupId", eksCluster), ["cluster"]);
      }
    });

    it("AUT-NET-13: are joined by tiers, a web ACL, flow logs and network policies", () => {
      assert.equal(of(aws.ec2.Subnet).length, 12);
      assert.equal(of(aws.ec2.FlowLog).length, 1);
      assert.deepEqual(origins(one(aws.wafv2.WebAclAssociation, "gateway"), "webAclArn", "aws:wafv2/webAcl:WebAcl"), [
        "gateway",
      ]);
      const cni = JSON.parse(String(one(aws.eks.Addon, "cluster-vpc-cni").inputs.configurationValues));
      assert.equal(cni.enableNetworkPolicy, "true");
      assert.deepEqual(
        of(aws.cloudwatch.MetricAlarm)
          .map((each) => each.name)
          .filter((name) => name.startsWith("anomalies-nat-")),
        ["anomalies-nat-a-traffic", "anomalies-nat-b-traffic", "anomalies-nat-c-traffic"],
      );
    });
  });

  describe("cluster", () => {
    it("AUT-EKS-01: is auterity-prod, in the private subnets", () => {
      assert.equal(one(aws.eks.Cluster).inputs.name, "auterity-prod");
      assert.deepEqual(origins(one(aws.eks.Cluster), "vpcConfig", subnet), privateSubnets);
      assert.deepEqual(origins(one(aws.eks.NodeGroup), "subnetIds", subnet), privateSubnets);
    });

    it("AUT-EKS-02, OOD-01: runs a Kubernetes in standard support", () => {
      assert.deepEqual(inputs(one(aws.eks.Cluster), "version", "upgradePolicy"), {
        version: "1.35",
        upgradePolicy: { supportType: "STANDARD" },
      });
    });

    it("AUT-EKS-03, AUT-EKS-04: has 3 to 10 on-demand nodes of three types", () => {
      assert.deepEqual(inputs(one(aws.eks.NodeGroup), "instanceTypes", "capacityType", "scalingConfig"), {
        instanceTypes: ["m5.large", "m5a.large", "m5n.large"],
        capacityType: "ON_DEMAND",
        scalingConfig: { minSize: 3, maxSize: 10, desiredSize: 10 },
      });
    });

    it("AUT-EKS-05: has nodes in three zones", () => {
      const placed = origins(one(aws.eks.NodeGroup), "subnetIds", subnet);
      assert.deepEqual(
        placed.map((name) => one(aws.ec2.Subnet, name).inputs.availabilityZone),
        zones,
      );
    });
  });

  describe("database", () => {
    const facts: [string, Record<string, unknown>][] = [
      ["AUT-DB-01: is PostgreSQL named auterity-prod", { identifier: "auterity-prod", engine: "postgres" }],
      [
        "AUT-DB-02, OOD-03: upgrades minor versions of a supported major version automatically",
        {
          engineVersion: "17",
          autoMinorVersionUpgrade: true,
          engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        },
      ],
      ["AUT-DB-03: is a db.t3.large with 100 GiB", { instanceClass: "db.t3.large", allocatedStorage: 100 }],
      ["AUT-DB-04: is Multi-AZ", { multiAz: true }],
      ["AUT-DB-05: keeps automated backups for 7 days", { backupRetentionPeriod: 7 }],
      ["AUT-DB-06: is backed up from 03:00 to 04:00", { backupWindow: "03:00-04:00" }],
      ["AUT-DB-07: is maintained on Sunday from 04:30 to 05:30", { maintenanceWindow: "sun:04:30-sun:05:30" }],
      ["AUT-DB-08: is encrypted and refuses deletion", { storageEncrypted: true, deletionProtection: true }],
    ];
    for (const [fact, expected] of facts) {
      it(fact, () => {
        assert.deepEqual(inputs(one(aws.rds.Instance), ...Object.keys(expected)), expected);
      });
    }

    it("AUT-DB-09: is in the database subnets with its own security group, without a public address", () => {
      const database = one(aws.rds.Instance);
      assert.deepEqual(origins(database, "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"), ["network"]);
      assert.deepEqual(origins(database, "vpcSecurityGroupIds", securityGroup), ["database-main"]);
      assert.equal(database.inputs.publiclyAccessible, false);
    });
  });

  describe("cache", () => {
    it("AUT-CAC-01, OOD-05: is auterity-prod, on Valkey with the parameters of its family", () => {
      const cache = one(aws.elasticache.ReplicationGroup);
      assert.deepEqual(inputs(cache, "replicationGroupId", "engine", "engineVersion"), {
        replicationGroupId: "auterity-prod",
        engine: "valkey",
        engineVersion: "8.2",
      });
      const group = "aws:elasticache/parameterGroup:ParameterGroup";
      assert.deepEqual(origins(cache, "parameterGroupName", group), ["cache-main-valkey8"]);
      assert.equal(one(aws.elasticache.ParameterGroup).inputs.family, "valkey8");
    });

    it("AUT-CAC-02, AUT-CAC-03: has two nodes, with automatic failover to the other zone", () => {
      const cache = one(aws.elasticache.ReplicationGroup);
      assert.deepEqual(inputs(cache, "nodeType", "numCacheClusters", "automaticFailoverEnabled", "multiAzEnabled"), {
        nodeType: "cache.t3.medium",
        numCacheClusters: 2,
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
      });
    });

    it("AUT-CAC-04: has its own subnet group and security group", () => {
      const cache = one(aws.elasticache.ReplicationGroup);
      const subnetGroup = "aws:elasticache/subnetGroup:SubnetGroup";
      assert.deepEqual(origins(cache, "subnetGroupName", subnetGroup), ["cache-main"]);
      assert.deepEqual(origins(one(aws.elasticache.SubnetGroup), "subnetIds", subnet), databaseSubnets);
      assert.deepEqual(origins(cache, "securityGroupIds", securityGroup), ["cache-main"]);
    });

    it("requires authentication and TLS", () => {
      const cache = one(aws.elasticache.ReplicationGroup);
      assert.deepEqual(inputs(cache, "transitEncryptionMode", "atRestEncryptionEnabled"), {
        transitEncryptionMode: "required",
        atRestEncryptionEnabled: true,
      });
      assert.deepEqual(
        of(aws.elasticache.User).map((each) => [each.name, at(each, "authenticationMode.type")]),
        [
          ["cache-main-autmatrix", "iam"],
          ["cache-main-relaycore", "iam"],
          ["cache-main-neuroweaver", "iam"],
        ],
      );
    });
  });

  describe("storage", () => {
    it("AUT-S3-01, AUT-S3-02, AUT-S3-04: stores data versioned and encrypted in auterity-prod-data", () => {
      assert.equal(one(aws.s3.Bucket, "bucket-data").inputs.bucket, "auterity-prod-data-601122334455");
      assert.equal(at(one(aws.s3.BucketVersioning, "bucket-data"), "versioningConfiguration.status"), "Enabled");
      const encryption = one(aws.s3.BucketServerSideEncryptionConfiguration, "bucket-data");
      assert.equal(at(encryption, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"), "aws:kms");
      assert.deepEqual(origins(encryption, "rules", "aws:kms/key:Key"), ["data"]);
    });

    it("AUT-S3-03: archives old data after 30 and 90 days, and deletes it after a year", () => {
      const rules = one(aws.s3.BucketLifecycleConfiguration, "bucket-data").inputs.rules as { id: string }[];
      assert.deepEqual(
        rules.find(({ id }) => id === "archive-old-data"),
        {
          id: "archive-old-data",
          status: "Enabled",
          filter: { prefix: "" },
          transitions: [
            { days: 30, storageClass: "STANDARD_IA" },
            { days: 90, storageClass: "GLACIER" },
          ],
          expiration: { days: 365 },
        },
      );
    });

    it("AUT-S3-05: logs access to auterity-prod-logs, whose policy allows S3's log delivery", () => {
      assert.deepEqual(inputs(one(aws.s3.BucketLogging), "bucket", "targetBucket", "targetPrefix"), {
        bucket: "auterity-prod-data-601122334455",
        targetBucket: "auterity-prod-logs-601122334455",
        targetPrefix: "s3-access-logs/",
      });
      const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy, "bucket-logs").inputs.policy));
      assert.deepEqual(Statement.at(-1), {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Sid: "AccessLogDelivery",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::auterity-prod-logs-601122334455/s3-access-logs/*",
        Condition: { StringEquals: { "aws:SourceAccount": "601122334455" } },
      });
    });

    it("AUT-S3-07: shares the models among nodes of every zone, mounted only by the driver's role", () => {
      assert.deepEqual(
        of(aws.efs.MountTarget).map((each) => origins(each, "subnetId", subnet)),
        [databaseSubnets, databaseSubnets, databaseSubnets],
      );
      assert.equal(new Set(of(aws.efs.MountTarget).map((each) => each.inputs.subnetId)).size, 3);
      const mounting = one(aws.iam.Role, "file-system-driver").outputs["arn"];
      const { Statement } = JSON.parse(String(one(aws.efs.FileSystemPolicy).inputs.policy));
      const allowed = Statement.filter((each: { Effect: string }) => each.Effect === "Allow");
      assert.deepEqual(
        allowed.map((each: { Principal: unknown; Action: unknown }) => [each.Principal, each.Action]),
        [[{ AWS: [mounting] }, ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]]],
      );
      assert.deepEqual(at(one(aws.eks.Addon, "file-system-driver"), "podIdentityAssociations"), [
        { serviceAccount: "efs-csi-node-sa", roleArn: mounting },
      ]);
      assert.equal(at(one(aws.efs.AccessPoint), "rootDirectory.path"), "/models");
      const rule = one(aws.vpc.SecurityGroupIngressRule, "files-models-cluster");
      assert.equal(rule.inputs.fromPort, 2049);
      assert.deepEqual(origins(rule, "referencedSecurityGroupId", eksCluster), ["cluster"]);
    });
  });

  describe("firewall", () => {
    const rule = (name: string) =>
      (one(aws.wafv2.WebAcl, "gateway").inputs.rules as { name: string; priority: number }[]).find(
        (each) => each.name === name,
      );

    it("AUT-WAF-01: is api-protection, regional, and allows requests by default", () => {
      assert.deepEqual(inputs(one(aws.wafv2.WebAcl, "gateway"), "name", "description", "scope", "defaultAction"), {
        name: "api-protection",
        description: "Rules for API protection",
        scope: "REGIONAL",
        defaultAction: { allow: {} },
      });
    });

    it("AUT-WAF-02: blocks an address after 1000 requests in five minutes", () => {
      assert.deepEqual(rule("RateLimitRule"), {
        name: "RateLimitRule",
        priority: 1,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: 1000, evaluationWindowSec: 300, aggregateKeyType: "IP" } },
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: "RateLimitRule",
          sampledRequestsEnabled: true,
        },
      });
    });

    it("AUT-WAF-03, OOD-25: blocks what AWS's rules against SQL injection find, in bodies by a rule of its own", () => {
      assert.deepEqual(rule("SQLInjectionRule"), {
        name: "SQLInjectionRule",
        priority: 2,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: "AWS",
            name: "AWSManagedRulesSQLiRuleSet",
            ruleActionOverrides: ["SQLi_BODY", "SQLiExtendedPatterns_BODY"].map((name) => {
              return { name, actionToUse: { count: {} } };
            }),
          },
        },
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: "SQLInjectionRule",
          sampledRequestsEnabled: true,
        },
      });
    });

    it("AUT-WAF-04: is associated with the load balancer, with metrics and sampled requests", () => {
      const association = one(aws.wafv2.WebAclAssociation, "gateway");
      assert.deepEqual(origins(association, "webAclArn", "aws:wafv2/webAcl:WebAcl"), ["gateway"]);
      assert.deepEqual(origins(association, "resourceArn", "aws:lb/loadBalancer:LoadBalancer"), ["gateway"]);
      assert.deepEqual(one(aws.wafv2.WebAcl, "gateway").inputs.visibilityConfig, {
        cloudwatchMetricsEnabled: true,
        metricName: "api-protection",
        sampledRequestsEnabled: true,
      });
    });
  });

  describe("users", () => {
    const facts: [string, Record<string, unknown>][] = [
      [
        "AUT-IDP-01: are invited by administrators into auterity-production, with an e-mail that is verified",
        {
          name: "auterity-production",
          adminCreateUserConfig: { allowAdminCreateUserOnly: true },
          autoVerifiedAttributes: ["email"],
        },
      ],
      [
        "AUT-IDP-02: may add one-time passwords",
        { mfaConfiguration: "OPTIONAL", softwareTokenMfaConfiguration: { enabled: true } },
      ],
      [
        "AUT-IDP-03: come back by their verified e-mail",
        { accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] } },
      ],
      [
        "AUT-IDP-04: have passwords of 12 characters from four classes",
        {
          passwordPolicy: {
            minimumLength: 12,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
            temporaryPasswordValidityDays: 7,
          },
        },
      ],
      [
        "AUT-IDP-06, OOD-15: are protected from threats, on the plan that has it",
        { userPoolTier: "PLUS", userPoolAddOns: { advancedSecurityMode: "ENFORCED" } },
      ],
    ];
    for (const [fact, expected] of facts) {
      it(fact, () => {
        assert.deepEqual(inputs(one(aws.cognito.UserPool), ...Object.keys(expected)), expected);
      });
    }

    it("AUT-IDP-05: have five attributes, and a pool that is protected from deletion", () => {
      const pool = one(aws.cognito.UserPool);
      const schemas = pool.inputs.schemas as Record<string, unknown>[];
      assert.deepEqual(
        schemas.map((each) => [each.name, each.attributeDataType, each.required, each.mutable]),
        [
          ["email", "String", true, true],
          ["given_name", "String", true, true],
          ["family_name", "String", true, true],
          ["department", "String", false, true],
          ["role", "String", false, true],
        ],
      );
      assert.equal(pool.protect, true);
      assert.equal(pool.inputs.deletionProtection, "ACTIVE");
    });
  });

  describe("applications", () => {
    it("AUT-APP-07: AutoMatrix's frontend is a site in CloudFront, and its users return to it", () => {
      const site = one(aws.cloudfront.Distribution);
      assert.deepEqual(site.inputs.aliases, ["app.auterity.example.com"]);
      assert.deepEqual(origins(site, "origins", "aws:s3/bucket:Bucket"), ["site-automatrix"]);
      assert.deepEqual(one(aws.cognito.UserPoolClient).inputs.callbackUrls, [
        "https://app.auterity.example.com/auth/callback",
      ]);
    });

    it("AUT-APP-08: each backend has a repository with immutable tags", () => {
      assert.deepEqual(
        of(aws.ecr.Repository).map((each) => [each.inputs.name, each.inputs.imageTagMutability]),
        [
          ["autmatrix-backend", "IMMUTABLE"],
          ["relaycore", "IMMUTABLE"],
          ["neuroweaver-backend", "IMMUTABLE"],
          ["neuroweaver-frontend", "IMMUTABLE"],
          // Copies of what others make.
          ["otel-collector", "IMMUTABLE"],
          ["jaeger", "IMMUTABLE"],
        ],
      );
    });

    it("reads the URLs of its stores from six secrets, which the program creates empty", () => {
      const stores = of(aws.secretsmanager.Secret).filter((each) => each.name.endsWith("-credentials"));
      assert.deepEqual(
        stores.map((each) => each.inputs.name),
        [
          "autmatrix-db-credentials",
          "autmatrix-redis-credentials",
          "relaycore-db-credentials",
          "relaycore-redis-credentials",
          "neuroweaver-db-credentials",
          "neuroweaver-redis-credentials",
        ],
      );
      for (const each of stores) assert.match(String(each.inputs.description), /\(JSON: url\)$/);
      assert.deepEqual(of(aws.secretsmanager.SecretVersion), []);
    });

    it("AUT-SEC-02: RelayCore alone reads the keys of the two model providers", () => {
      const keys = one(aws.secretsmanager.Secret, "secret-relaycore-api-keys");
      assert.equal(keys.inputs.name, "relaycore-api-keys");
      assert.match(String(keys.inputs.description), /\(JSON: OPENAI_API_KEY, ANTHROPIC_API_KEY\)$/);
      const readers = of(aws.iam.RolePolicy).filter((each) =>
        origins(each, "policy", "aws:secretsmanager/secret:Secret").includes(keys.name),
      );
      assert.deepEqual(
        readers.map((each) => each.name),
        ["external-secrets"],
      );
      const pods = of("kubernetes:apps/v1:Deployment").filter((each) =>
        JSON.stringify(at(each, "spec.template.spec.containers.0.env")).includes('"relaycore-api-keys"'),
      );
      assert.deepEqual(
        pods.map((each) => each.name),
        ["deployment-relaycore"],
      );
      assert.deepEqual(
        inputs(one(aws.eks.PodIdentityAssociation, "identity-relaycore"), "namespace", "serviceAccount"),
        {
          namespace: "auterity",
          serviceAccount: "relaycore",
        },
      );
    });
  });
});
