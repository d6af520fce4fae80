import type { ServiceFactory } from "../../kernel/service";
import { groupResource } from "./resources/aws-xray-group";
import { samplingRuleResource } from "./resources/aws-xray-sampling-rule";
import type { XrayState } from "./state";

/** X-Ray's groups and sampling rules, as records: the local cloud traces every request in its own way. */
export const xray: ServiceFactory = (kernel) => {
  const state: XrayState = { groups: new Map(), samplingRules: new Map() };
  return {
    name: "xray",
    resources: [groupResource(kernel, state), samplingRuleResource(kernel, state)],
  };
};
