/** What the script of the page knows of the stack. */
export interface PageData {
  resources: readonly DataResource[];
  /** What a box of a diagram stands for, by its ID; resources are indexes. */
  boxes: Readonly<Record<string, { label: string; resources: readonly number[] }>>;
}

export interface DataResource {
  name: string;
  type: string;
  /** Name of the component at the top of its parents. */
  component: string;
  /** The engine's operation. */
  op: string;
  facts: readonly DataFact[];
}

export interface DataFact {
  label: string;
  value: string;
  usd?: number;
  level?: string;
  href?: string;
  /** ID of the section that says it. */
  section: string;
}
