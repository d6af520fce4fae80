import { PolicyAuthorizer } from "./iam/authorizer";
import { RoleStore } from "./iam/role-store";
import type { Denial } from "./kernel/calls";
import { durationMs } from "./kernel/clock";
import type { Faults } from "./kernel/faults";
import { Kernel } from "./kernel/kernel";
import { SystemClock } from "./kernel/system-clock";
import { SystemWorkQueue } from "./kernel/system-work-queue";
import type { Hop } from "./kernel/trace";
import { VirtualClock } from "./kernel/virtual-clock";
import { VirtualWorkQueue } from "./kernel/virtual-work-queue";
import { createServices, type Services } from "./services/all";
import { type ApplyReport, Deployment } from "./terraform/deployment";
import { readProvider } from "./terraform/provider";
import type { SynthesizedStack } from "./terraform/stacks";
import { AwsProtocols } from "./wire/aws-protocols";
import { WireServer } from "./wire/server";

/** How many errors of work that nobody waited for are kept; each is also logged. */
const MOST_FAILURES = 1_000;

/** How a local cloud is to run. */
export interface LocalCloudOptions {
  /** `system` lives in real time; `virtual` moves only by `settle` and `advance`. Defaults to `virtual`. */
  readonly clock?: "system" | "virtual";
  /** Decides every random choice; the same seed gives the same run. Defaults to 1. */
  readonly seed?: number;
  /** Where to listen on 127.0.0.1; 0, the default, takes any free port. */
  readonly port?: number;
  /** Receives what the cloud has to say, a line at a time: codes that AWS would mail, denials, function logs. */
  readonly log?: (line: string) => void;
}

/** A running cloud, made of synthesized stacks. */
export class LocalCloud {
  private constructor(
    private readonly kernel: Kernel,
    private readonly services: Services,
    private readonly deployment: Deployment,
    private readonly server: WireServer,
    private readonly workQueue: SystemWorkQueue | VirtualWorkQueue,
    private readonly failures: string[],
  ) {}

  /**
   * Starts a cloud and makes everything that the stacks describe.
   * @throws UnsupportedError naming every resource, argument and function that is not modelled
   */
  static async fromStacks(
    stacks: readonly SynthesizedStack[],
    options: LocalCloudOptions = {},
  ): Promise<LocalCloud> {
    const { clock: clockKind = "virtual", seed = 1, port = 0, log = () => {} } = options;
    const failures: string[] = [];
    const report = (name: string, error: unknown): void => {
      if (failures.length === MOST_FAILURES) failures.shift();
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      log(`failed: ${name}: ${String(error)}`);
    };
    const virtualClock = new VirtualClock();
    const systemClock = new SystemClock();
    const clock = clockKind === "virtual" ? virtualClock : systemClock;
    const work =
      clockKind === "virtual"
        ? new VirtualWorkQueue(virtualClock, report)
        : new SystemWorkQueue(systemClock, report);
    const roles = new RoleStore();
    const kernel = new Kernel({
      clock,
      work,
      seed,
      ...readProvider(stacks),
      namePrefix: commonPrefix(stacks),
      authorizer: new PolicyAuthorizer(roles, clock),
      virtualTime: clockKind === "virtual",
      log,
    });
    const services = createServices(kernel, roles);
    const all = Object.values(services);
    for (const service of all) kernel.calls.register(service);
    const protocols = new AwsProtocols(kernel, all);
    const endpoints = all.flatMap((service) => service.endpoints ?? []);
    const server = new WireServer(endpoints, (request) => protocols.answer(request), log);
    kernel.endpoint = `http://127.0.0.1:${await server.listen(port)}`;
    const cloud = new LocalCloud(kernel, services, new Deployment(kernel, all), server, work, failures);
    try {
      await cloud.update(stacks);
      return cloud;
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  /** Where the AWS APIs are served, for SDKs and the AWS CLI. */
  get endpoint(): string {
    return this.kernel.endpoint;
  }

  get region(): string {
    return this.kernel.region;
  }

  get accountId(): string {
    return this.kernel.accountId;
  }

  /** Milliseconds since the epoch, by the cloud's clock. */
  get nowMs(): number {
    return this.kernel.clock.now();
  }

  /** Faults to inject, and to take back. */
  get faults(): Faults {
    return this.kernel.faults;
  }

  /** What IAM denied, with the statement that is missing; the latest thousand. */
  get denials(): readonly Denial[] {
    return this.kernel.calls.denials;
  }

  /** Errors of work that nobody waited for, the latest thousand; empty in a healthy run. */
  get internalErrors(): readonly string[] {
    return this.failures;
  }

  /**
   * Changes what is deployed to these stacks; what is unchanged keeps its data.
   * @throws UnsupportedError as `fromStacks` does; the deployment stays as it was
   */
  update(stacks: readonly SynthesizedStack[]): Promise<ApplyReport> {
    return this.deployment.apply(stacks);
  }

  /** The outputs of all stacks, by name. */
  outputs(): Readonly<Record<string, unknown>> {
    return this.deployment.allOutputs();
  }

  /** Runs until nothing is in flight; retries, visibility timeouts and schedules stay set. */
  async settle(): Promise<void> {
    await (this.workQueue instanceof VirtualWorkQueue ? this.workQueue.settle() : this.workQueue.idle());
  }

  /**
   * Lets time pass, such as `20m` or `7d`, with everything that happens meanwhile.
   * @throws Error on the system clock, whose time cannot be moved
   */
  async advance(duration: string | number): Promise<void> {
    if (!(this.workQueue instanceof VirtualWorkQueue)) {
      throw new Error(
        'time can be advanced only on the virtual clock; start the cloud with clock: "virtual"',
      );
    }
    await this.workQueue.advance(durationMs(duration));
  }

  /**
   * A queue's content, seen without receiving it.
   * @throws Error when there is no queue of this name
   */
  queue(name: string) {
    const queue = this.services.sqs.inspect(name);
    if (queue === undefined) throw new Error(`there is no queue ${name}`);
    return queue;
  }

  /**
   * A table's items as plain objects.
   * @throws AwsError when there is no table of this name
   */
  table(name: string) {
    return this.services.dynamodb.inspect(name);
  }

  /** The lines that a function, or whatever logs into the group, has written. */
  logs(groupName: string): readonly string[] {
    return this.services.logs.lines(groupName);
  }

  /** The folders that functions and layers have their code in; of published versions, too. */
  codeFolders(): readonly string[] {
    return this.services.lambda.codeFolders();
  }

  /** The code that a user was last sent. */
  code(userPoolId: string, username: string): string | undefined {
    return this.services.cognito.code(userPoolId, username);
  }

  /** Every step of the traces in which the text occurs, such as an order id. */
  trace(text: string): readonly Hop[] {
    return this.kernel.traces.find(text);
  }

  /** Stops listening and ends every function's process. */
  async close(): Promise<void> {
    await this.server.close();
    await Promise.all(Object.values(this.services).map((service) => service.close?.()));
    if (this.kernel.clock instanceof SystemClock) this.kernel.clock.close();
  }
}

/** What the stacks' names have in common up to the first hyphen, such as `dev-`. */
function commonPrefix(stacks: readonly SynthesizedStack[]): string {
  const prefixes = new Set(stacks.map(({ name }) => name.slice(0, name.indexOf("-") + 1)));
  return prefixes.size === 1 ? ([...prefixes][0] ?? "") : "";
}
