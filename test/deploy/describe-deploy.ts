import { toolsAreThere } from "./tools";

/** `describe`, skipped where terraform, moto or the AWS provider is missing; the global setup says which. */
export const describeDeploy = toolsAreThere() ? describe : describe.skip;
