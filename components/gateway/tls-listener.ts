import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "../dns/certificate.ts";
import { outputs } from "../outputs.ts";

/** TLS 1.2 and 1.3 with forward secrecy, and hybrid post-quantum key exchange where clients support it. */
const securityPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Arguments of TlsListener. */
export interface TlsListenerArgs {
  /** ARN of the load balancer. */
  loadBalancerArn: pulumi.Input<string>;
  /** Domain names of the certificate, with their hosted zone. */
  certificate: CertificateArgs;
}

/** An HTTPS listener on port 443 with a certificate; requests without a matching rule get a 404 response. */
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
        // One year, the minimum for HSTS preload lists; includeSubDomains is off, since other subdomains may lack TLS.
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

/** Response to requests without a matching rule. */
export const notFound = {
  type: "fixed-response",
  fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
} as const;
