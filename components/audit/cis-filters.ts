import type { Severity } from "../observability/metric-row.ts";

/** A metric filter of the CIS AWS Foundations Benchmark. */
export interface CisFilter {
  /** Control of the benchmark, version 3.0. */
  control: string;
  /** Event in the alarm's description. */
  title: string;
  /** Filter pattern of CloudWatch Logs. */
  pattern: string;
  /** Severity of the alarm: critical for what no deployment does. */
  severity: Severity;
}

/** One filter for each of the controls 4.1 to 4.15. */
export const cisFilters: Readonly<Record<string, CisFilter>> = {
  "unauthorized-calls": {
    control: "4.1",
    severity: "warning",
    title: "API calls were refused for lack of permission",
    pattern:
      '{(($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")) && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket")}',
  },
  "sign-in-without-mfa": {
    control: "4.2",
    severity: "critical",
    title: "Somebody signed in to the console without MFA",
    pattern:
      '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed!="Yes") && ($.userIdentity.type="IAMUser") && ($.responseElements.ConsoleLogin="Success")}',
  },
  "root-use": {
    control: "4.3",
    severity: "critical",
    title: "The root user did something",
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType!="AwsServiceEvent"}',
  },
  "iam-policies": {
    control: "4.4",
    severity: "warning",
    title: "An IAM policy changed",
    pattern: `{($.eventSource=iam.amazonaws.com) && (${anyOf(
      ["DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"],
      ["CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"],
      ["AttachRolePolicy", "DetachRolePolicy", "AttachUserPolicy", "DetachUserPolicy"],
      ["AttachGroupPolicy", "DetachGroupPolicy"],
    )})}`,
  },
  "trail-changes": {
    control: "4.5",
    severity: "warning",
    title: "An audit trail changed",
    pattern: `{${anyOf(["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"])}}`,
  },
  "sign-in-failures": {
    control: "4.6",
    severity: "warning",
    title: "Sign-ins to the console failed",
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  },
  "key-deletions": {
    control: "4.7",
    severity: "warning",
    title: "A customer managed key was disabled or is to be deleted",
    pattern: `{($.eventSource=kms.amazonaws.com) && (${anyOf(["DisableKey", "ScheduleKeyDeletion"])})}`,
  },
  "bucket-policies": {
    control: "4.8",
    severity: "warning",
    title: "Access to a bucket changed",
    pattern: `{($.eventSource=s3.amazonaws.com) && (${anyOf(
      ["PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication"],
      ["DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication"],
    )})}`,
  },
  "config-changes": {
    control: "4.9",
    severity: "warning",
    title: "AWS Config itself changed",
    pattern: `{($.eventSource=config.amazonaws.com) && (${anyOf([
      "StopConfigurationRecorder",
      "DeleteDeliveryChannel",
      "PutDeliveryChannel",
      "PutConfigurationRecorder",
    ])})}`,
  },
  "security-groups": {
    control: "4.10",
    severity: "warning",
    title: "A security group changed",
    pattern: `{${anyOf(
      ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
      ["RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup"],
    )}}`,
  },
  "network-acls": {
    control: "4.11",
    severity: "warning",
    title: "A network ACL changed",
    pattern: `{${anyOf(
      ["CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry"],
      ["ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation"],
    )}}`,
  },
  "network-gateways": {
    control: "4.12",
    severity: "warning",
    title: "A network gateway changed",
    pattern: `{${anyOf(
      ["CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway"],
      ["DeleteInternetGateway", "DetachInternetGateway"],
    )}}`,
  },
  "route-tables": {
    control: "4.13",
    severity: "warning",
    title: "A route table changed",
    pattern: `{($.eventSource=ec2.amazonaws.com) && (${anyOf(
      ["CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation"],
      ["DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable"],
    )})}`,
  },
  vpcs: {
    control: "4.14",
    severity: "warning",
    title: "A VPC or its peering changed",
    pattern: `{${anyOf(
      ["CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection"],
      ["DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc"],
      ["DisableVpcClassicLink", "EnableVpcClassicLink"],
    )}}`,
  },
  organization: {
    control: "4.15",
    severity: "warning",
    title: "The organization changed",
    pattern: `{($.eventSource=organizations.amazonaws.com) && (${anyOf(
      ["AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy"],
      ["DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy"],
      ["DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount"],
      ["RemoveAccountFromOrganization", "UpdatePolicy", "UpdateOrganizationalUnit"],
    )})}`,
  },
};

function anyOf(...calls: string[][]): string {
  return calls
    .flat()
    .map((call) => `($.eventName=${call})`)
    .join(" || ");
}
