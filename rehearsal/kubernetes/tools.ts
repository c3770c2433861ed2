import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { cache } from "../compile-cache.ts";
import { build } from "../go-build.ts";
import { project } from "../stacks.ts";

interface Source {
  /** What pins the version, in go.mod. */
  pin: RegExp;
  /** How long the build takes, about, on 2 cores. */
  takes: string;
  /** Variables that the linker sets, for a version. */
  variables: (version: string) => string[];
}

/** What a control plane is made of, and what asks it. */
const sources = {
  etcd: { pin: /go\.etcd\.io\/etcd\/server\/v3 v(\S+)/, takes: "3 minutes", variables: () => [] },
  kubernetes: {
    pin: /k8s\.io\/kubernetes v(\S+)/,
    takes: "8 minutes",
    variables: (version) => {
      const [major, minor] = version.split(".");
      const set = [`gitVersion=v${version}`, `gitMajor=${major}`, `gitMinor=${minor}`];
      return set.map((each) => `k8s.io/component-base/version.${each}`);
    },
  },
  provider: {
    pin: /github\.com\/pulumi\/pulumi-kubernetes\/provider\/v4 v\S*-([0-9a-f]{12})\b/,
    takes: "8 minutes",
    variables: () => [],
  },
} as const satisfies Record<string, Source>;

type Tool = keyof typeof sources;

/** The executables by tool: etcd; the control plane with kubectl; the Pulumi Kubernetes provider. */
export type Tools = Readonly<Record<Tool, string>>;

export interface ToolsArgs {
  /** Directories where Go is looked for, as in PATH. */
  path: string;
  /** Directory of what was built; each version has a subdirectory. */
  cache: string;
  /** Project whose tools/<tool>/go.mod pins each version. */
  project: string;
  /** Receives progress messages of a build. */
  report: (line: string) => void;
}

/** The executables, each built on first use, one after the other; the error of one that cannot be built says what to do. */
export async function kubernetesTools(args: Partial<ToolsArgs> = {}): Promise<Tools> {
  const all = { ...defaults(), ...args };
  return {
    etcd: await built("etcd", all),
    kubernetes: await built("kubernetes", all),
    provider: await built("provider", all),
  };
}

/** Whether every executable was built earlier, so that nothing has to be built now. */
export function areToolsBuilt(): boolean {
  const tools: readonly Tool[] = ["etcd", "kubernetes", "provider"];
  return tools.every((tool) => fs.existsSync(placeOf(tool, defaults()).target));
}

async function built(tool: Tool, args: ToolsArgs): Promise<string> {
  const { module, version, target } = placeOf(tool, args);
  if (fs.existsSync(target)) return target;
  const { takes, variables } = sources[tool];
  const linker = ["-s -w", ...variables(version).map((each) => `-X ${each}`)].join(" ");
  const { path: search, report } = args;
  const what = `${titles[tool]} ${version}`;
  await build({ target, what, takes, linker, module, path: search, report, command: "." }).catch((error: Error) => {
    throw new Error(
      `${what}, which --kubernetes needs, cannot be built: ${error.message}. It takes Go, and a Go module proxy (GOPROXY) that this machine reaches.`,
    );
  });
  return target;
}

const titles = { etcd: "etcd", kubernetes: "Kubernetes", provider: "the Pulumi Kubernetes provider" };

function defaults(): ToolsArgs {
  return { path: process.env["PATH"] ?? "", cache, project, report: (line) => process.stderr.write(`${line}\n`) };
}

/** The module of a tool, and its executable: what was built of other sources has another place. */
function placeOf(tool: Tool, { project: home, cache: root }: Pick<ToolsArgs, "project" | "cache">) {
  const module = path.join(home, "tools", tool === "provider" ? "kubernetes-provider" : tool);
  const version = sources[tool].pin.exec(fs.readFileSync(path.join(module, "go.mod"), "utf8"))?.[1];
  if (version === undefined) throw new Error(`${module}/go.mod does not pin ${titles[tool]}`);
  const digest = createHash("sha256");
  const files = fs
    .readdirSync(module, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(go|mod|sum)$/.test(file));
  for (const file of files.sort()) digest.update(`${file}\n`).update(fs.readFileSync(path.join(module, file)));
  const folder = `${tool}-v${version}-${digest.digest("hex").slice(0, 8)}`;
  return { module, version, target: path.join(root, folder, process.platform === "win32" ? `${tool}.exe` : tool) };
}

if (import.meta.main) {
  try {
    for (const [tool, file] of Object.entries(await kubernetesTools())) console.log(`${tool}: ${file}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
