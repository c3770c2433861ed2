import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "../dns/certificate.ts";
import { outputs } from "../outputs.ts";

/** TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers only, and key exchange that withstands quantum computers where the client offers it. */
const securityPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

export interface TlsListenerArgs {
  /** Load balancer that listens. */
  loadBalancerArn: pulumi.Input<string>;
  /** Names that the listener proves to be, with their hosted zone. */
  certificate: CertificateArgs;
}

/** An HTTPS listener on port 443 with a certificate of its own; requests that no rule takes are answered with 404. */
export class TlsListener extends pulumi.ComponentResource {
  /** ARN of the listener. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TlsListenerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:TlsListener", name, {}, opts);
    const child = { parent: this };

    const certificate = new Certificate(name, args.certificate, child);
    const listener = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: args.loadBalancerArn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: securityPolicy,
        certificateArn: certificate.arn,
        defaultActions: [notFound],
        // A year, the least that browsers' preload lists and auditors accept; subdomains are not ours to promise.
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
        routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
        routingHttpResponseServerEnabled: false,
        tags: { Name: name },
      },
      child,
    );

    this.arn = listener.arn;
    this.registerOutputs(outputs(this));
  }
}

/** The answer to a request that no rule takes. */
export const notFound = {
  type: "fixed-response",
  fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
} as const;
