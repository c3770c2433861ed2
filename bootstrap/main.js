// What `pulumi` starts (package.json), with the Node that it finds.
import "../node-version.cjs";

const { default: bootstrap } = await import("./index.ts");
export default bootstrap;
