/** An input whose value AWS does not take. */
export interface ValueFault {
  /** Where it stands, for example "rules[1].name". */
  input: string;
  /** What is taken instead. */
  allowed: string;
  given: string;
}
