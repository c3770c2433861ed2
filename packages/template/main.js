// Pulumi looks for a .js file.
export * from "./index.ts";
