import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const rules = (place: Place) => [arn(place, "xray", `sampling-rule/${ownNames(place)}`)];

/** Sampling rules. */
export const XRAY: ServiceAccess = {
  types: ["aws_xray_sampling_rule"],
  read: (place) => [
    { actions: ["xray:ListTagsForResource"], resources: rules(place) },
    // X-Ray tells all rules or none.
    { actions: ["xray:GetSamplingRules"], resources: ["*"] },
  ],
  write: (place) => [
    {
      actions: actions("xray", [
        "CreateSamplingRule",
        "UpdateSamplingRule",
        "DeleteSamplingRule",
        "TagResource",
        "UntagResource",
      ]),
      resources: rules(place),
    },
  ],
};
