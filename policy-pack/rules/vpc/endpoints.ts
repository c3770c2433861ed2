import { complain } from "../../checks/complaints.ts";
import { all, is, matches, not, oneOf, set, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { admitsAnyone, isConfined, onEverything, type Statement } from "../../checks/iam-policy.ts";
import { document } from "../../checks/policy-document.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { list } from "../../checks/values.ts";

const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const vpcType = "aws:ec2/vpc:Vpc";
const endpointUsers = ["aws:eks/cluster:Cluster", "aws:ecs/service:Service"];

/** Whether a condition limits the callers or the owner of the resources. */
const isRestricted = (statement: Statement) =>
  isConfined(statement) ||
  statement.conditions.some(
    ({ operator, key, values }) =>
      /^String(?:Equals|Like)$/i.test(operator) &&
      /^aws:Resource(?:Account|OrgID|OrgPaths)$/i.test(key) &&
      values.every((each) => each !== "*"),
  );

const isInterface = is("vpcEndpointType", "Interface");

/** Services that nodes and tasks in private subnets call. */
const services = ["s3", "ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager"];

function missingEndpoints(graph: Graph): Complaint[] {
  if (graph.of(...endpointUsers).length === 0) return [];
  return graph.of(vpcType).flatMap((vpc): Complaint[] => {
    const names = graph.referrers(vpc, "vpcId", endpoint).flatMap(({ props }) => list(props, "serviceName"));
    if (names.some((name) => typeof name !== "string")) return [];
    const absent = services.filter((service) => !names.some((name) => String(name).endsWith(`.${service}`)));
    return absent.length === 0 ? [] : [complain(`has no VPC endpoint for ${absent.join(", ")}`)(vpc)];
  });
}

const newVpc = example(vpcType, "main", { cidrBlock: "10.20.0.0/16" });
const newCluster = example("aws:eks/cluster:Cluster", "main", {});

const endpoints = services.map((service) =>
  example(endpoint, service, { serviceName: `com.amazonaws.eu-west-1.${service}` }, { vpcId: newVpc }),
);

export const vpcEndpoints = service("Amazon VPC", [
  {
    name: "vpce-policy-not-wildcard",
    types: [endpoint],
    description: "VPC gateway endpoints set a policy that limits the principals or the resources.",
    why: "The default endpoint policy allows full access, so a compromised pod can copy data through the endpoint to an S3 bucket or DynamoDB table of another account.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set policy with a condition such as aws:PrincipalAccount or aws:ResourceAccount, or with named resources",
    check: when(
      oneOf("vpcEndpointType", ["Gateway"], "pass"),
      document(
        "policy",
        (statement) =>
          statement.allows && admitsAnyone(statement) && onEverything(statement) && !isRestricted(statement)
            ? "allows every principal all actions on every resource in its policy"
            : undefined,
        "fail",
      ),
    ),
    ok: {
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
          },
        ],
      }),
    },
    bad: { vpcEndpointType: "Gateway" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "vpce-private-dns",
    types: [endpoint],
    description: "VPC interface endpoints for AWS services have private DNS enabled.",
    why: "The service's default host name keeps resolving to public addresses, so calls go out through the NAT gateway, or fail in isolated subnets, and the endpoint stays unused.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set privateDnsEnabled to true",
    check: when(
      all(isInterface, not(matches("serviceName", /\.vpce-svc-/), "is an endpoint service of another provider")),
      is("privateDnsEnabled", true),
    ),
    ok: { vpcEndpointType: "Interface", privateDnsEnabled: true },
    bad: { vpcEndpointType: "Interface", privateDnsEnabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "vpce-sg-attached",
    types: [endpoint],
    description: "VPC interface endpoints set securityGroupIds.",
    why: "An interface endpoint without security groups gets the default group of the VPC, whose rules were not written for it and either block its clients or admit too many.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set securityGroupIds",
    check: when(isInterface, set("securityGroupIds")),
    ok: { vpcEndpointType: "Interface", securityGroupIds: ["sg-1"] },
    bad: { vpcEndpointType: "Interface", securityGroupIds: [] },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "stack-vpc-endpoints-complete",
    description: "VPCs of stacks with EKS or ECS have S3, ECR, STS, Logs and Secrets Manager endpoints.",
    why: "Image pulls, logs, tokens and secrets otherwise pass through the NAT gateway, where each gigabyte is charged and an outage stops new pods from starting.",
    severity: "medium",
    levels: levels("-/A/M"),
    ownOnly: true,
    controls: [],
    fix: "declare a VpcEndpoint for each of s3, ecr.api, ecr.dkr, sts, logs and secretsmanager",
    find: missingEndpoints,
    ok: [newVpc, newCluster, ...endpoints],
    bad: [newVpc, newCluster, ...endpoints.slice(0, 1)],
  },
]);
