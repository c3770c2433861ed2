import { complain } from "../../checks/complaints.ts";
import { all, atMost, fail, is, not, only, set, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, read, text } from "../../checks/values.ts";

const flowLog = "aws:ec2/flowLog:FlowLog";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

/** Flow logs to a log group without retention; flow logs to S3 or Firehose are not evaluated. */
function withoutRetention(graph: Graph): Complaint[] {
  return graph
    .of(flowLog)
    .filter(({ props }) => known(props, "logDestinationType") !== "s3")
    .filter((each) => !/^arn:[^:]*:(?:s3|firehose):/.test(text(each.props, "logDestination") ?? ""))
    .filter((each) => {
      const groups = graph.targets(each, "logDestination", logGroup);
      const buckets = graph.targets(each, "logDestination", "aws:s3/bucket:Bucket");
      return buckets.length === 0 && groups.every(({ props }) => read(props, "retentionInDays").state === "absent");
    })
    .map(complain("writes to a log group without retention in the stack"));
}

const flowLogTo = (uses: Record<string, StackResource>) => example(flowLog, "vpc", { logDestination: "x" }, uses);
const retainedGroup = example(logGroup, "flows", { retentionInDays: 365 });

function withoutFlowLogs(graph: Graph): Complaint[] {
  return graph
    .of("aws:ec2/vpc:Vpc")
    .filter((vpc) => graph.referrers(vpc, "vpcId", "aws:ec2/flowLog:FlowLog").length === 0)
    .map((resource) => ({ resource, verdict: fail("has no flow log") }));
}

const vpc = example("aws:ec2/vpc:Vpc", "main", {});

export const vpcFlowLogs = service("Amazon VPC", [
  {
    name: "flowlog-traffic-all",
    types: [flowLog],
    description: "VPC flow logs capture ALL traffic and, in prod, aggregate over at most 60 seconds.",
    why: "Logs of accepted traffic alone hide port scans and blocked exfiltration; logs of rejected traffic alone hide a successful intrusion. Long aggregation intervals blur the order of events.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set trafficType to ALL and maxAggregationInterval to 60",
    check: all(
      when(not(set("transitGatewayId"), "is a flow log of a transit gateway"), is("trafficType", "ALL")),
      only(["prod"], atMost("maxAggregationInterval", 60)),
    ),
    ok: { trafficType: "ALL", maxAggregationInterval: 60 },
    bad: { trafficType: "ACCEPT", maxAggregationInterval: 60 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "flowlog-destination-retained",
    description: "VPC flow logs to CloudWatch use a log group of the stack that sets retention.",
    why: "In a group outside the stack or without retention, flow records may be deleted before an investigation needs them, or are stored and billed without end.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set logDestination to a LogGroup of the stack with retentionInDays, or to a bucket",
    find: withoutRetention,
    ok: [retainedGroup, flowLogTo({ logDestination: retainedGroup })],
    bad: [flowLogTo({})],
  },
  {
    name: "stack-flow-logs-per-vpc",
    description: "VPCs have a flow log.",
    why: "After an incident there is no record of the connections in the network, so neither the path of the intruder nor the amount of data sent out can be determined.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.6", "CIS AWS 3.0 3.7", "CKV2_AWS_11"],
    fix: "declare a FlowLog with its vpcId",
    find: withoutFlowLogs,
    ok: [vpc, example("aws:ec2/flowLog:FlowLog", "main", {}, { vpcId: vpc })],
    bad: [vpc],
  },
]);
