import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account.ts";

type Strings = pulumi.Input<string> | pulumi.Input<string>[];

/** One statement of an IAM policy, in the policy language's own words. */
export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | { AWS?: Strings; Service?: Strings; Federated?: Strings };
  Action: string | string[];
  Resource?: Strings;
  Condition?: Record<string, Record<string, Strings>>;
}

/** An IAM policy document as JSON. */
export function policyDocument(...statements: pulumi.Input<Statement>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** Statement that lets an AWS service act, on behalf of the own account only (the confused deputy's guard). */
export function serviceStatement(
  of: Account,
  service: string,
  grant: Omit<Statement, "Effect" | "Principal">,
): Statement {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    ...grant,
    Condition: {
      ...grant.Condition,
      StringEquals: { ...grant.Condition?.StringEquals, "aws:SourceAccount": of.accountId },
    },
  };
}

/** Statement that denies every request that does not come over TLS. */
export function denyPlaintext(resources: Strings, action: string): Statement {
  return {
    Sid: "DenyPlaintext",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
