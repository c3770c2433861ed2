import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/** Arguments of Certificate. */
export interface CertificateArgs {
  /** Domain name that the certificate is issued to, for example api.example.com. */
  domainName: string;
  /** Further names that the certificate covers. @default [] */
  alternativeNames?: readonly string[];
  /** Names whose validation records a certificate in another Region creates. @default [] */
  provenElsewhere?: readonly string[];
  /** ID of the public Route 53 hosted zone of all names. */
  hostedZoneId: pulumi.Input<string>;
}

/**
 * A public ACM certificate with DNS validation.
 * Certificates of an account share the validation record of a name, so only one of them may create it in a hosted zone.
 */
export class Certificate extends pulumi.ComponentResource {
  /** ARN of the certificate, known when it is issued. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:dns:Certificate", name, {}, opts);
    const { alternativeNames = [], provenElsewhere = [] } = args;
    refuse(this, name, domainFaults(args));
    const child = { parent: this };

    const certificate = new aws.acm.Certificate(
      name,
      {
        domainName: args.domainName,
        subjectAlternativeNames: [...alternativeNames, ...provenElsewhere],
        validationMethod: "DNS",
        keyAlgorithm: "EC_prime256v1",
        tags: { Name: args.domainName },
      },
      child,
    );
    const records = [args.domainName, ...alternativeNames].map((domain) => {
      const option = validationOption(certificate, domain);
      return new aws.route53.Record(
        `${name}-${domain}`,
        {
          zoneId: args.hostedZoneId,
          name: option.resourceRecordName,
          type: option.resourceRecordType,
          records: [option.resourceRecordValue],
          ttl: 300,
        },
        child,
      );
    });
    const others = provenElsewhere.map((domain) => validationOption(certificate, domain).resourceRecordName);
    const issued = new aws.acm.CertificateValidation(
      name,
      {
        certificateArn: certificate.arn,
        validationRecordFqdns: [
          ...records.map((record) => record.fqdn),
          ...others.map((record) => record.apply((fqdn) => fqdn.replace(/\.$/, ""))),
        ],
      },
      child,
    );

    this.arn = issued.certificateArn;
    this.registerOutputs(outputs(this));
  }
}

/** The validation option of a name, looked up by name since the list has no fixed order. */
function validationOption(
  certificate: aws.acm.Certificate,
  domain: string,
): pulumi.Output<aws.types.output.acm.CertificateDomainValidationOption> {
  return certificate.domainValidationOptions.apply((options) => {
    const option = options.find(({ domainName }) => domainName === domain);
    if (option === undefined)
      throw new pulumi.ResourceError(`ACM names no validation record for ${domain}`, certificate);
    return option;
  });
}

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const domainName = new RegExp(`^(?=.{1,253}$)(${label}\\.)+${label}$`);
const zoneId = /^Z[A-Z0-9]{5,31}$/;

/** Faults of the names and of the hosted zone; wildcards are not supported, since they share the parent's validation record. */
export function domainFaults(args: {
  domainName: string;
  alternativeNames?: readonly string[] | undefined;
  hostedZoneId: pulumi.Input<string>;
}): string[] {
  const { alternativeNames = [] } = args;
  const twice = alternativeNames
    .filter((each, index) => each === args.domainName || alternativeNames.indexOf(each) < index)
    .map((each) => `alternativeNames must differ from each other and from the domain's name, got "${each}" again`);
  return [
    ...nameFaults("domainName", args.domainName),
    ...alternativeNames.flatMap((each) => nameFaults("alternativeNames", each)),
    ...twice,
    ...zoneFaults("hostedZoneId", args.hostedZoneId),
  ];
}

/** The fault of a DNS name. */
export function nameFaults(argument: string, given: string): string[] {
  return domainName.test(given)
    ? []
    : [`${argument} must be a DNS name in lower case, without wildcard, got "${given}"`];
}

/** The fault of a hosted zone ID; a value known after preview has none. */
export function zoneFaults(argument: string, given: pulumi.Input<string>): string[] {
  return typeof given !== "string" || zoneId.test(given)
    ? []
    : [`${argument} must be the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ, got "${given}"`];
}
