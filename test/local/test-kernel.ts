import { Kernel } from "../../local/kernel/kernel";
import type { Authorizer } from "../../local/kernel/policy";
import type { Service, ServiceFactory } from "../../local/kernel/service";
import { VirtualClock } from "../../local/kernel/virtual-clock";
import { VirtualWorkQueue } from "../../local/kernel/virtual-work-queue";

const ALLOW_ALL: Authorizer = { denial: () => undefined };

/** A kernel on virtual time with the given services, and what a test needs to drive it. */
export function testKernel(
  factories: readonly ServiceFactory[] = [],
  options: { authorizer?: Authorizer; seed?: number } = {},
) {
  const clock = new VirtualClock();
  const logLines: string[] = [];
  const failures: string[] = [];
  const work = new VirtualWorkQueue(clock, (name, error) => failures.push(`${name}: ${String(error)}`));
  const kernel = new Kernel({
    clock,
    work,
    seed: options.seed ?? 1,
    accountId: "000000000000",
    region: "eu-central-1",
    namePrefix: "dev-",
    authorizer: options.authorizer ?? ALLOW_ALL,
    virtualTime: true,
    log: (line) => logLines.push(line),
  });
  kernel.endpoint = "http://127.0.0.1:4566";
  const services: Service[] = factories.map((factory) => factory(kernel));
  for (const service of services) kernel.calls.register(service);
  return {
    kernel,
    clock,
    work,
    services,
    logLines,
    /** Errors of work that nobody waited for. */
    failures,
    /** Performs an operation as the operator. */
    call: <Output = Record<string, unknown>>(service: string, operation: string, input: unknown = {}) =>
      kernel.calls.perform<Output>({ type: "operator" }, service, operation, input),
    /** Provisions a resource the way the Terraform engine does: arguments are checked, then applied. */
    provision: async (type: string, config: unknown, address = `dev-test/${type}.under-test`) => {
      const resource = services
        .flatMap((service) => service.resources ?? [])
        .find((one) => one.type === type);
      if (resource === undefined) throw new Error(`no service models ${type}`);
      return resource.apply(resource.arguments.parse(config), { address, stackDirectory: process.cwd() });
    },
  };
}
