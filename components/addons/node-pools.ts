/** A node pool: nodes that Karpenter launches and terminates. */
export interface NodePool {
  /** EC2 instance types of the pool. */
  instanceTypes: readonly string[];
  /** Capacity types of the pool; Karpenter prefers spot capacity. */
  capacityTypes: readonly ("on-demand" | "spot" | "reserved")[];
  /** CPU architectures of the pool. */
  architectures: readonly ("amd64" | "arm64")[];
  /** Limits of the resources of all nodes together. */
  limits: {
    /** vCPU of all nodes together. */
    cpu: number;
    /** GiB of memory of all nodes together. */
    memory: number;
  };
  /** When Karpenter removes or replaces nodes to lower the cost. */
  consolidation: {
    /** Nodes that may be consolidated: empty ones, or underutilized ones as well. */
    policy: "WhenEmpty" | "WhenEmptyOrUnderutilized";
    /** Seconds without a change of pods before a node is consolidated. */
    afterSeconds: number;
  };
  /** Disruption budgets: how many nodes may be disrupted at the same time, always or in a window. */
  budgets: readonly {
    /** Number or percentage of nodes that may be disrupted at the same time. */
    nodes: string;
    /** Start of the window as a cron expression in UTC. @default none: at all times */
    schedule?: string;
    /** Length of the window, for example 8h. @default none: at all times */
    duration?: string;
  }[];
  /** Hours after which a node is replaced. */
  expireAfterHours: number;
  /** Kubernetes labels of the nodes. @default {} */
  labels?: Readonly<Record<string, string>>;
  /** Kubernetes taints of the nodes. @default [] */
  taints?: readonly {
    /** Key of the taint. */
    key: string;
    /** Value of the taint. */
    value: string;
    /** Effect of the taint. */
    effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  }[];
  /** Priority of the pool for pods that several pools can run, 1 to 100; the highest first. @default 1 */
  weight?: number;
}

/** Node pools by name. */
export type NodePools = Readonly<Record<string, NodePool>>;

/** The specification of a NodePool; nodes are terminated after a grace period of 30 minutes, so that a deletion ends. */
export function nodePoolSpec(pool: NodePool, nodeClass: string) {
  const { labels = {}, taints = [], weight = 1 } = pool;
  return {
    weight,
    template: {
      metadata: { labels },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClass },
        requirements: [
          requirement("node.kubernetes.io/instance-type", pool.instanceTypes),
          requirement("karpenter.sh/capacity-type", pool.capacityTypes),
          requirement("kubernetes.io/arch", pool.architectures),
          requirement("kubernetes.io/os", ["linux"]),
        ],
        taints: [...taints],
        expireAfter: `${pool.expireAfterHours}h`,
        terminationGracePeriod: "30m",
      },
    },
    limits: { cpu: String(pool.limits.cpu), memory: `${pool.limits.memory}Gi` },
    disruption: {
      consolidationPolicy: pool.consolidation.policy,
      consolidateAfter: `${pool.consolidation.afterSeconds}s`,
      budgets: pool.budgets.map((budget) => ({ ...budget })),
    },
  };
}

function requirement(key: string, values: readonly string[]) {
  return { key, operator: "In", values: [...values] };
}

/** Every fault of the node pools. */
export function nodePoolFaults(pools: NodePools): string[] {
  const all = Object.entries(pools);
  if (all.length === 0) return ["nodePools must hold at least one pool, got none"];
  return all.flatMap(([name, pool]) => poolFaults(pool).map((fault) => `nodePools.${name}.${fault}`));
}

function poolFaults(pool: NodePool): string[] {
  const { limits, consolidation, expireAfterHours, weight = 1 } = pool;
  const lists = ["instanceTypes", "capacityTypes", "architectures"] as const;
  return [
    ...lists.flatMap((list) => (pool[list].length === 0 ? [`${list} must list at least one, got none`] : [])),
    ...(limits.cpu > 0 && limits.memory > 0
      ? []
      : [`limits must be above 0, got cpu ${limits.cpu} and memory ${limits.memory}`]),
    ...(consolidation.afterSeconds >= 0
      ? []
      : [`consolidation.afterSeconds must be 0 or more, got ${consolidation.afterSeconds}`]),
    // Karpenter's default is a budget of 10 % at any time.
    ...(pool.budgets.length === 0 ? ["budgets must list at least one, got none"] : []),
    ...pool.budgets.flatMap(({ nodes, schedule, duration }) => [
      ...(/^(\d+|\d{1,2}%|100%)$/.test(nodes) ? [] : [`budgets.nodes must be a number or a share, got "${nodes}"`]),
      ...((schedule === undefined) === (duration === undefined)
        ? []
        : ["budgets must have schedule and duration together, got one of them"]),
    ]),
    ...(expireAfterHours >= 1 ? [] : [`expireAfterHours must be 1 or more, got ${expireAfterHours}`]),
    ...(weight >= 1 && weight <= 100 ? [] : [`weight must be 1 to 100, got ${weight}`]),
  ];
}
