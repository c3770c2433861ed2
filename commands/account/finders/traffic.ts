import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { ListResourceRecordSetsCommand, Route53Client, type RRType } from "@aws-sdk/client-route-53";
import { GetScheduleCommand, GetScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Inputs, number, text } from "../../inputs.ts";
import type { Account } from "../account.ts";
import { by, every, type Finder } from "../finder.ts";

const elb = ({ config }: Account) => new ElasticLoadBalancingV2Client(config);

/** A record's zone, name, type and set identifier, joined as the ID to import has them. */
const record: Finder = {
  name: (inputs: Inputs) => {
    const parts = [text(inputs, "zoneId"), text(inputs, "name"), text(inputs, "type")];
    const set = text(inputs, "setIdentifier");
    return parts.some((part) => part === undefined)
      ? undefined
      : [...parts, ...(set === undefined ? [] : [set])].join("_");
  },
  ids: async (id, { account, inputs }) => {
    const name = `${text(inputs, "name")?.replace(/\.$/, "")}.`;
    const type = recordTypes.find((each) => each === text(inputs, "type"));
    const [HostedZoneId = ""] = id.split("_");
    const asked = { HostedZoneId, StartRecordName: name, ...(type === undefined ? {} : { StartRecordType: type }) };
    const { ResourceRecordSets = [] } = await new Route53Client(account.config).send(
      new ListResourceRecordSetsCommand(asked),
    );
    // Route 53 writes an asterisk as an octal code.
    const same = ResourceRecordSets.filter((each) => each.Name?.replace("\\052", "*") === name && each.Type === type);
    return same.filter((each) => each.SetIdentifier === text(inputs, "setIdentifier")).map(() => id);
  },
};

const recordTypes: readonly RRType[] = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"];

/** Elastic Load Balancing, Route 53, EventBridge, SNS, SQS and EventBridge Scheduler. */
export const traffic: Readonly<Record<string, Finder>> = {
  "aws:lb/loadBalancer:LoadBalancer": by("name", async (name, { account }) => {
    const { LoadBalancers = [] } = await elb(account).send(new DescribeLoadBalancersCommand({ Names: [name] }));
    return LoadBalancers.map((each) => each.LoadBalancerArn);
  }),
  "aws:lb/targetGroup:TargetGroup": by("name", async (name, { account }) => {
    const { TargetGroups = [] } = await elb(account).send(new DescribeTargetGroupsCommand({ Names: [name] }));
    return TargetGroups.map((each) => each.TargetGroupArn);
  }),
  "aws:lb/listener:Listener": by("loadBalancerArn", async (arn, { account, inputs }) => {
    const { Listeners = [] } = await elb(account).send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
    return Listeners.filter((each) => each.Port === number(inputs, "port")).map((each) => each.ListenerArn);
  }),
  "aws:lb/listenerRule:ListenerRule": by("listenerArn", async (arn, { account, inputs }) => {
    const { Rules = [] } = await elb(account).send(new DescribeRulesCommand({ ListenerArn: arn }));
    return Rules.filter((each) => each.Priority === String(number(inputs, "priority"))).map((each) => each.RuleArn);
  }),
  "aws:route53/record:Record": record,
  "aws:cloudwatch/eventTarget:EventTarget": by("rule", async (rule, { account, inputs }) => {
    const bus = text(inputs, "eventBusName");
    const asked = { Rule: rule, ...(bus === undefined ? {} : { EventBusName: bus }) };
    const { Targets = [] } = await new EventBridgeClient(account.config).send(new ListTargetsByRuleCommand(asked));
    const same = Targets.filter(({ Arn }) => Arn === text(inputs, "arn"));
    return same.map(({ Id }) => [...(bus === undefined ? [] : [bus]), rule, Id].join("/"));
  }),
  "aws:sns/topic:Topic": by("name", async (name, { account }) => {
    const topics = await every(
      paginateListTopics({ client: new SNSClient(account.config) }, {}),
      ({ Topics }) => Topics,
    );
    return topics.filter((each) => each.TopicArn?.endsWith(`:${name}`)).map((each) => each.TopicArn);
  }),
  "aws:sqs/queue:Queue": by("name", async (name, { account }) => {
    return [(await new SQSClient(account.config).send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl];
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": by("name", async (name, { account }) => {
    const asked = new GetScheduleGroupCommand({ Name: name });
    return [(await new SchedulerClient(account.config).send(asked)).Name];
  }),
  "aws:scheduler/schedule:Schedule": {
    name: (inputs) => {
      const name = text(inputs, "name");
      return name === undefined ? undefined : `${text(inputs, "groupName") ?? "default"}/${name}`;
    },
    ids: async (id, { account }) => {
      const [GroupName, Name] = id.split("/");
      const asked = new GetScheduleCommand({ GroupName, Name });
      return [(await new SchedulerClient(account.config).send(asked)).Name === undefined ? undefined : id];
    },
  },
};
