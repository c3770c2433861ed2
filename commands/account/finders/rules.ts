import { EC2Client, paginateDescribeSecurityGroupRules, type SecurityGroupRule } from "@aws-sdk/client-ec2";
import { type Inputs, number, text } from "../../inputs.ts";
import { by, every, type Finder } from "../finder.ts";

/** A rule of a security group has an ID only: it is found by what it admits. */
const rule = (egress: boolean): Finder =>
  by("securityGroupId", async (group, { account, inputs }) => {
    const asked = { Filters: [{ Name: "group-id", Values: [group] }] };
    const pages = paginateDescribeSecurityGroupRules({ client: new EC2Client(account.config) }, asked);
    const rules = await every(pages, ({ SecurityGroupRules }) => SecurityGroupRules);
    return rules
      .filter((each) => each.IsEgress === egress && same(each, inputs))
      .map((each) => each.SecurityGroupRuleId);
  });

function same(rule: SecurityGroupRule, inputs: Inputs): boolean {
  const port = (path: string) => number(inputs, path) ?? -1;
  return (
    rule.IpProtocol === text(inputs, "ipProtocol") &&
    (rule.FromPort ?? -1) === port("fromPort") &&
    (rule.ToPort ?? -1) === port("toPort") &&
    rule.CidrIpv4 === text(inputs, "cidrIpv4") &&
    rule.CidrIpv6 === text(inputs, "cidrIpv6") &&
    rule.PrefixListId === text(inputs, "prefixListId") &&
    rule.ReferencedGroupInfo?.GroupId === text(inputs, "referencedSecurityGroupId")
  );
}

/** Rules of security groups. */
export const rules: Readonly<Record<string, Finder>> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(false),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(true),
};
