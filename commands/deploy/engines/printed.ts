/** What a printed file needs to know; what is not given stays a word in capitals that the reader replaces. */
export interface Printed {
  /** Name of the whole stack. */
  whole: string;
  /** URL of the state backend. @default a word to replace */
  backend?: string;
  /** URL of the Git repository. @default a word to replace */
  repository?: string;
}
