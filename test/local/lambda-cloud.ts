import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Principal } from "../../local/kernel/principal";
import type { ServiceFactory } from "../../local/kernel/service";
import { lambda } from "../../local/services/lambda/index";
import type { InvokeInput, InvokeOutput } from "../../local/services/lambda/operations/invoke";
import { logs } from "../../local/services/logs/index";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { testKernel } from "./test-kernel";

/** A cloud on virtual time that runs functions whose code a test writes. */
export function lambdaCloud(
  factories: readonly ServiceFactory[] = [],
  options: Parameters<typeof testKernel>[1] = {},
) {
  const cloud = testKernel([logs, lambda, ...factories], options);
  const { kernel, work, services } = cloud;
  const folders: string[] = [];
  let server: WireServer | undefined;

  /** Writes a bundle and gives the path of the archive that stands for it. */
  const bundle = (code: string, file = "index.mjs"): string => {
    const directory = mkdtempSync(join(tmpdir(), "lambda-test-"));
    folders.push(directory);
    writeFileSync(join(directory, file), code);
    kernel.archives.register(`${directory}.zip`, { directory });
    return `${directory}.zip`;
  };

  const config = (name: string, code: string, more: object = {}) => ({
    function_name: name,
    role: `arn:aws:iam::000000000000:role/${name}`,
    handler: "index.handler",
    runtime: "nodejs22.x",
    filename: bundle(code),
    source_code_hash: String(folders.length),
    ...more,
  });

  const invoke = (FunctionName: string, event: unknown = {}, more: Partial<InvokeInput> = {}) =>
    work.serve(`invoke ${FunctionName}`, () =>
      cloud.call<InvokeOutput>("lambda", "Invoke", {
        FunctionName,
        Payload: JSON.stringify(event),
        ...more,
      }),
    );

  return {
    ...cloud,
    bundle,
    config,
    /** Provisions a function with this code. */
    deploy: (name: string, code: string, more: object = {}) =>
      cloud.provision("aws_lambda_function", config(name, code, more)),
    /** Invokes as the operator, the way a request from outside is served. */
    invoke,
    /** The parsed answer of an invocation that must succeed. */
    answer: async (name: string, event: unknown = {}) => {
      const { Payload, FunctionError } = await invoke(name, event);
      if (FunctionError !== undefined) throw new Error(Payload);
      return JSON.parse(Payload);
    },
    /** The parsed error of an invocation that must fail. */
    error: async (name: string, event: unknown = {}) => {
      const { Payload, FunctionError } = await invoke(name, event);
      expect(FunctionError).toBe("Unhandled");
      return JSON.parse(Payload);
    },
    /** What a function has logged, all streams together. */
    logsOf: async (name: string) => {
      const { events } = await cloud.call<{ events: { message: string; logStreamName: string }[] }>(
        "logs",
        "FilterLogEvents",
        { logGroupName: `/aws/lambda/${name}` },
      );
      return events;
    },
    as: <Output>(principal: Principal, service: string, operation: string, input: unknown) =>
      kernel.calls.perform<Output>(principal, service, operation, input),
    /** Listens, so that functions can call the cloud. */
    listen: async () => {
      const protocols = new AwsProtocols(kernel, services);
      const endpoints = services.flatMap((service) => service.endpoints ?? []);
      server = new WireServer(endpoints, (request) => protocols.answer(request));
      kernel.endpoint = `http://127.0.0.1:${await server.listen(0)}`;
    },
    close: async () => {
      for (const service of services) await service.close?.();
      await server?.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type LambdaCloud = ReturnType<typeof lambdaCloud>;
