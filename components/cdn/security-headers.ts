import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type ContentSources, contentSecurityPolicy, contentSourceFaults } from "./content-security-policy.ts";

/** Arguments of SecurityHeaders. */
export interface SecurityHeadersArgs {
  /** Sources besides the pages' own origin, by directive of the Content-Security-Policy. @default {} */
  contentSources?: ContentSources;
}

/**
 * A CloudFront response headers policy with HSTS, a Content-Security-Policy and other security headers.
 * A Content-Security-Policy of the origin takes precedence.
 */
export class SecurityHeaders extends pulumi.ComponentResource {
  /** ID of the response headers policy. */
  readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: SecurityHeadersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cdn:SecurityHeaders", name, {}, opts);
    const { contentSources = {} } = args;
    refuse(this, name, contentSourceFaults(contentSources));
    const override = true;

    const policy = new aws.cloudfront.ResponseHeadersPolicy(
      name,
      {
        comment: `Security headers of ${name}`,
        securityHeadersConfig: {
          // One year, the minimum for HSTS preload lists; includeSubDomains is off, since other subdomains may lack TLS.
          strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override },
          contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(contentSources), override: false },
          contentTypeOptions: { override },
          frameOptions: { frameOption: "DENY", override },
          referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
        },
        customHeadersConfig: {
          items: [{ header: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()", override }],
        },
        removeHeadersConfig: { items: [{ header: "Server" }, { header: "X-Powered-By" }] },
      },
      { parent: this },
    );

    this.policyId = policy.id;
    this.registerOutputs(outputs(this));
  }
}
