import { complain } from "../checks/complaints.ts";
import { fail, is, undecided } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { wayIn } from "../checks/internet-paths.ts";
import { json } from "../checks/json.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../checks/rule.ts";
import { internetRoute, privateSubnet, subnet } from "../checks/subnet-example.ts";
import { known, read, text } from "../checks/values.ts";

const cluster = "aws:emr/cluster:Cluster";
const configuration = ["aws:emr/securityConfiguration:SecurityConfiguration"];
const atRest = "EncryptionConfiguration.AtRestEncryptionConfiguration";

/** The security configuration, which is JSON, passes. */
const configured =
  (accepts: (document: unknown) => boolean, wrong: string): Check =>
  ({ value: props }) => {
    const document = read(props, "configuration");
    if (document.state === "unknown") return undecided("configuration");
    const parsed = document.state === "known" && typeof document.value === "string" ? json(document.value) : undefined;
    return accepts(parsed) ? { kind: "pass" } : fail(wrong);
  };

const encryptsDisks = (document: unknown) =>
  known(document, "EncryptionConfiguration.EnableAtRestEncryption") === true &&
  text(document, `${atRest}.S3EncryptionConfiguration.EncryptionMode`) !== undefined &&
  known(document, `${atRest}.LocalDiskEncryptionConfiguration.EnableEbsEncryption`) === true;
const encryptsTransit = (document: unknown) =>
  known(document, "EncryptionConfiguration.EnableInTransitEncryption") === true;

const disks = { EncryptionKeyProviderType: "AwsKms", EnableEbsEncryption: true };
const security = (EnableAtRestEncryption: boolean, EnableInTransitEncryption: boolean) => ({
  configuration: JSON.stringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption,
      EnableInTransitEncryption,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS" },
        LocalDiskEncryptionConfiguration: disks,
      },
    },
  }),
});

/** Clusters in a subnet with a route to the internet, whose primary node gets a public address there. */
function publicClusters(graph: Graph): Complaint[] {
  return graph.of(cluster).flatMap((each): Complaint[] => {
    const open = graph
      .targets(each, "ec2Attributes", "aws:ec2/subnet:Subnet")
      .find((one) => wayIn(graph, one) !== undefined);
    return open === undefined
      ? []
      : [complain(`is in subnet "${open.name}", which has a route to an internet gateway`)(each)];
  });
}

const placed = example(cluster, "etl", {}, { ec2Attributes: subnet });

export const emr = service("Amazon EMR", [
  {
    name: "emr-private-subnets",
    description: "EMR clusters use subnets without a route to an internet gateway.",
    why: "The primary node has web interfaces without a password and shells for steps, and an address on the internet leaves a security group as their only guard.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["EMR.1"],
    fix: "set ec2Attributes.subnetId to a private subnet",
    find: publicClusters,
    ok: [placed, ...privateSubnet],
    bad: [placed, ...privateSubnet, internetRoute],
  },
  {
    name: "emr-block-public-access",
    types: ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"],
    description: "EMR block public access is on.",
    why: "While it is off, one security group that opens a port to the internet is enough for the takeover of a cluster of this account.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["EMR.2", "CKV_AWS_390"],
    fix: "set blockPublicSecurityGroupRules to true",
    check: is("blockPublicSecurityGroupRules", true),
    ok: { blockPublicSecurityGroupRules: true },
    bad: { blockPublicSecurityGroupRules: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "emr-encrypted-at-rest",
    types: configuration,
    description: "EMR security configurations encrypt S3 data and the disks of nodes.",
    why: "Intermediate data of each job lies on the disks of the nodes, with the rows of its sources.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EMR.3", "CKV_AWS_349", "CKV_AWS_350"],
    fix: "set EnableAtRestEncryption and AtRestEncryptionConfiguration with EnableEbsEncryption in configuration",
    check: configured(encryptsDisks, "does not encrypt S3 data and local disks in its configuration"),
    ok: security(true, true),
    bad: security(false, true),
    clauses: [{ controls: ["EMR.3", "CKV_AWS_349", "CKV_AWS_350"], bad: security(false, true) }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "emr-encrypted-in-transit",
    types: configuration,
    description: "EMR security configurations encrypt data between nodes.",
    why: "Shuffled rows cross the network between the nodes of a job in plaintext otherwise.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EMR.4", "CKV_AWS_351"],
    fix: "set EnableInTransitEncryption and InTransitEncryptionConfiguration in configuration",
    check: configured(encryptsTransit, "does not encrypt data in transit in its configuration"),
    ok: security(true, true),
    bad: security(true, false),
    absent: "fail",
    unknown: "undecided",
  },
]);
