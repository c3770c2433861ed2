import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account.ts";

type Strings = pulumi.Input<string> | pulumi.Input<string>[];

/** A statement of an IAM policy. */
export interface Statement {
  /** Statement ID. @default none */
  Sid?: string;

  /** Whether the statement allows or denies. */
  Effect: "Allow" | "Deny";

  /** Principals that the statement applies to; only in resource-based policies. @default none */
  Principal?:
    | "*"
    | {
        /** ARNs of accounts, roles or users. @default none */
        AWS?: Strings;
        /** AWS service principals. @default none */
        Service?: Strings;
        /** Identity providers, for example the OIDC provider of an EKS cluster. @default none */
        Federated?: Strings;
      };

  /** Actions, for example s3:GetObject. */
  Action: string | string[];

  /** ARNs that the statement applies to; trust policies have none. @default none */
  Resource?: Strings;

  /** Condition operators with their condition keys and values. @default none */
  Condition?: Record<string, Record<string, Strings>>;
}

/** An IAM policy document as JSON. */
export function policyDocument(...statements: pulumi.Input<Statement>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** Statement that allows an AWS service on behalf of the account only (confused deputy prevention). */
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

/** Statement that denies requests without TLS. */
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
