/** What every function finds in its environment on AWS, and an endpoint where nobody answers. */
const RUNTIME = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "token",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_MAX_ATTEMPTS: "1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  POWERTOOLS_SERVICE_NAME: "test",
  LOG_LEVEL: "SILENT",
};

/** Loads a module as a new execution environment would, with these variables and no others of ours. */
export async function inEnvironment<Loaded>(
  variables: Readonly<Record<string, string>>,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  const before = process.env;
  process.env = { ...before, ...RUNTIME, ...variables };
  jest.resetModules();
  try {
    return await load();
  } finally {
    process.env = before;
  }
}
