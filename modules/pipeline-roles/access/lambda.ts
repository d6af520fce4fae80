import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const functions = (place: Place) => [arn(place, "lambda", `function:${ownNames(place)}`)];

/** Ids of mappings are made by AWS; it is the function that tells whose a mapping is. */
const mappings = (place: Place) => [arn(place, "lambda", "event-source-mapping:*")];
const ofOwnFunctions = (place: Place) => ({ ArnLike: { "lambda:FunctionArn": functions(place) } });

/** Functions, who may call them, and what they consume; not calling them. */
export const LAMBDA: ServiceAccess = {
  types: ["aws_lambda_event_source_mapping", "aws_lambda_function", "aws_lambda_permission"],
  read: (place) => [
    {
      actions: actions("lambda", [
        "GetFunction",
        "GetFunctionCodeSigningConfig",
        "GetPolicy",
        "ListVersionsByFunction",
      ]),
      resources: functions(place),
    },
    { actions: ["lambda:ListTags"], resources: [...functions(place), ...mappings(place)] },
    { actions: ["lambda:GetEventSourceMapping"], resources: mappings(place) },
  ],
  write: (place) => [
    {
      actions: actions("lambda", [
        "CreateFunction",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
        "DeleteFunction",
        "AddPermission",
        "RemovePermission",
        "PutFunctionConcurrency",
        "DeleteFunctionConcurrency",
      ]),
      resources: functions(place),
    },
    // Layers are often of other accounts, such as AWS's own extensions.
    {
      actions: ["lambda:GetLayerVersion"],
      resources: [`arn:aws:lambda:${place.region}:*:layer:*`],
    },
    {
      actions: actions("lambda", ["TagResource", "UntagResource"]),
      resources: [...functions(place), ...mappings(place)],
    },
    {
      actions: ["lambda:CreateEventSourceMapping"],
      resources: ["*"],
      conditions: ofOwnFunctions(place),
    },
    {
      actions: actions("lambda", ["UpdateEventSourceMapping", "DeleteEventSourceMapping"]),
      resources: mappings(place),
      conditions: ofOwnFunctions(place),
    },
  ],
};
