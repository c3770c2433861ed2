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
} from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { eachContainer, pod, podMetadata, workloads } from "../../checks/pods.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read, unknown, word } from "../../checks/values.ts";

const seLinux = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/** Sysctls that the baseline Pod Security Standard allows. */
const sysctls =
  /^(?:kernel\.shm_rmid_forced|net\.ipv4\.(?:ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_(?:time|intvl|probes)|tcp_fin_timeout|tcp_[rw]mem|tcp_slow_start_after_idle|tcp_notsent_lowat))$/;

const masked = eachContainer(oneOf("securityContext.procMount", ["Default"], "pass"));

/** AppArmor profiles in annotations, which preceded the property. */
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

export const kubernetesPodSecurityKernel = service("Kubernetes Pod Security Standards", [
  {
    name: "k8s-proc-mount-default",
    types: workloads,
    description: "Pods use the Default procMount, unless they set hostUsers to false.",
    why: "An Unmasked procMount makes paths of /proc that the runtime hides visible and writable, and without a user namespace root in the container can change kernel settings there.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave securityContext.procMount unset",
    check: either(masked, pod(is("hostUsers", false))),
    ok: podWith({ securityContext: { procMount: "Default" } }),
    bad: podWith({ securityContext: { procMount: "Unmasked" } }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-proc-mount-masked",
    types: workloads,
    description: "Pods that set hostUsers to false also use the Default procMount.",
    why: "A user namespace hides no files: an Unmasked procMount shows paths of the shared kernel's /proc that the runtime masks, and a kernel flaw behind one of them is within reach.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted"],
    fix: "leave securityContext.procMount unset or set it to Default",
    check: when(pod(is("hostUsers", false)), masked),
    ok: { spec: { hostUsers: false, containers: [{ securityContext: { procMount: "Default" } }] } },
    bad: { spec: { hostUsers: false, containers: [{ securityContext: { procMount: "Unmasked" } }] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-sysctls-safe",
    types: workloads,
    description: "Pods set only sysctls from the safe set, one in each entry.",
    why: "Unsafe sysctls are not isolated per pod: a changed value can exhaust memory or degrade networking for every other pod on the node.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "set securityContext.sysctls to the ones that Kubernetes lists as safe, and remove + and = from their values",
    check: pod(
      each(
        "securityContext.sysctls",
        all(
          value("name", (name) => sysctls.test(word(name)), "pass"),
          // CRI-O passed + as a separator, so that a value could set further sysctls (CVE-2022-0811).
          value("value", (setting) => !/[+=]/.test(word(setting)), "pass"),
        ),
      ),
    ),
    ok: { spec: { securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "80" }] } } },
    bad: { spec: { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] } } },
    clauses: [
      {
        controls: ["PSS baseline"],
        bad: {
          spec: {
            securityContext: { sysctls: [{ name: "kernel.shm_rmid_forced", value: "1+kernel.core_pattern=|/bin/x" }] },
          },
        },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-selinux-apparmor",
    types: workloads,
    description: "Pods use allowed SELinux options and no Unconfined AppArmor or seccomp profile.",
    why: "Unconfined profiles and custom SELinux users or roles remove the mandatory access control that still holds back a process after it has become root in the container.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave securityContext.seLinuxOptions, appArmorProfile and seccompProfile unset, or set the type of the latter two to RuntimeDefault",
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
    ok: podWith({ securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }),
    bad: podWith({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
    absent: "pass",
    unknown: "undecided",
  },
]);

function everywhere(check: Check): Check {
  return all(pod(check), eachContainer(check));
}
