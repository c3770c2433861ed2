import type { CertificateArgs } from "../dns/certificate.ts";
import type { Domain } from "./gateway-args.ts";

/** Domain names of the certificate; none without a hosted zone, which gatewayFaults refuses. */
export function certificateNames({
  name,
  alternativeNames = [],
  hostedZoneId,
  failover,
}: Domain): CertificateArgs | undefined {
  if (hostedZoneId === undefined) return undefined;
  const moving = (role: "primary" | "secondary") => (failover?.role === role ? [failover.name] : []);
  return {
    domainName: name,
    hostedZoneId,
    alternativeNames: [...alternativeNames, ...moving("primary")],
    provenElsewhere: moving("secondary"),
  };
}
