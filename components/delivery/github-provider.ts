import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../iam/account.ts";
import { outputs } from "../outputs.ts";

/** Host of the issuer, and the audience of the tokens that aws-actions/configure-aws-credentials asks for. */
export const github = { host: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" } as const;

/** Arguments of GithubProvider. */
export interface GithubProviderArgs {
  /** Account of the provider. */
  account: Account;
  /** Whether the account has the provider already; an account has at most one for an issuer. @default false */
  existing?: boolean;
}

/** The IAM OIDC provider of GitHub Actions. */
export class GithubProvider extends pulumi.ComponentResource {
  /** ARN of the provider. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:delivery:GithubProvider", name, {}, opts);
    const { account, existing = false } = args;

    // IAM checks GitHub with its library of certificate authorities and uses no thumbprint:
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html
    const provider = existing
      ? undefined
      : new aws.iam.OpenIdConnectProvider(
          name,
          { url: `https://${github.host}`, clientIdLists: [github.audience] },
          { parent: this, protect: true },
        );

    this.arn = provider?.arn ?? pulumi.output(iamArn(account, `oidc-provider/${github.host}`));
    this.registerOutputs(outputs(this));
  }
}
