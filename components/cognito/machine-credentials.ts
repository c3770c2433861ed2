import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { type MachineClient, machineClient } from "./clients.ts";

/** Arguments of MachineCredentials. */
export interface MachineCredentialsArgs {
  /** ID of the user pool. */
  userPoolId: pulumi.Input<string>;
  /** Scopes and token validity of the client. */
  client: MachineClient;
  /** URL of the token endpoint. */
  tokenUrl: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts the secret in Secrets Manager. */
  kmsKeyArn: pulumi.Input<string>;
}

/**
 * An app client of a service, and a Secrets Manager secret with client_id, client_secret, token_url and scopes.
 * Cognito returns the client secret, so the state contains it, encrypted; it is no output.
 */
export class MachineCredentials extends pulumi.ComponentResource {
  /** ID of the app client. */
  readonly clientId: pulumi.Output<string>;
  /** ARN of the secret, known when it has its value. */
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: MachineCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cognito:MachineCredentials", name, {}, opts);
    const { userPoolId, client, tokenUrl, kmsKeyArn } = args;
    const child = { parent: this };

    const registered = new aws.cognito.UserPoolClient(name, { userPoolId, ...machineClient(client) }, child);
    const secret = new aws.secretsmanager.Secret(
      name,
      { description: `Client credentials of ${name}`, kmsKeyId: kmsKeyArn, tags: { Name: name } },
      child,
    );
    const known = { client_id: registered.id, token_url: tokenUrl, scopes: client.scopes.join(" ") };
    const version = new aws.secretsmanager.SecretVersion(
      name,
      {
        secretId: secret.id,
        // Write-only: the value is in no state, and a refresh does not read it.
        secretStringWo: pulumi.secret(pulumi.jsonStringify({ ...known, client_secret: registered.clientSecret })),
        secretStringWoVersion: versionOf(pulumi.jsonStringify(known)),
      },
      child,
    );

    this.clientId = registered.id;
    this.secretArn = pulumi.all([secret.arn, version.id]).apply(([arn]) => arn);
    this.registerOutputs(outputs(this));
  }
}

/** A number that changes with the value; a client secret changes only with the client ID. */
function versionOf(known: pulumi.Output<string>): pulumi.Output<number> {
  return known.apply((text) => createHash("sha256").update(text).digest().readUInt32BE() >>> 1);
}
