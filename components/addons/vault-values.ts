import * as pulumi from "@pulumi/pulumi";
import type { AddonValues } from "../helm/addon-values.ts";
import { resources, serviceAccount } from "../helm/values.ts";

/** Namespace of Vault. */
export const namespace = "vault";
/** Name of the Secret with the servers' certificate. */
export const certificateSecret = "vault-tls";

const certificates = "/vault/tls";

/** Host names of the pods in the headless Service. */
function servers(replicas: number): string[] {
  return Array.from({ length: replicas }, (_, index) => `vault-${index}.vault-internal`);
}

/** Names in the servers' certificate: the chart's Services and each pod. */
export function serverNames(replicas: number): string[] {
  const services = ["vault", "vault-active", "vault-standby"].flatMap((service) => [
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc`,
    `${service}.${namespace}.svc.cluster.local`,
  ]);
  return [...services, ...servers(replicas)];
}

/** Values of the chart: servers only, since External Secrets or Vault's client replaces the agent injector. */
export function vaultValues({
  replicas,
  volumeGib,
  deletionProtection,
  region,
  sealKeyArn,
}: {
  replicas: number;
  volumeGib: number;
  deletionProtection: boolean;
  region: string;
  sealKeyArn: pulumi.Input<string>;
}): AddonValues["vault"] {
  const volume = { enabled: true, size: `${volumeGib}Gi`, storageClass: "gp3" } as const;
  const kept = deletionProtection ? "Retain" : "Delete";
  return {
    global: { tlsDisable: false },
    injector: { enabled: false },
    csi: { enabled: false },
    ui: { enabled: false },
    server: {
      resources: resources("250m", "512Mi"),
      serviceAccount: serviceAccount("vault"),
      extraEnvironmentVars: { VAULT_CACERT: `${certificates}/ca.crt` },
      volumes: [{ name: "tls", secret: { secretName: certificateSecret, defaultMode: 0o440 } }],
      volumeMounts: [{ name: "tls", mountPath: certificates, readOnly: true }],
      // An uninitialized and sealed pod counts as ready, or Helm would roll back the release before `vault operator init`.
      readinessProbe: { enabled: true, path: "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204" },
      livenessProbe: { enabled: true, path: "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204" },
      dataStorage: volume,
      auditStorage: volume,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: kept, whenScaled: "Retain" },
      statefulSet: { securityContext },
      ha: {
        enabled: true,
        replicas,
        disruptionBudget: { enabled: true },
        raft: { enabled: true, setNodeId: true, config: serverConfig(replicas, region, sealKeyArn) },
      },
    },
  };
}

/** Requirements of the restricted Pod Security Standard. */
const securityContext = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: "RuntimeDefault" },
  },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
} as const;

/** Configuration of a server in HCL; new servers join the Raft cluster automatically (retry_join). */
function serverConfig(replicas: number, region: string, sealKeyArn: pulumi.Input<string>): pulumi.Output<string> {
  const joins = servers(replicas).map(
    (server) => `  retry_join {
    leader_api_addr         = "https://${server}:8200"
    leader_ca_cert_file     = "${certificates}/ca.crt"
    leader_client_cert_file = "${certificates}/tls.crt"
    leader_client_key_file  = "${certificates}/tls.key"
  }`,
  );
  return pulumi.interpolate`ui = false

listener "tcp" {
  address            = "[::]:8200"
  cluster_address    = "[::]:8201"
  tls_cert_file      = "${certificates}/tls.crt"
  tls_key_file       = "${certificates}/tls.key"
  tls_client_ca_file = "${certificates}/ca.crt"
  tls_min_version    = "tls12"
}

storage "raft" {
  path = "/vault/data"
${joins.join("\n")}
}

seal "awskms" {
  region     = "${region}"
  kms_key_id = "${sealKeyArn}"
}

service_registration "kubernetes" {}
`;
}
