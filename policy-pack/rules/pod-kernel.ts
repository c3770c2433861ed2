import {
  all,
  each,
  either,
  fail,
  is,
  isNot,
  oneOf,
  pass,
  undecided,
  unset,
  value,
  when,
} from "../checks/conditions.ts";
import { eachContainer, pod, podMetadata, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { read, unknown, word } from "../checks/values.ts";

/** Kernel parameters that end at the pod. */
const sysctls =
  /^(?:kernel\.shm_rmid_forced|net\.ipv4\.(?:ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_(?:time|intvl|probes)|tcp_fin_timeout|tcp_[rw]mem|tcp_slow_start_after_idle|tcp_notsent_lowat))$/;
const seLinux = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const masked = eachContainer(oneOf("securityContext.procMount", ["Default"], "pass"));

/** Before there was a property for it, a container's AppArmor profile was an annotation of its pod, and still counts. */
const appArmor: Check = ({ resource: { type, props } }) => {
  const path = `${podMetadata(type)}.annotations`;
  const annotations = read(props, path);
  if (annotations.state === "unknown") return undecided(path);
  const entries = Object.entries(annotations.state === "known" ? Object(annotations.value) : {});
  const profiles = entries.filter(([key]) => key.startsWith("container.apparmor.security.beta.kubernetes.io/"));
  const wrong = profiles.find(
    ([, name]) => name !== unknown && !/^(?:runtime\/default$|localhost\/|$)/.test(word(name)),
  );
  if (wrong !== undefined) return fail(`has ${path} ${wrong[0]} ${word(wrong[1])}`);
  return profiles.some(([, name]) => name === unknown) ? undecided(path) : pass;
};

/** What a pod may ask of the kernel that it shares with others. */
export const podKernel: readonly ResourceRule[] = [
  {
    name: "k8s-proc-mount-default",
    types: workloads,
    description: "A container sees its own part of /proc only, unless its users are not the node's.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave securityContext.procMount unset",
    check: either(masked, pod(is("hostUsers", false))),
    ok: one({ securityContext: { procMount: "Default" } }),
    bad: one({ securityContext: { procMount: "Unmasked" } }),
  },
  {
    name: "k8s-proc-mount-masked",
    types: workloads,
    description: "A container whose users are not the node's sees its own part of /proc only, too.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted"],
    fix: "leave securityContext.procMount unset",
    check: when(pod(is("hostUsers", false)), masked),
    ok: { spec: { hostUsers: false, containers: [{ securityContext: { procMount: "Default" } }] } },
    bad: { spec: { hostUsers: false, containers: [{ securityContext: { procMount: "Unmasked" } }] } },
  },
  {
    name: "k8s-sysctls-safe",
    types: workloads,
    description: "A pod changes no parameter of the kernel that others feel.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "set securityContext.sysctls to the ones that Kubernetes calls safe",
    check: pod(
      each(
        "securityContext.sysctls",
        value("name", (name) => sysctls.test(word(name)), "pass"),
      ),
    ),
    ok: { spec: { securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "80" }] } } },
    bad: { spec: { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] } } },
  },
  {
    name: "k8s-selinux-apparmor",
    types: workloads,
    description: "A container keeps the profiles of SELinux, AppArmor and seccomp that the runtime gives it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave securityContext.seLinuxOptions, appArmorProfile and seccompProfile unset, or set the latter two's type to RuntimeDefault",
    check: all(
      appArmor,
      everywhere(
        all(
          oneOf("securityContext.seLinuxOptions.type", seLinux, "pass"),
          unset("securityContext.seLinuxOptions.user"),
          unset("securityContext.seLinuxOptions.role"),
          isNot("securityContext.appArmorProfile.type", "Unconfined"),
          isNot("securityContext.seccompProfile.type", "Unconfined"),
        ),
      ),
    ),
    ok: one({ securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }),
    bad: one({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
  },
];

function everywhere(check: Check): Check {
  return all(pod(check), eachContainer(check));
}

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
