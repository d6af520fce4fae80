/** A resource's policy that lets everyone do everything. */
export const OPEN_POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** `OPEN_POLICY` as it enters an API. */
export const OPEN_POLICY_JSON = JSON.stringify(OPEN_POLICY);
